"""What an audit found: a row on a terminal, JUnit for CI, and a page with every mutant."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from grader.certificate import Certificate
    from grader.course import Course

SHOWN = 12


def row(certificate: Certificate) -> str:
    """Return one exercise's outcome, with what is wrong below it."""
    killed, equivalent, survived = certificate.count()
    mark = "✓" if certificate.certified else "✗"
    verdict = "certified" if certificate.certified else "not ready"
    text = (
        f"{mark} {certificate.stem:28} {verdict:10} mutants: {killed} killed, "
        f"{equivalent} equivalent, {survived} survived; {len(certificate.variants)} variants; "
        f"{certificate.seconds:.0f} s"
    )
    lines = [text, *(f"    {f}" for f in certificate.findings[:SHOWN])]
    if left := len(certificate.findings) - SHOWN:
        lines += [f"    ... {left} findings more"] if left > 0 else []
    return "\n".join(lines)


def junit_xml(certificates: Sequence[Certificate], problems: Sequence[str]) -> str:
    """Return JUnit XML: a test case per exercise, and one for the course's lint."""
    failures = sum(not c.certified for c in certificates) + bool(problems)
    suite = ElementTree.Element(
        "testsuite",
        name="grader audit",
        tests=str(len(certificates) + 1),
        failures=str(failures),
        errors="0",
        skipped="0",
    )
    lint = ElementTree.SubElement(suite, "testcase", classname="course", name="lint")
    if problems:
        failure = ElementTree.SubElement(lint, "failure", message=f"{len(problems)} problems")
        failure.text = "\n".join(problems)
    for certificate in certificates:
        case = ElementTree.SubElement(
            suite,
            "testcase",
            classname="audit",
            name=certificate.stem,
            time=str(certificate.seconds),
        )
        if certificate.findings:
            message = f"{len(certificate.findings)} findings"
            failure = ElementTree.SubElement(case, "failure", message=message)
            failure.text = "\n".join(certificate.findings)
    suites = ElementTree.Element("testsuites")
    suites.append(suite)
    return ElementTree.tostring(suites, encoding="unicode", xml_declaration=True)


def write_audit_pages(course: Course, certificates: Sequence[Certificate], out: Path) -> None:
    """Write one page: every exercise, its code with its mutants, and what each test caught."""
    from grader.report.formats import write_if_changed
    from grader.report.html import environment

    exercises = [
        {
            "certificate": c,
            "counts": c.count(),
            "lines": source_lines(course.exercises[c.stem].reference, c),
        }
        for c in certificates
    ]
    page = environment().get_template("audit.html.j2").render(exercises=exercises)
    out.mkdir(parents=True, exist_ok=True)
    write_if_changed(out / "audit.html", page)


def source_lines(path: Path, certificate: Certificate) -> list[dict[str, object]]:
    """Return the reference's lines, each with the mutants made of it."""
    mutants: dict[int, list[object]] = {}
    for mutant in certificate.mutants:
        mutants.setdefault(mutant.line, []).append(mutant)
    text = path.read_text("utf-8").splitlines()
    return [
        {"number": i, "text": line, "mutants": mutants.get(i, [])} for i, line in enumerate(text, 1)
    ]
