import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import grader.cli
from grader.cli import COMMANDS, Entry, cli


@pytest.fixture
def run(small_course, tmp_path, monkeypatch):
    """Run a command on the small course in an empty folder."""
    folder = tmp_path / "mine"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.delenv("GRADER_COURSE", raising=False)

    def call(*words):
        return CliRunner().invoke(cli, ["--course", str(small_course), *words])

    return call


def start_of_copy(small_course):
    stub = (small_course / "exercises/ch02_numbers/double.py").read_text()
    return stub.partition("\n")[2]


# ---- the group ----------------------------------------------------------------------------------


def test_help_has_sections_in_order():
    for flag in ("--help", "-h"):
        result = CliRunner().invoke(cli, [flag])
        assert result.exit_code == 0
        text = result.output
        assert text.index("For students:") < text.index("\n  start ") < text.index("For authors")
        assert text.index("For authors and CI:") < text.index("\n  sync ")
        assert "--course DIR" in text
        assert max(map(len, text.splitlines())) <= 80


def test_version():
    assert (
        CliRunner().invoke(cli, ["--version"]).output == f"grader, version {grader.__version__}\n"
    )


def test_help_imports_nothing_heavy():
    script = (
        "import sys, runpy; sys.argv = ['grader', '--help']\n"
        "try: runpy.run_module('grader', run_name='__main__')\n"
        "except SystemExit: pass\n"
        "heavy = {'numpy', 'msgspec', 'jinja2', 'nbformat', 'pytest', 'doctest', 'pygments'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    root = Path(grader.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=root, check=True
    )
    assert done.stderr == "[]\n"
    assert "For students:" in done.stdout


def test_a_command_without_its_module_is_not_offered(monkeypatch):
    monkeypatch.setitem(COMMANDS, "ghost", Entry("no_such_module", "x", "For students", "Boo."))
    assert "Boo." not in CliRunner().invoke(cli, ["--help"]).output
    result = CliRunner().invoke(cli, ["ghost"])
    assert result.exit_code == 2
    assert "No such command 'ghost'" in result.output


def test_every_command_that_exists_has_help():
    for name, entry in COMMANDS.items():
        if grader.cli.exists(entry):
            result = CliRunner().invoke(cli, [name, "--help"])
            assert result.exit_code == 0, result.output


def test_errors_are_one_line_on_stderr(run, small_course):
    result = run("show", "duoble")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr == "grader: there is no exercise 'duoble'; did you mean double?\n"
    toml = small_course / "exercises/ch02_numbers/chapter.toml"
    toml.write_text(toml.read_text().replace("level = 1", "level = [1]"))
    result = run("list")
    assert result.exit_code == 2
    assert result.stderr.startswith("grader: ")
    assert result.stderr.count("\n") == 1


def test_a_course_that_is_not_there():
    assert CliRunner().invoke(cli, ["--course", "/nowhere/at/all", "list"]).exit_code == 2


def test_the_environment_names_the_course(small_course, monkeypatch):
    monkeypatch.setenv("GRADER_COURSE", str(small_course))
    assert "double" in CliRunner().invoke(cli, ["list"]).output


# ---- list ---------------------------------------------------------------------------------------


def test_list_before_and_after_starting(run):
    assert run("list").output == (
        "Chapter 2, Numbers: 0 of 1 started, 3 points\n"
        "  - double     3  Doubling\n"
        "Next: grader start double\n"
    )
    Path("double.py").touch()
    assert run("list").output == (
        "Chapter 2, Numbers: 1 of 1 started, 3 points\n"
        "  * double     3  started: double.py\n"
        "All of these are started.\n"
    )


def test_list_takes_a_chapter(run, small_course):
    assert "double" in run("list", "--chapter", "2").output
    later = small_course / "exercises/ch03_later"
    later.mkdir()
    table = 'title="t"\nitems=["3.1"]\npages=[1]\nlevel=1\npoints=1\nhints=["a","b"]\n'
    (later / "chapter.toml").write_text(f'chapter=3\ntitle="Later"\n[halve]\n{table}')
    assert [line for line in run("list").output.splitlines() if "Chapter" in line] == [
        "Chapter 2, Numbers: 0 of 1 started, 3 points",
        "Chapter 3, Later: 0 of 1 started, 1 point",
    ]
    assert run("list", "--chapter", "3").output == (
        "Chapter 3, Later: 0 of 1 started, 1 point\n  - halve     1  t\nNext: grader start halve\n"
    )
    result = run("list", "--chapter", "7")
    assert result.exit_code == 2
    assert "'7'" in result.stderr


# ---- start --------------------------------------------------------------------------------------


def test_start_copies_the_stub(run, small_course):
    result = run("start", "double")
    assert result.exit_code == 0, result.output
    assert Path("double.py").read_text() == start_of_copy(small_course)
    assert result.output == "double.py is here.\nNext: grader check double\n"


def test_start_never_overwrites(run):
    Path("double.py").write_text("my work")
    result = run("start", "double")
    assert result.exit_code == 2
    assert "double.py is here already; --force" in result.stderr
    assert Path("double.py").read_text() == "my work"
    assert [p.name for p in Path().iterdir()] == ["double.py"]


def test_force_keeps_every_older_file(run, small_course):
    for work in ("first", "second"):
        Path("double.py").write_text(work)
        assert run("start", "double", "--force").exit_code == 0
    assert Path("double.py").read_text() == start_of_copy(small_course)
    assert Path("double.py.bak").read_text() == "first"
    assert Path("double.py.bak2").read_text() == "second"


def test_force_leaves_folders_and_links_alone(run, tmp_path):
    Path("double.py").mkdir()
    assert run("start", "double", "--force").exit_code == 2
    Path("double.py").rmdir()
    Path("double.py").symlink_to(tmp_path / "nowhere")
    assert run("start", "double").exit_code == 2
    assert run("start", "double", "--force").exit_code == 2
    assert Path("double.py").is_symlink()


def test_start_refuses_the_courses_own_folders(run, small_course, monkeypatch):
    for folder in ("exercises/ch02_numbers", "reference/ch02_numbers", "tests"):
        monkeypatch.chdir(small_course / folder)
        result = run("start", "double", "--force")
        assert result.exit_code == 2
        assert "belongs to the course itself" in result.stderr


def test_start_as_notebook(run):
    import nbformat

    result = run("start", "double", "--as", "ipynb")
    assert result.exit_code == 0, result.output
    notebook = nbformat.read("double.ipynb", as_version=4)
    nbformat.validate(notebook)
    assert "def double(x, times=1):" in notebook.cells[1].source
    assert "Generated" not in notebook.cells[1].source
    assert run("start", "double", "--as", "ipynb").exit_code == 2
    assert "* double" in run("list").output


def test_start_without_stub_says_what_to_do(run, small_course):
    (small_course / "exercises/ch02_numbers/double.py").unlink()
    result = run("start", "double")
    assert result.exit_code == 2
    assert "grader sync" in result.stderr
    assert list(Path().iterdir()) == []


def test_start_of_nothing(run):
    assert run("start", "duoble").exit_code == 2
    assert run("start", "double", "--as", "pdf").exit_code == 2


# ---- show ---------------------------------------------------------------------------------------


def test_show_prints_the_task(run):
    result = run("show", "double")
    assert result.exit_code == 0
    assert result.output.startswith("double: Doubling (chapter 2)\n3 points, level 1\n")
    assert "Double an array." in result.output
