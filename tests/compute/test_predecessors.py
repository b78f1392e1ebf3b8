"""The text of predecessors: read, refused with a position, written and read back."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from xlevent.compute.predecessor_findings import predecessor_problem
from xlevent.compute.predecessors import (
    LONGEST_LAG,
    KnownIds,
    ParsedLink,
    PredecessorProblem,
    PredecessorProblemKind,
    format_predecessors,
    parse_predecessors,
)
from xlevent.domain.problems import finding
from xlevent.domain.task import Link, LinkKind
from xlevent.errors import MisuseError

FS, SS, FF, SF = LinkKind.FS, LinkKind.SS, LinkKind.FF, LinkKind.SF
KNOWN = ("T-003", "T-005", "3", "T1", "T1FS", "開幕", "開幕-2", "A.1", "搭建 a", "T-00", "x y")


def parse(
    text: str, known: tuple[str, ...] = KNOWN
) -> tuple[list[ParsedLink], list[PredecessorProblem]]:
    return parse_predecessors(text, known, minutes_per_day=480, minutes_per_week=2400)


def link(name: str, kind: LinkKind = FS, lag: int = 0, **more: object) -> ParsedLink:
    return ParsedLink(name, kind, lag, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("T-003FS+2d; T-005SS", [link("T-003", FS, 960), link("T-005", SS)]),
        ("T-003", [link("T-003")]),
        ("t-003ff", [link("T-003", FF)]),
        ("  T-003  sf - 1.5 h ", [link("T-003", SF, -90)]),
        ("T-003FS+2w,T-005+30min", [link("T-003", FS, 4800), link("T-005", FS, 30)]),
        ("T-003-1d", [link("T-003", FS, -480)]),
        ("T-003FS+2ed", [link("T-003", FS, 2880, elapsed=True)]),
        ("T-003SS+3eh;T-005+5em", [link("T-003", SS, 180, elapsed=True),
                                   link("T-005", FS, 5, elapsed=True)]),
        ("T-003SS+1emin", [link("T-003", SS, 1, elapsed=True)]),
        ("T-003SS+1ew", [link("T-003", SS, 10_080, elapsed=True)]),
        ("T-003FS+50%", [link("T-003", percent=50.0)]),
        ("T-003FF-12.5e%", [link("T-003", FF, percent=-12.5, elapsed=True)]),
        ("3FS+2 days", [link("3", FS, 960)]),
        ("3FS+2", [link("3", FS, 960)]),
        ("3FS+2 工作日", [link("3", FS, 960)]),
        ("3FS-2 天、T-005SS+1 小時", [link("3", FS, -960), link("T-005", SS, 60)]),
        ("3FS+1 週", [link("3", FS, 2400)]),
        ("3FS+1 elapsed day", [link("3", FS, 1440, elapsed=True)]),
        ("3FS+2 日曆天", [link("3", FS, 2880, elapsed=True)]),
        ("３ＦＳ＋２ｄ；Ｔ－００５ＳＳ，開幕", [link("3", FS, 960), link("T-005", SS),
                                             link("開幕")]),
        ("T-003FS\u22122d", [link("T-003", FS, -960)]),
        ("開幕SS+2天", [link("開幕", SS, 960)]),
        ("開幕-2FF", [link("開幕-2", FF)]),
        ("A.1+1d\nA.1SS", [link("A.1", FS, 480), link("A.1", SS)]),
        ("x y FF+1h", [link("x y", FF, 60)]),
        ("T1FS+1d", [link("T1FS", FS, 480)]),
        ("T1 FS+1d", [link("T1", FS, 480)]),
        ("T1FSFS", [link("T1FS")]),
        (" ;; ，", []),
        ("", []),
    ],
)  # fmt: skip
def test_reading(text: str, expected: list[ParsedLink]) -> None:
    links, problems = parse(text)
    assert links == expected
    assert [p for p in problems if p.left_out] == []


@pytest.mark.parametrize(
    ("text", "position", "found", "expected"),
    [
        ("T-003FX", 6, "FX", "FS, SS"),
        ("T-003 T-005", 7, "T-005", "or ;"),
        ("T-005; T-003FS+", 16, "", "a number"),
        ("T-003FS+2q", 10, "q", "a unit"),
        ("T-003FS+2mo", 10, "mo", "a unit"),
        ("T-003-1", 8, "", "a unit"),  # or an id that nobody knows
        ("T-003FS+2d extra", 12, "extra", "the end"),
        ("T-003FS2d", 8, "2d", "a lag with + or -"),
        ("T-003FS+2d+1d", 11, "+1d", "the end"),
        ("開幕ＦＳ＋ｘ", 6, "ｘ", "a number"),
        ("T-003FS+9999999999w", 9, "9999999999w", "a hundred years"),
        ("T-003FS+9e999%", 10, "e999%", "a unit"),
        ("T-003 " + "x" * 500, 401, "x" * 106, "shorter"),
    ],
)
def test_malformed_text_names_position_and_what_was_expected(
    text: str, position: int, found: str, expected: str
) -> None:
    links, (problem,) = parse(text)
    assert problem.kind == PredecessorProblemKind.MALFORMED
    assert (problem.position, problem.found) == (position, found)
    assert expected in problem.expected.en
    assert len(links) == text.count(";")
    shown = finding(predecessor_problem(problem), table="tasks", column="predecessors", row=0)
    assert shown.severity == "error"
    assert str(position) in shown.message.en
    assert str(position) in shown.message.zh
    assert expected in shown.message.en


@pytest.mark.parametrize(
    ("text", "position", "found", "like"),
    [
        ("T-009FS+2d", 1, "T-009", "T-005"),
        ("3; T-0031SS", 4, "T-0031", "T-003"),
        ("T-003-x", 1, "T-003-x", "T-003"),
        ("舞台拆除", 1, "舞台拆除", "舞台拆卸"),
        ("3FS+1,5d", 7, "5d", ""),
        ("#REF!", 1, "#REF!", ""),
    ],
)
def test_unknown_tasks(text: str, position: int, found: str, like: str) -> None:
    _, (problem,) = parse(text, ("T-003", "T-005", "3", "舞台拆卸"))
    assert problem.kind == PredecessorProblemKind.UNKNOWN
    assert (problem.position, problem.found, problem.nearest) == (position, found, like)
    shown = finding(predecessor_problem(problem))
    assert found in shown.message.en
    assert (like in shown.hint.en) if like else True


def test_ambiguous_ids_take_the_longest_and_say_so() -> None:
    links, (problem,) = parse("T1FS")
    assert links == [link("T1FS")]
    assert problem.kind == PredecessorProblemKind.AMBIGUOUS
    assert problem.readings == ("T1FS", "T1")
    assert "T1FS or T1" in finding(predecessor_problem(problem)).message.en
    links, (problem,) = parse("ab", ("Ab", "AB"))
    assert links == [link("Ab")]
    assert problem.readings == ("Ab", "AB")
    assert parse("AB", ("Ab", "AB")) == ([link("AB")], [])


def test_repeated_links_are_taken_once() -> None:
    links, (problem,) = parse("T-003; T-005; T-003FS")
    assert links == [link("T-003"), link("T-005")]
    assert (problem.kind, problem.position) == (PredecessorProblemKind.REPEATED, 15)
    assert finding(predecessor_problem(problem)).severity == "notice"
    assert parse("T-003SS; T-003FF")[1] == []


def test_a_link_gets_its_successor() -> None:
    links, _ = parse("T-003SS+50%")
    assert links[0].to("T-005") == Link("T-003", "T-005", SS, 0, 50.0)
    assert links[0].position == 1


def test_misuse() -> None:
    with pytest.raises(MisuseError):
        parse_predecessors("x", (), minutes_per_day=0, minutes_per_week=1)
    with pytest.raises(MisuseError, match="cannot stand"):
        format_predecessors([link("a;b")], minutes_per_day=480)


def test_long_texts_are_refused() -> None:
    for text in ("x" * 100_000, "+" * 8000, "fs" * 4000, "T-003+" * 1300):
        links, (problem,) = parse(text)
        assert links == []
        assert problem.kind == PredecessorProblemKind.MALFORMED
    assert len(parse("T-003SS;" * 1000)[1]) == 999


_NAMES = st.text(st.sampled_from("T0123-.FSsf開場日dw%+ "), min_size=1, max_size=6).filter(
    lambda name: name.strip() == name
)
_LAGS = st.integers(-LONGEST_LAG, LONGEST_LAG)


@st.composite
def written(draw: st.DrawFn) -> tuple[list[str], list[ParsedLink], int]:
    known = draw(st.lists(_NAMES, min_size=1, max_size=6, unique_by=str.casefold))
    links = []
    for name in draw(st.lists(st.sampled_from(known), max_size=6)):
        kind = draw(st.sampled_from(LinkKind))
        if draw(st.booleans()):
            lag = draw(_LAGS)
            links.append(ParsedLink(name, kind, lag, elapsed=lag != 0 and draw(st.booleans())))
        else:
            percent = draw(st.integers(-100_000, 100_000)) / 100
            links.append(ParsedLink(name, kind, 0, percent, draw(st.booleans())))
    return known, list(dict.fromkeys(links)), draw(st.integers(1, 1440))


@given(written())
def test_what_is_written_is_read_back(case: tuple[list[str], list[ParsedLink], int]) -> None:
    known, links, per_day = case
    text = format_predecessors(links, minutes_per_day=per_day, known_ids=KnownIds(known))
    again, problems = parse_predecessors(
        text, known, minutes_per_day=per_day, minutes_per_week=5 * per_day
    )
    assume(not any(p.kind == PredecessorProblemKind.AMBIGUOUS for p in problems))
    assert again == links
    assert problems == []


@given(st.text(st.sampled_from("T-035FSsf+%.; ,、；２ｄ日e\t\nﬀ"), max_size=40))
def test_any_text_gives_links_or_problems_inside_it(text: str) -> None:
    links, problems = parse(text)
    for problem in problems:
        assert 1 <= problem.position <= len(text) + 1
        finding(predecessor_problem(problem))
    for found in links:
        assert found.predecessor in KNOWN
