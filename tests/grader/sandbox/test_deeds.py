"""The attacks of the zoo are real: without walls many of them work, and one wall stops not all."""

import importlib.util
from pathlib import Path

import pytest

PATH = Path(__file__).parents[2] / "zoo" / "deeds.py"
spec = importlib.util.spec_from_file_location("deeds", PATH)
deeds = importlib.util.module_from_spec(spec)
spec.loader.exec_module(deeds)


@pytest.mark.timeout(600)
def test_each_wall_stops_some_and_both_stop_all():
    tried = dict(deeds.table(["no wall", "landlock only", "seccomp only", "inner (tier B)"]))
    works = {name: {d for d, v in column.items() if v == "works"} for name, column in tried.items()}
    assert len(works["no wall"]) >= 15
    assert works["landlock only"] < works["no wall"]
    assert works["seccomp only"] < works["no wall"]
    assert works["landlock only"] - works["seccomp only"]
    assert works["seccomp only"] - works["landlock only"]
    assert works["inner (tier B)"] == set()
