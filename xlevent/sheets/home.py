"""Home: the event's facts and the way to each of the 41 deliverables."""

from __future__ import annotations

from collections.abc import Iterable

from xlevent.domain.language import Text
from xlevent.sheets.computed import BLOCKS
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import Figure, Fixed, Sheet, Table
from xlevent.sheets.kernel.stale import flag_key, shows

_EVENT_DAYS = 'TEXT(settings.event_start,"yyyy-mm-dd")&" – "&TEXT(settings.event_end,"yyyy-mm-dd")'
# (what, expression, the cell that must be filled for it to show)
_FACTS = (
    ("{t:活動名稱|Event}", "settings.event_name", "settings.event_name"),
    ("{t:委託單位|Client}", "settings.client_name", "settings.client_name"),
    ("{t:執行單位|Organiser}", "settings.organiser_name", "settings.organiser_name"),
    ("{t:專案負責人|Project manager}", "settings.project_manager", "settings.project_manager"),
    ("{t:場地|Venue}", "settings.venue", "settings.venue"),
    ("{t:活動期間|Event days}", _EVENT_DAYS, "settings.event_start"),
    ("{t:資料日期|Data date}", 'TEXT(fig.as_of,"yyyy-mm-dd")', "fig.as_of"),
    ("{t:本位幣|Base currency}", "settings.base_currency", "settings.base_currency"),
)


def home_sheet(sheets: Iterable[Sheet]) -> Sheet:
    """The first sheet; its rows follow from the other sheets' declarations."""
    deliverables = [s for s in sheets if s.phase != "support"]
    return Sheet(
        "Home",
        tab=Text("首頁", "Home"),
        title=Text("首頁", "Home"),
        about=Text(
            "從這裡前往每一份產出；白底格由您填寫，灰底格自動計算。",
            "The way to every deliverable. White cells are yours to fill; grey cells compute.",
        ),
        figures=(
            Figure(
                "deliverables_started",
                Text("已開始的產出", "Deliverables started"),
                "integer",
                'COUNTIFS(deliverables[rows],">0")',
            ),
            Figure(
                "required_empty",
                Text("必填未填", "Required cells empty"),
                "integer",
                "SUM(deliverables[missing])",
            ),
            Figure(
                "computed_state",
                Text("計算值", "Computed values"),
                "choice",
                _overall([f"fig.{flag_key(block.key)}" for block in BLOCKS]),
                list="engine_state",
            ),
            Figure(
                "findings_open",
                Text("檢核發現", "Open findings"),
                "integer",
                'SUMPRODUCT((findings[code]<>"")*1)',
            ),
        ),
        landscape=False,
        protect=True,
        blocks=(_deliverables(sorted(deliverables, key=lambda s: s.code)), _facts()),
    )


def _facts() -> Table:
    return Table(
        "event_facts",
        Text("活動資料", "The event"),
        (
            c.key("fact", "項目", "Fact", width=26),
            c.calc("value", "內容", "Value", "text", '""', width=44),
        ),
        rows=Fixed(
            tuple(
                {"fact": fact, "value": f'=IF({filled}="","",{expression})'}
                for fact, expression, filled in _FACTS
            )
        ),
    )


def _deliverables(sheets: list[Sheet]) -> Table:
    return Table(
        "deliverables",
        Text("四十一項產出", "The 41 deliverables"),
        (
            c.key("code", "產出代碼", "Code", width=9),
            c.calc("sheet", "產出", "Deliverable", "goto", '""', width=52),
            c.link("owner", "負責人", "Owner", "people", width=14),
            c.date("due", "期限", "Due"),
            c.calc("rows", "資料列數", "Rows", "integer", "0", width=9),
            c.calc("missing", "必填未填", "Required empty", "integer", "0", width=10),
            c.calc(
                "findings",
                "檢核發現",
                "Findings",
                "integer",
                "COUNTIFS(findings[sheet],[code])",
                width=10,
            ),
            c.calc(
                "engine",
                "計算值",
                "Computed values",
                "choice",
                '""',
                list="engine_state",
                width=16,
            ),
            c.calc(
                "state",
                "狀態",
                "State",
                "choice",
                "IF([findings]>0,{deliverable_state.findings},IF([rows]=0,"
                "{deliverable_state.empty},IF([missing]>0,{deliverable_state.incomplete},"
                'IF(AND(N([due])>0,fig.as_of<>"",N([due])<N(fig.as_of),[missing]>0),'
                "{deliverable_state.overdue},{deliverable_state.filled}))))",
                list="deliverable_state",
                width=14,
            ),
        ),
        rows=Fixed(tuple(_row(sheet) for sheet in sheets)),
    )


def _row(sheet: Sheet) -> dict[str, str]:
    # A sheet that only sums up others has begun when its first table shows rows.
    own = [t for t in sheet.tables if not t.is_computed] or [sheet.tables[0]]
    counted = [f'SUMPRODUCT(({t.key}[{_evidence(t)}]<>"")*1)' for t in own]
    missing = [
        f'SUMPRODUCT(({t.key}[{t.key_column.key}]<>"")*({t.key}[{col.key}]=""))'
        for t in own
        for col in t.columns[1:]
        if col.required and col.role == "input"
    ]
    stale = [block.key for block in BLOCKS if shows(sheet, block)]
    row = {
        "code": sheet.code,
        "sheet": f"goto:{sheet.code}",
        "rows": "=" + ("+".join(counted) or "0"),
        "missing": "=" + ("+".join(missing) or "0"),
    }
    if stale:
        row["engine"] = "=" + _worst([f"fig.{flag_key(key)}" for key in stale])
    return row


def _worst(flags: list[str]) -> str:
    """Out of date if one of them is, else not computed if one of them is, else up to date."""
    texts = "{engine_state.current}"
    for state in ("{engine_state.none}", "{engine_state.stale}"):
        anyone = ",".join(f"{flag}={state}" for flag in flags)
        texts = f"IF(OR({anyone}),{state},{texts})"
    return texts


def _overall(flags: list[str]) -> str:
    """Out of date if one of them is, else up to date if one of them is."""
    text = "{engine_state.none}"
    for state in ("{engine_state.current}", "{engine_state.stale}"):
        anyone = ",".join(f"{flag}={state}" for flag in flags)
        text = f"IF(OR({anyone}),{state},{text})"
    return text


def _evidence(table: Table) -> str:
    """The column that tells whether a row was filled: the key, or the first typed column."""
    if table.rows is None:
        return table.key_column.key
    typed = [col.key for col in table.columns[1:] if col.role != "calc"]
    return typed[0] if typed else table.key_column.key
