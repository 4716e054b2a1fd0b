"""Budgets: what is measured is true, and what is unclear is not judged."""

import os
import re
import subprocess
import sys
from collections import Counter
from types import SimpleNamespace

import numpy as np
import pytest

from grader.budget import CLEARLY, FIRST_PAIRS, MAX_PAIRS, Measured, decide, judge
from grader.budget_noise import measure_noise
from grader.checks.failures import CheckFailedError, NotJudgedError
from grader.sandbox.session import Answer, Session
from grader.sandbox.tiers import find_bubblewrap, on_processor, open_zygote
from grader.stopwatch import Runs, repeats_for
from grader.verdict import Chunk, Reason

HONEST = """
import numpy as np

def f(x):
    s = 0.0
    for _ in range(40):
        s = s + float(np.sqrt(x).sum())
    return s
"""


@pytest.fixture(scope="module", params=["A", "B"])
def zygote(request):
    if request.param == "A" and not find_bubblewrap():
        pytest.skip("bubblewrap is not installed here")
    zygote, _ = open_zygote(request.param)
    yield zygote
    zygote.close()


class Case(Measured):
    """A budget of `f` whose reference and answer are given as source."""

    def __init__(self, zygote, answer, reference=HONEST, **limits):
        values = {
            "time": 3.0,
            "growth": 1.5,
            "memory": 2.0,
            "size": 20_000,
            "sizes": (10_000, 40_000),
        }
        values |= {"memory_of": "input", "in_place": False, **limits}
        exercise = SimpleNamespace(
            budgets={"f": SimpleNamespace(**values)}, call_seconds=5.0, memory_mb=1024
        )
        session = Session(Answer([Chunk("answer.py", answer)]), lambda: zygote.spawn(self.limits))
        super().__init__(SimpleNamespace(exercise=exercise, session=session, budgets=[]), zygote)
        self.source = reference
        self.asked = []
        self.seen = []

    def reference(self):
        return Runs(Answer([Chunk("ours.py", self.source)]), self.zygote, self.limits)

    def inputs(self, size):
        self.asked.append(size)
        return (np.random.default_rng(len(self.asked)).random(size),)

    def verify(self, result, x):
        self.seen.append(result)
        if not np.isclose(result, 40 * np.sqrt(x).sum()):
            raise CheckFailedError(Reason.WRONG_VALUE, "wrong")

    def run(self, kind):
        getattr(self, kind)("f", self.inputs, self.verify)
        return self.context.budgets[-1]


# ---- the decision -------------------------------------------------------------------------------


def test_three_pairs_that_agree_settle_it():
    assert decide([1.0, 1.1, 1.9], 2.0).verdict == "within"
    assert decide([2.1, 2.2, 2.3], 2.0).verdict == "over"
    assert decide([1.9, 2.2, 2.3], 2.0).verdict == "unclear"
    assert decide([1.0, 1.0], 2.0).verdict == "unclear"


def test_two_runs_far_over_the_limit_are_enough():
    far = 2.0 * CLEARLY + 0.1
    assert decide([far, far], 2.0).verdict == "over"
    assert decide([far, 2.1], 2.0).verdict == "unclear"


def test_one_stray_pair_in_six_does_not_decide():
    assert decide([1.0, 1.1, 1.2, 1.1, 1.0, 9.0], 2.0).verdict == "within"
    assert decide([3.0, 3.1, 3.2, 3.1, 3.0, 0.5], 2.0).verdict == "over"


def test_judging_stops_as_soon_as_it_is_clear_and_gives_up_in_the_end():
    taken = []

    def series(values):
        def measure():
            for value in values:
                taken.append(value)
                yield value

        return measure

    assert judge(series([1.0] * 50), 2.0).verdict == "within"
    assert len(taken) == FIRST_PAIRS
    taken.clear()
    assert judge(series([1.0, 3.0] * 50), 2.0).verdict == "unclear"
    assert len(taken) == MAX_PAIRS


# ---- time ---------------------------------------------------------------------------------------


def test_identical_code_is_within_and_every_output_is_verified(zygote):
    case = Case(zygote, HONEST)
    budget = case.run("time")
    assert 0.4 < budget.value < 2.5
    assert budget.low <= budget.value <= budget.high
    assert len(case.seen) > len(budget.yours)


def slower(times):
    """The same result for so many times the work."""
    source = HONEST.replace("range(40)", f"range({40 * times})")
    return source.replace("return s", f"return s / {times}")


def test_a_slow_answer_is_over_and_cut_off(zygote):
    case = Case(zygote, slower(1000))
    with pytest.raises(CheckFailedError) as caught:
        case.run("time")
    assert caught.value.reason is Reason.TOO_SLOW
    budget = case.context.budgets[-1]
    assert max(y for _, y in budget.yours) < 500 * min(o for _, o in budget.ours)


@pytest.fixture
def pieces(monkeypatch):
    """How many pieces of which file were run."""
    count = Counter()
    piece = Runs.piece

    def counted(runs, *args):
        count[runs.answer.chunks[0].label] += 1
        return piece(runs, *args)

    monkeypatch.setattr(Runs, "piece", counted)
    return count


@pytest.mark.parametrize("microseconds", [20, 50, 300, 2_000, 4_999, 5_000, 80_000])
@pytest.mark.parametrize("size", [1, 1_000, 8_000])
def test_as_many_calls_as_make_five_milliseconds(microseconds, size):
    calls = repeats_for(1e-6 * microseconds, (np.zeros(size),))
    assert calls * microseconds >= 5_000
    assert (calls - 1) * microseconds <= 1.25 * 5_000  # and none for nothing
    assert (calls == 1) == (microseconds >= 5_000)


def test_large_arguments_are_not_staged_without_end():
    assert 8 <= repeats_for(1e-6, (np.zeros(1 << 20),)) <= 16  # 8 MiB each
    assert repeats_for(1e-6, (np.zeros(1 << 25),)) == 1  # one call, however large


def test_a_clearly_quick_answer_costs_few_runs_of_both(zygote, pieces):
    quick = "import numpy as np\n\ndef f(x):\n    return 40 * float(np.sqrt(x).sum())\n"
    Case(zygote, quick).run("time")
    assert 3 <= pieces["answer.py"] <= 6
    assert 3 <= pieces["ours.py"] <= 6


def test_a_clearly_slow_answer_costs_three_runs_of_its_own(zygote, pieces):
    with pytest.raises(CheckFailedError):
        Case(zygote, slower(100)).run("time")
    assert pieces["answer.py"] <= 3


def test_a_slow_answer_is_told_by_few_calls_of_its_own(zygote):
    case = Case(zygote, slower(10))
    with pytest.raises(CheckFailedError) as caught:
        case.run("time")
    assert caught.value.reason is Reason.TOO_SLOW
    assert len(case.seen) <= 3 * 3  # a call takes more than a third of a piece of 5 ms
    assert len(case.asked) > len(case.seen)  # ours needed more calls for pieces as long


def test_a_slow_first_call_does_not_shorten_the_pieces(zygote):
    source = HONEST.replace("def f(x):", "def g(x):") + (
        "first = True\n"
        "def f(x):\n"
        "    global first\n"
        "    times, first = (30 if first else 1), False\n"
        "    return [g(x) for _ in range(times)][0]\n"
    )
    case = Case(zygote, source)
    assert case.run("time").value < 2.0
    repeats = len(case.asked) // 3
    assert len(case.seen) >= 3 * repeats // 2  # most pieces have as many calls as ours


def test_work_in_a_thread_counts(zygote):
    source = HONEST.replace("def f(x):", "def g(x):") + (
        "import threading\n"
        "def burn():\n"
        "    import time\n"
        "    end = time.process_time() + 0.4\n"
        "    while time.process_time() < end:\n"
        "        np.sqrt(np.ones(10000)).sum()\n"
        "def f(x):\n"
        "    threading.Thread(target=burn, daemon=True).start()\n"
        "    return g(x)\n"
    )
    with pytest.raises((CheckFailedError, NotJudgedError)):
        Case(zygote, source).run("time")


def test_remembering_earlier_inputs_does_not_help(zygote):
    source = HONEST.replace("def f(x):", "def g(x):").replace("range(40)", "range(400)") + (
        "memory = {}\n"
        "def f(x):\n"
        "    key = x.tobytes()\n"
        "    if key not in memory:\n"
        "        memory[key] = g(x) / 10\n"
        "    return memory[key]\n"
    )
    with pytest.raises(CheckFailedError) as caught:
        Case(zygote, source).run("time")
    assert caught.value.reason is Reason.TOO_SLOW


def test_a_quick_wrong_answer_is_wrong_not_quick(zygote):
    with pytest.raises(CheckFailedError) as caught:
        Case(zygote, "def f(x):\n    return 0.0\n").run("time")
    assert caught.value.reason is Reason.WRONG_VALUE


# ---- growth -------------------------------------------------------------------------------------


def test_linear_cost_passes_and_quadratic_cost_does_not(zygote):
    budget = Case(zygote, HONEST).run("growth")
    assert budget.value < 1.4
    square = HONEST + (
        "g = f\ndef f(x):\n    for value in x[::10]:\n        (x * value).sum()\n    return g(x)\n"
    )
    with pytest.raises(CheckFailedError) as caught:
        Case(zygote, square).run("growth")
    assert caught.value.reason is Reason.TOO_SLOW
    assert "power" in caught.value.facts[0]


# ---- in place ----

NEGATE = """
import numpy as np
calls = 0

def f(x):
    global calls
    calls += 1
    for _ in range(9):
        np.negative(x, out=x)
"""
LAZY = NEGATE.replace("for _ in range(9):", "for _ in range(9 if calls == 1 else 0):")


class InPlace(Case):
    """`f` turns the signs of its argument around and returns nothing."""

    def __init__(self, zygote, answer):
        super().__init__(zygote, answer, NEGATE, size=200_000, in_place=True)

    def verify(self, result, x):
        returned, (after,) = result
        if returned is not None or not np.array_equal(after, -x):
            raise CheckFailedError(Reason.WRONG_VALUE, "wrong")


@pytest.mark.parametrize("kind", ["time", "growth", "memory"])
def test_what_is_done_in_place_is_verified_where_it_is_measured(zygote, kind):
    assert InPlace(zygote, NEGATE).run(kind).value is not None
    with pytest.raises(CheckFailedError) as caught:
        InPlace(zygote, LAZY).run(kind)  # does its work in the first call of a process only
    assert caught.value.reason is Reason.WRONG_VALUE


# ---- memory -------------------------------------------------------------------------------------

ALLOCATE = """
import numpy as np

def f(n):
    block = np.ones(n, np.uint8)
    return int(block[-1])
"""


@pytest.mark.parametrize("mebibytes", [1, 8, 64, 256])
def test_the_peak_of_one_call_is_measured(zygote, mebibytes):
    case = Case(zygote, ALLOCATE)
    size = mebibytes << 20
    peak, result = case.peak(case.student(), "f", (size,), (size,))
    assert result == 1
    assert abs(peak - size) <= 0.05 * size


def test_memory_held_since_loading_counts(zygote):
    hoard = HONEST + "import numpy as np\nscratch = np.ones(4_000_000)\n"
    with pytest.raises(CheckFailedError) as caught:
        Case(zygote, hoard, size=100_000).run("memory")
    assert caught.value.reason is Reason.TOO_MUCH_MEMORY


def test_a_lean_answer_is_within_and_copies_are_not(zygote):
    assert Case(zygote, HONEST, size=400_000).run("memory").value <= 2.0
    copies = HONEST.replace("s = 0.0", "s = 0.0\n    kept = [x + i for i in range(5)]")
    with pytest.raises(CheckFailedError) as caught:
        Case(zygote, copies, size=400_000).run("memory")
    assert caught.value.reason is Reason.TOO_MUCH_MEMORY


def test_this_machine_is_asked_idle_and_busy_and_left_as_it_was():
    before = os.sched_getaffinity(0)
    lines = list(measure_noise(3))
    kinds = re.findall(
        r"^  (.*): identical code fails 0.0%, .*; 4 times the work is caught 100%$",
        "\n".join(lines),
        re.MULTILINE,
    )
    cores = os.cpu_count()
    assert kinds == [
        f"{load}, {kernel}"
        for load in ("idle", f"{cores} busy processes")
        for kernel in ("a loop of Python", "numpy over 100,000 values")
    ]
    assert os.sched_getaffinity(0) == before


@pytest.mark.parametrize("place", [0, 1, 7])
def test_what_is_started_on_one_processor_stays_there(place):
    before = sorted(os.sched_getaffinity(0))
    ask = [sys.executable, "-c", "import os; print(*os.sched_getaffinity(0))"]
    with on_processor(place):
        inside = subprocess.run(ask, capture_output=True, text=True, check=True).stdout
    assert [int(word) for word in inside.split()] == [before[place % len(before)]]
    assert sorted(os.sched_getaffinity(0)) == before


def test_what_keeps_a_machine_busy_ends_with_whoever_asked_for_it():
    source = "from grader.budget_noise import busy\nwith busy(2):\n    print(flush=True); input()"
    asker = subprocess.Popen(
        [sys.executable, "-c", source], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    asker.stdout.readline()
    asker.kill()
    asker.communicate(timeout=30)  # the burners hold the pipe as long as they live
