"""Why a text is no YAML, or no plan in YAML, in words."""

from __future__ import annotations

import yaml

from xlevent.domain.finding import Place
from xlevent.domain.language import Text
from xlevent.errors import UnreadableFileError


def not_yaml(problem: yaml.YAMLError, text: str, source: str) -> UnreadableFileError:
    """The error for a text that the reader of YAML refuses, with line and column if it says so."""
    if isinstance(problem, yaml.reader.ReaderError):
        line = text.count("\n", 0, problem.position) + 1
        return UnreadableFileError(
            Text(
                "檔案含有 YAML 不允許的字元。",
                "the file holds a character that YAML does not allow.",
            ),
            where=f"{source}:{line}",
            mend=Text(
                "請刪除，或在雙引號內以跳脫字元書寫。",
                "Remove it, or write it as an escape inside double quotes.",
            ),
        )
    said, where = str(problem), source
    if isinstance(problem, yaml.MarkedYAMLError):
        said = str(problem.problem or problem.context)
        mark = problem.problem_mark or problem.context_mark
        if mark:
            where = f"{source}:{mark.line + 1}:{mark.column + 1}"
    return UnreadableFileError(
        Text(f"這不是正確的 YAML：{said}。", f"this is not valid YAML: {said}."),
        where=where,
        mend=Text(
            "請檢查該處附近的縮排、引號與冒號。",
            "Check indentation, quotes and colons around there.",
        ),
    )


def broken(what: Text, place: Place) -> UnreadableFileError:
    """The error for YAML that cannot be a plan; `what` has no full stop."""
    return UnreadableFileError(Text(f"{what.zh}。", f"{what.en}."), where=str(place))
