"""How settlement and journal are shown: tables on a terminal, JSON for scripts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from xlevent.cli.output import finding_json, say, terminal_language
from xlevent.domain.language import Language, Text

if TYPE_CHECKING:
    from xlevent.app.accounting.journal import Journal
    from xlevent.app.accounting.open_items import OpenItem
    from xlevent.app.accounting.settling import Settled, Source

_BANDS = (
    ("not_due", Text("未到期", "Not due")), ("d30", Text("1-30 日", "1-30 d")),
    ("d60", Text("31-60 日", "31-60 d")), ("d90", Text("61-90 日", "61-90 d")),
    ("over_90", Text("90 日以上", ">90 d")), ("no_date", Text("無日期", "No date")),
)  # fmt: skip
_FORM = (
    ("approved_cost", Text("A 核定計畫經費", "A Approved cost")),
    ("approved_subsidy", Text("B 核定補助金額", "B Approved subsidy")),
    ("received", Text("C 撥付金額", "C Received")),
    ("ratio", Text("D 補助比率 B/A", "D Ratio B/A")),
    ("actual_cost", Text("E 實支總額", "E Actual cost")),
    ("unspent", Text("F 計畫結餘 A-E", "F Unspent A-E")),
    ("to_return", Text("G 應繳回 F×D-(B-C)", "G To return F×D-(B-C)")),
    ("subsidy_share", Text("X 補助負擔 C-G", "X Subsidy share C-G")),
    ("own_share", Text("Y 自籌負擔 E-X", "Y Own share E-X")),
)
_WIDTH = 118  # cut-off numbers would be worse than long lines


def print_settled(done: Settled) -> None:
    """Shares, forms, open money and proofs."""
    language = terminal_language()

    def t(zh: str, en: str) -> str:
        return Text(zh, en).show(language)

    say(t(f"實支總額 {_n(done.cost)} {done.base_currency}",
          f"Cost of the event {_n(done.cost)} {done.base_currency}")
        + (f"  ({done.as_of:%Y-%m-%d})" if done.as_of else ""))  # fmt: skip
    _table(
        t("經費分攤", "Shares of all payers"),
        (t("財源", "Source"), t("名稱", "Name"), t("核定承諾", "Promised"), t("實收", "Received"),
         t("列支", "Booked"), t("應負擔", "Share"), "%", t("已繳回", "Returned"),
         t("結餘不足", "Left/short")),
        [
            (s.id, s.name, _n(s.promised), _n(s.received), _n(s.booked), _n(s.share),
             _percent(s.share, done.cost), _n(s.returned), _n(s.difference))
            for s in done.sources
        ],
    )  # fmt: skip
    settled = [s for s in done.sources if s.form is not None]
    if settled:
        lines = [(name.show(language), *(_form_cell(s, key) for s in settled))
                 for key, name in _FORM]  # fmt: skip
        lines += [
            (t("尚應繳回", "Still to return"), *(_n(s.still_to_return) for s in settled)),
            (t("機關尚應撥付", "Agency still owes"), *(_n(s.still_owed) for s in settled)),
            (t("結案期限", "Report due"), *(_day(s.report_due) or "" for s in settled)),
            (t("結案報送日", "Reported on"), *(_day(s.reported_on) or "" for s in settled)),
        ]
        _table(t("收支結算表", "Settlement of grants"), ("", *(s.id for s in settled)), lines, 1)
    _open_items(t("應付未付", "To be paid"), t("受款人", "Payee"), done.payables, language)
    _open_items(t("應收未收", "To be received"), t("付款者", "Payer"), done.receivables, language)
    if done.unremitted:
        say(t(f"代扣未繳 {_n(done.unremitted)}", f"Withheld, not remitted: {_n(done.unremitted)}"))
    say("")
    for proof in done.proofs:
        sign = "=" if proof.holds else "≠"
        say(f"{'OK ' if proof.holds else '!! '}{proof.what.show(language)}: "
            f"{_n(proof.left)} {sign} {_n(proof.right)}")  # fmt: skip


def settled_json(done: Settled) -> dict[str, object]:
    """The settlement for scripts; amounts are text, so that none is rounded."""
    return {
        "base_currency": done.base_currency,
        "as_of": _day(done.as_of),
        "cost": _s(done.cost),
        "sources": [_source_json(source) for source in done.sources],
        "payables": [_item_json(item) for item in done.payables],
        "receivables": [_item_json(item) for item in done.receivables],
        "withheld_not_remitted": _s(done.unremitted),
        "proofs": [
            {"what": {"zh-TW": p.what.zh, "en": p.what.en}, "left": _s(p.left),
             "right": _s(p.right), "holds": p.holds}
            for p in done.proofs
        ],
        "findings": [finding_json(finding) for finding in done.findings],
    }  # fmt: skip


def print_journal(done: Journal, language: Language) -> None:
    """The trial balance and what proves the journal."""

    def t(zh: str, en: str) -> str:
        return Text(zh, en).show(language)

    rows = [
        (account.code, account.name.show(language), _n(amount) if amount > 0 else "",
         _n(-amount) if amount < 0 else "")
        for account, amount in done.trial_balance.items()
    ]  # fmt: skip
    total = sum((amount for amount in done.trial_balance.values() if amount > 0), Decimal(0))
    _table(
        t("試算表", "Trial balance"),
        (t("代碼", "Code"), t("科目", "Account"), t("借餘", "Debit"), t("貸餘", "Credit")),
        [*rows, ("", t("合計", "Total"), _n(total), _n(total))],
    )
    count, debit, credit = len(done.entries), _n(done.debit), _n(done.credit)
    say(t(f"{count} 筆分錄，借方 {debit} = 貸方 {credit}",
          f"{count} entries, debit {debit} = credit {credit}"))  # fmt: skip
    booked, actual = done.booked, done.actual
    same = sum(booked.get(line, 0) == amount for line, amount in actual.items())
    say(t(f"預算科目與 O2.4.1 實支相符：{same} / {len(actual)}",
          f"Budget lines that agree with O2.4.1: {same} of {len(actual)}"))  # fmt: skip


def journal_json(done: Journal) -> dict[str, object]:
    """The sums of a journal for scripts."""
    return {
        "entries": len(done.entries),
        "base_currency": done.base_currency,
        "debit": _s(done.debit),
        "credit": _s(done.credit),
        "trial_balance": [
            {"code": a.code, "zh-TW": a.name.zh, "en": a.name.en, "balance": _s(amount)}
            for a, amount in done.trial_balance.items()
        ],
        "budget_lines": {line: _s(amount) for line, amount in sorted(done.booked.items())},
    }


def _source_json(source: Source) -> dict[str, object]:
    form = source.form
    return {
        "source": source.id, "name": source.name, "kind": source.kind,
        "promised": _s(source.promised), "received": _s(source.received),
        "booked": _s(source.booked), "paid": _s(source.paid), "share": _s(source.share),
        "returned": _s(source.returned), "difference": _s(source.difference),
        "still_to_return": _s(source.still_to_return), "still_owed": _s(source.still_owed),
        "report_due": _day(source.report_due), "reported_on": _day(source.reported_on),
        "form": None if form is None else {
            key: None if getattr(form, key) is None else _s(getattr(form, key)) for key, _ in _FORM
        },
    }  # fmt: skip


def _item_json(item: OpenItem) -> dict[str, object]:
    return {
        "party": item.party, "ubn": item.ubn, "kind": item.kind, "documents": item.documents,
        "amount": _s(item.amount), "held": _s(item.held), "oldest_due": _day(item.oldest),
        "ageing": {band: _s(amount) for band, amount in item.bands.items()},
    }  # fmt: skip


def _sums(item: OpenItem) -> dict[str, Decimal]:
    return {str(band): amount for band, amount in item.bands.items()}


def _open_items(title: str, party: str, items: Sequence[OpenItem], language: Language) -> None:
    if not items:
        return
    sums = [_sums(item) for item in items]
    used = [(key, name) for key, name in _BANDS if any(key in one for one in sums)]
    rows = [
        (item.party, item.ubn, _n(item.amount),
         *(_n(one[key]) if key in one else "" for key, _ in used))
        for item, one in zip(items, sums, strict=True)
    ]  # fmt: skip
    amount = Text("金額", "Amount").show(language)
    total, ubn = Text("合計", "Total").show(language), Text("統一編號", "UBN").show(language)
    below = [_n(sum((one.get(key, Decimal(0)) for one in sums), Decimal(0))) for key, _ in used]
    whole = _n(sum((item.amount for item in items), Decimal(0)))
    _table(
        title, (party, ubn, amount, *(name.show(language) for _, name in used)),
        [*rows, (total, "", whole, *below)],
    )  # fmt: skip


def _table(
    title: str, titles: Sequence[str], rows: Iterable[Sequence[str]], texts: int = 2
) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(title=title, title_justify="left", header_style="bold")
    for number, name in enumerate(titles):
        is_text = number < texts
        table.add_column(
            name, justify="left" if is_text else "right", overflow="fold", no_wrap=not is_text
        )
    for row in rows:
        table.add_row(*map(escape, row))
    console = Console()
    if len(titles) > 6:
        console = Console(width=max(_WIDTH, console.width))
    console.print(table)


def _form_cell(source: Source, key: str) -> str:
    value = getattr(source.form, key)
    if value is None:
        return ""
    return f"{value * 100:.2f} %" if key == "ratio" else _n(value)


def _percent(part: Decimal, whole: Decimal) -> str:
    return f"{part / whole * 100:.2f}" if whole else ""


def _n(amount: Decimal) -> str:
    return f"{amount:,f}"


def _s(amount: Decimal) -> str:
    return f"{amount:f}"


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
