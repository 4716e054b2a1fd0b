"""A made-up batch with everything a report can meet, hostile names and texts included."""

from __future__ import annotations

from grader.verdict import (
    SCHEMA,
    Budget,
    Check,
    Chunk,
    ExerciseInfo,
    ExerciseResult,
    Outcome,
    Place,
    Reason,
    Run,
    SubmissionResult,
)

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "=cmd|' /C calc'!A0",
    "\x1b[31mred\x1b[0m\x1b]8;;http://example.org\x07link",
    "right\u202eleft\u2066x",
    "nul\x00bell\x07",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
)
STEMS = ("overflow_vs_underflow", "softmax", "local_minimum")
BUDGETS = (
    Budget("time", "f", 4.0, 1.2, 1.1, 1.4, "x ours"),
    Budget("time", "f", 4.0, 19.0, 17.0, 22.0, "x ours"),
    Budget("memory", "f", 6.0, 3.1, 3.0, 3.2, "x the input"),
    Budget("growth", "f", 1.3, 2.02, 1.9, 2.1, "exponent", ((100, 1e-4), (1000, 1e-2)), ()),
    Budget("calls", "f", 40.0, 31.0, None, None, "calls"),
    Budget("time", "f", 4.0, None, None, None, "x ours"),
)


def check(name: str, outcome: Outcome, **more: object) -> Check:
    return Check(name, f"The statement of {name} holds.", 1.0, outcome, **more)  # type: ignore[arg-type]


def exercise(stem: str, number: int) -> ExerciseResult:
    """Return the answer to one exercise, another mixture of outcomes for each number."""
    hostile = HOSTILE[number % len(HOSTILE)]
    reason = list(Reason)[number % len(Reason)]
    common = {
        "stem": stem,
        "title": stem.replace("_", " ").capitalize(),
        "chapter": 2,
        "max_points": 5.0,
        "file": f"{hostile}.py",
        "digest": f"{number:064x}",
        "chunks": (Chunk(hostile, f"x = {hostile!r}\n{hostile}\ndef f(x):\n    return 'a' # b\n"),),
    }
    if number % 7 == 3:
        return ExerciseResult(
            **common, reason=Reason.NOT_LOADED, message=hostile, place=Place(hostile, 2)
        )
    if number % 7 == 5:
        return ExerciseResult(**common, message="The judge was lost.")
    checks = (
        check("first", Outcome.PASSES, budgets=BUDGETS[:1]),
        check("second", Outcome.FAILS, reason=reason, facts=(hostile,), place=Place(hostile, 3)),
        check("third", Outcome.NOT_RUN, facts=("Needs: The second.",)),
        check("fourth", Outcome.NOT_JUDGED, facts=("Too busy.",)),
        check("fifth", Outcome.PASSES, budgets=BUDGETS[number % len(BUDGETS) :]),
    )
    if number % 4 == 0:
        checks = tuple(check(c.name, Outcome.PASSES, budgets=c.budgets) for c in checks)
    return ExerciseResult(
        **common,
        checks=checks,
        notes=(hostile,),
        printed=hostile * 3,
        hints=("Look again.", "Look closer."),
        pages=(20, 26),
    )


def make_run(students: int = 28, stems: tuple[str, ...] = STEMS) -> Run:
    """Return a batch of so many students."""
    submissions = []
    for i in range(students):
        handed_in = stems[: i % (len(stems) + 1)] if i % 5 == 0 else stems
        submissions.append(
            SubmissionResult(
                id=f"student-{i:03d}",
                origin=f"inbox/{HOSTILE[i % len(HOSTILE)]}",
                exercises=tuple(exercise(s, i + k) for k, s in enumerate(handed_in)),
                problems=(HOSTILE[i % len(HOSTILE)],) if i % 6 == 0 else (),
            )
        )
    return Run(
        schema=SCHEMA,
        grader="0.1.0",
        course="course",
        tier="B",
        tier_evidence="Landlock and seccomp hold.",
        python="3.11.7",
        numpy="2.4.0",
        started="2026-03-14T18:03:00+0000",
        seconds=12.3,
        exercises=tuple(ExerciseInfo(s, s.replace("_", " "), 2, 5.0) for s in stems),
        submissions=tuple(submissions),
    )
