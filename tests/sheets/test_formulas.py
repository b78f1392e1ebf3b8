"""The language of formulas: reading, rendering, sentences, and what wrong sheets are told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workbook.small_books import problems
from xlevent.app.publish import publish
from xlevent.domain.language import Text
from xlevent.sheets.consistency import contradictions
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel import formula as f
from xlevent.sheets.kernel.blocks import (
    ByList,
    Chart,
    Document,
    Field,
    Figure,
    Fixed,
    Gantt,
    Lines,
    Mirror,
    Para,
    Record,
    Series,
    Sheet,
    Table,
)
from xlevent.sheets.kernel.lists import choices
from xlevent.sheets.kernel.stale import Computed
from xlevent.sheets.registry import DeclarationError, registry

A = Text("甲", "A")


# --- reading -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("[quantity]", (f.Own("quantity"),)),
        ("tasks[duration]", (f.Whole("tasks", "duration"),)),
        ("settings.tax_rate", (f.Setting("tax_rate"),)),
        ("fig.budget_total", (f.FigureRef("budget_total"),)),
        ("{action_state.done}", (f.Label("action_state", "done"),)),
        ("{grade.1}", (f.Label("grade", "1"),)),
        ("{currency.TWD}", (f.Label("currency", "TWD"),)),
        ("{t:是|Yes}", (f.Literal(Text("是", "Yes")),)),
        ("{t:|}", (f.Literal(Text("", "")),)),
        ("pick.supplier", (f.Pick("supplier"),)),
        ("#row", (f.RowNumber(),)),
        ('"a ""b"" [x] settings.y {z.w}"', (f.Literal(Text(*['a "b" [x] settings.y {z.w}'] * 2)),)),
        ('""', (f.Literal(Text("", "")),)),
        ("SUM(1,2)", ("SUM(1,2)",)),
        ("[a]*2+t[b]", (f.Own("a"), "*2+", f.Whole("t", "b"))),
        ('IF([a]="","",1)', ("IF(", f.Own("a"), "=", f.Literal(Text("", "")), ",",
                             f.Literal(Text("", "")), ",1)")),
        ("", ()),
    ],
)  # fmt: skip
def test_parse(text: str, tokens: tuple[f.Token, ...]) -> None:
    assert f.parse(text) == tokens


@pytest.mark.parametrize(
    "text",
    [
        "tasks.duration", "[Quantity]", "[quantity", "quantity]", "tasks[]", "[[a]]", "[@a]",
        "settings", "fig", "budget_total*2", "{action_state}", "{t:only}", "#rows", "SUM(a)",
        "tasks[a b]", "@x",
    ],
)  # fmt: skip
def test_a_stray_name_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no reference"):
        f.parse(text)


def test_names_of_functions_are_no_references() -> None:
    assert f.parse("IFERROR(N(1),TRUE)") == ("IFERROR(N(1),TRUE)",)


def test_render_replaces_every_reference() -> None:
    tokens = f.parse('[a]+t[b]&"c"&{l.v}&{t:中|E}&settings.s&fig.f&pick.p&#row')
    shown = f.render(tokens, lambda token: f"<{type(token).__name__}>")
    assert shown == (
        "<Own>+<Whole>&<Literal>&<Label>&<Literal>&<Setting>&<FigureRef>&<Pick>&<RowNumber>"
    )


# --- quoting -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("", '""'),
        ("a", '"a"'),
        ('say "yes"', '"say ""yes"""'),
        ("=1+1", '"=1+1"'),
        ("x" * 255, '"' + "x" * 255 + '"'),
        ("x" * 256, '"' + "x" * 255 + '"&"x"'),
    ],
)
def test_quoted(text: str, formula: str) -> None:
    assert f.quoted(text) == formula


@given(st.text(max_size=700))
def test_what_is_quoted_is_read_again(text: str) -> None:
    tokens = f.parse(f.quoted(text))
    assert "".join(token.text.zh for token in tokens if isinstance(token, f.Literal)) == text
    assert {token for token in tokens if isinstance(token, str)} <= {"&"}


# --- paragraphs ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("", '""'),
        ("plain", '"plain"'),
        ("{pick.name}", "(pick.name)"),
        ("To {pick.name}: {settings.x}.", '"To "&(pick.name)&": "&(settings.x)&"."'),
        ('"{fig.a}"', '""""&(fig.a)&""""'),
        ("{IF([a]={state.done},1,2)} left", '(IF([a]={state.done},1,2))&" left"'),
        ("{{t:中|E}}", "({t:中|E})"),
    ],
)
def test_sentence(text: str, formula: str) -> None:
    assert f.sentence(text) == formula


@pytest.mark.parametrize(
    ("text", "message"),
    [("a } b", "closing brace"), ("a { b", "not closed"), ("{a{b}", "not closed"),
     ("{a}}", "closing brace")],
)  # fmt: skip
def test_braces_come_in_pairs(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        f.sentence(text)


def test_long_paragraphs_are_cut_in_pieces() -> None:
    pieces = f.parse(f.sentence("長" * 600 + "{fig.a}"))
    literals = [t.text.zh for t in pieces if isinstance(t, f.Literal)]
    assert [len(text) for text in literals] == [255, 255, 90]


# --- columns -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: c.text("Name", "名", "Name"), "lower-case"),
        (lambda: c.text("1st", "名", "Name"), "lower-case"),
        (lambda: c.text("name", "", "Name"), "is empty"),
        (lambda: c.text("name", "名", "Name [x]"), "holds one of"),
        (lambda: c.text("name", "名", "Bob's"), "holds one of"),
        (lambda: c.text("name", "名\n字", "Name"), "line break"),
        (lambda: c.Column("x", A, "choice"), "name of its list"),
        (lambda: c.Column("x", A, "link"), "needs the table"),
        (lambda: c.Column("x", A, "text", role="calc"), "have a formula"),
        (lambda: c.Column("x", A, "text", formula="1"), "have a formula"),
    ],
)
def test_wrong_columns_are_refused(make: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()


def test_a_spelling_names_one_value_only() -> None:
    with pytest.raises(ValueError, match="names two values"):
        choices("x", "甲", "X", ("a", "是", "Yes"), ("b", "否", "yes"))


# --- sheets that contradict themselves -----------------------------------------------------------
def _wrong_sheet() -> Sheet:
    table = Table("wrong", A, (
        c.key("id", "編號", "ID"),
        c.choice("state", "狀態", "State", "no_such_list"),
        c.link("owner", "負責人", "Owner", "no_such_table"),
        c.calc("one", "一", "One", "number", "[nowhere]+wrong[gone]+settings.none"),
        c.calc("two", "二", "Two", "number", "fig.none+{no_list.x}+{engine_state.none_such}"),
        c.calc("three", "三", "Three", "number", "stray"),
        c.calc("four", "四", "Four", "number", "pick.id"),
        c.text("five", "四", "Five"),
        c.text("five", "五", "five"),
        c.engine(c.number("six", "六", "Six")),
        c.engine(c.number("seven", "七", "Seven")),
    ))  # fmt: skip
    return Sheet(
        "O9.9.9", Text("甲" * 30, "A"), A,
        (
            table,
            Table("echo", A, (c.key("id", "編號", "ID"), c.text("typed", "字", "Typed")),
                  rows=Mirror("no_mirror")),
            Table("listed", A, (c.choice("k", "類", "Kind", "engine_state"),),
                  rows=ByList("no_rows")),
            Table("fixed", A, (c.key("id", "編號", "ID"),),
                  rows=Fixed(({"id": "=[lost]", "colour": "red"},))),
            Record("settings", A, ((A, (c.choice("s", "設", "Set", "no_setting_list"),)),)),
            Document("paper", A, (
                Para(Text("{pick.absent}", "{open")), Field(A, "wrong[never]"),
                Lines("no_lines", ("id",), rows=1), Lines("wrong", ("lacking",), rows=1),
            ), table="wrong"),
            Document("orphan", A, (), table="no_parent"),
            Chart("bar", A, "wrong[category]", (Series("wrong[series]", A),)),
            Gantt("no_gantt", "a", "b"),
        ),
        figures=(Figure("sum", A, "number", "SUM(wrong[total])"),
                 Figure("word", A, "choice", '""', list="no_figure_list")),
    )  # fmt: skip


WRONG_BLOCKS = (
    Computed("b", A, {"wrong": ("six", "absent", "id")},
             {"wrong": ("id", "one"), "listed": ("k",), "lost": ("id",)}, settings=("no_set",)),
    Computed("b2", A, {"wrong": ("six",)}, {}),
)  # fmt: skip
EXPECTED = (
    "block b: no column wrong[absent]", "block b: wrong[id] is input",
    "block b: wrong[one] is calc", "block b: the rows of listed are given",
    "block b: no column lost[id]", "block b: no setting 'no_set'",
    "block b2: wrong[six] is written by b too", "wrong.seven: no block computes it",
    "is no valid sheet name", "no_such_list", "no_such_table", "no column [nowhere]",
    "no column wrong[gone]", "no setting 'none'", "no figure 'none'", "no_list.x",
    "engine_state.none_such", "'stray' is no reference", "no field pick.id",
    "two columns are titled '四'", "two columns are titled 'five'", "'five' is declared twice",
    "mirrors unknown table 'no_mirror'",
    "a mirror holds formulas only", "rows by unknown list 'no_rows'", "no column [lost]",
    "a fixed row names unknown column 'colour'", "no_setting_list", "no field pick.absent",
    "a brace is not closed", "no column wrong[never]", "lines of unknown table 'no_lines'",
    "has no column 'lacking'", "has no column 'doc_key'", "unknown table 'no_parent'",
    "no column wrong[category]", "no column wrong[series]", "Gantt of unknown table 'no_gantt'",
    "no column wrong[total]", "no_figure_list",
)  # fmt: skip


def test_all_problems_are_told_at_once() -> None:
    found = "\n".join(problems([_wrong_sheet()], blocks=WRONG_BLOCKS))
    assert [text for text in EXPECTED if text not in found] == []


def test_things_declared_twice() -> None:
    table = Table("t", A, (c.key("id", "編號", "ID"),))
    figure = Figure("f", A, "number", "1")
    sheets = [Sheet(code, A, A, (table,), figures=(figure,)) for code in ("O1.1.1", "O1.1.2")]
    twice = choices("l", "甲", "A", ("a", "甲", "A"))
    found = problems(sheets, [twice, twice])
    assert found == [
        "O1.1.2: table 't' is declared twice", "O1.1.2: figure 'f' is declared twice",
        "list 'l' is declared twice",
    ]  # fmt: skip


def test_a_name_inside_a_text_is_no_reference() -> None:
    table = Table("t", A, (
        c.key("id", "編號", "ID"),
        c.calc("x", "值", "X", "text", '"[gone] fig.gone settings.gone"'),
    ))  # fmt: skip
    assert problems([Sheet("O1.1.1", A, A, (table,))]) == []


def test_the_installed_sheets_agree() -> None:
    assert list(contradictions(registry())) == []


def test_nothing_is_published_that_contradicts_itself(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("xlevent.sheets.registry._declared", lambda: [_wrong_sheet()])
    monkeypatch.setattr("xlevent.sheets.registry.BLOCKS", WRONG_BLOCKS)
    monkeypatch.setattr("xlevent.app.publish.registry", registry.__wrapped__)
    with pytest.raises(DeclarationError) as caught:
        publish(tmp_path, ())
    assert all(text in str(caught.value) for text in EXPECTED)
