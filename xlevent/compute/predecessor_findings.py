"""Problems of predecessor texts as problems with codes."""

from __future__ import annotations

from xlevent.compute.predecessors import PredecessorProblem, PredecessorProblemKind
from xlevent.domain import schedule_codes as codes
from xlevent.domain.language import Text
from xlevent.domain.problems import Problem, Whole

_CODES = {
    PredecessorProblemKind.MALFORMED: codes.PREDECESSOR_TEXT,
    PredecessorProblemKind.UNKNOWN: codes.PREDECESSOR_UNKNOWN,
    PredecessorProblemKind.AMBIGUOUS: codes.PREDECESSOR_AMBIGUOUS,
    PredecessorProblemKind.REPEATED: codes.PREDECESSOR_REPEATED,
}


def predecessor_problem(problem: PredecessorProblem) -> Problem:
    """The code and the details of a problem; the place is added by who knows the cell."""
    details: dict[str, object] = {
        "position": problem.position,
        "found": _found(problem),
        "expected": problem.expected,
        "readings": Text(
            Whole("、".join(f"「{name}」" for name in problem.readings)),
            Whole(" or ".join(problem.readings)),
        ),
    }
    if problem.nearest:
        details["nearest"] = problem.nearest
    return Problem(_CODES[problem.kind], details)


def _found(problem: PredecessorProblem) -> str | Text:
    if problem.kind != PredecessorProblemKind.MALFORMED:
        return problem.found
    if not problem.found:
        return Text("結尾", "the end of the text")
    return Text(f"「{problem.found}」", repr(problem.found))
