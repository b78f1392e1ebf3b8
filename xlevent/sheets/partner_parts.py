"""What the supplier and sponsor sheets share: priced rows, due states, contract wording."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.deadlines import due_state
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import Field, Table
from xlevent.sheets.kernel.columns import Column
from xlevent.sheets.kernel.expressions import look

UBN = r"\d{8}"


def priced(*, with_rate: bool = False) -> tuple[Column, Column, Column]:
    """Subtotal, tax and amount of a row that has quantity, unit_price and tax_kind.

    Tax is rounded by itself and then added, as on an invoice: net 2,550 + tax 128.
    """
    # In another currency a row counts only with a rate, as on the budget lines.
    own = 'OR([currency]="",[currency]=settings.base_currency)'
    rate = f"*IF({own},1,[rate])" if with_rate else ""
    places = "settings.currency_decimals"
    return (
        c.calc(
            "subtotal", "小計", "Subtotal", "amount",
            f"ROUND([quantity]*[unit_price]{rate},{places})",
        ),
        c.calc(
            "tax", "營業稅", "Business tax", "amount",
            f"IF([tax_kind]={{tax_kind.added}},ROUND([subtotal]*settings.tax_rate,{places}),"
            "IF([tax_kind]={tax_kind.included},"
            f"ROUND([subtotal]/(1+settings.tax_rate)*settings.tax_rate,{places}),0))",
        ),
        c.calc(
            "amount", "含稅金額", "Amount incl. tax", "amount",
            "[subtotal]+IF([tax_kind]={tax_kind.added},[tax],0)",
        ),
    )  # fmt: skip


def position() -> Column:
    """Number of the row in its table: what running numbers and ties are counted by.

    Numbers, because programs differ in how COUNTIFS compares texts with "<=".
    """
    return c.calc("position", "列次", "Row", "integer", "#row", hidden=True)


def doc_key(table: str, parent: str) -> tuple[Column, Column]:
    """The columns by which a document finds the rows of the chosen parent, in their order."""
    return (
        position(),
        c.calc(
            "doc_key", "列印序", "Print key", "text",
            f'[{parent}]&"|"&COUNTIFS({table}[{parent}],[{parent}],'
            f'{table}[position],"<="&N([position]))', hidden=True,
        ),
    )  # fmt: skip


def doc_key_where(key: str, zh: str, en: str, table: str, parent: str, column: str) -> Column:
    """As `doc_key`, of the rows only where that number is above zero."""
    return c.calc(
        f"doc_key_{key}", zh, en, "text",
        f'IF(N([{column}])>0,[{parent}]&"|"&COUNTIFS({table}[{parent}],[{parent}],'
        f'{table}[position],"<="&N([position]),{table}[{column}],">0"),"")', hidden=True,
    )  # fmt: skip


def due_column(key: str, zh: str, en: str, *, done: str, due: str) -> Column:
    """Whether a row is finished, on time or overdue at the data date."""
    return c.calc(key, zh, en, "choice", due_state(done, due), list="action_due")


def clauses(key: str, title: Text, after: int) -> Table:
    """Terms that people edit; their articles are numbered on from the document's own."""
    return Table(
        key,
        title,
        (
            c.text("title", "條名", "Heading", required=True, width=20),
            c.note("text", "條文", "Wording", required=True, width=90),
            c.calc(
                "article", "條次", "Article", "text",
                f'SUBSTITUTE({{t:第 ~ 條|Article ~}},"~",#row+{after})', width=16,
            ),
        ),
        blank=14,
        anonymous=True,
        hint=Text(
            "一列一條，依序印在契約書後段；條次自動編號，可增刪或改寫。",
            "One row per article, printed in this order; numbers follow by themselves.",
        ),
    )  # fmt: skip


def amount_text(expression: str) -> str:
    """An amount as text with its currency and thousands separators: an expression."""
    return (
        f'settings.base_currency&" "&TEXT(N({expression}),'
        'IF(settings.currency_decimals=0,"#,##0","#,##0.00"))'
    )


def money(expression: str) -> str:
    """The same inside a paragraph."""
    return "{" + amount_text(expression) + "}"


def blank_zh(expression: str) -> str:
    """A number inside a paragraph, a gap to fill in where it is not given."""
    return "{IF(N(" + expression + ')=0,"　　",' + expression + ")}"


def blank_en(expression: str) -> str:
    """The same in English."""
    return "{IF(N(" + expression + ')=0,"____",' + expression + ")}"


def day_zh(expression: str) -> str:
    """A day inside a Chinese paragraph, in years of the Republic; a gap to fill in if empty."""
    e = expression
    return (
        "中華民國 {IF(N(" + e + ')=0,"　　年　　月　　日",(YEAR(' + e + ')-1911)&" 年 "&'
        "MONTH(" + e + ')&" 月 "&TEXT(' + e + ',"d")&" 日")}'
    )


def day_en(expression: str) -> str:
    """A day inside an English paragraph; a gap to fill in if empty."""
    return "{IF(N(" + expression + ')=0,"____________",TEXT(' + expression + ',"yyyy-mm-dd"))}'


def of(table: str, field: str, by: str) -> str:
    """A field of another table's row inside a paragraph."""
    return "{" + look(table, field, by) + "}"


def organiser(zh: str, en: str) -> tuple[Field, ...]:
    """Who the organiser is, as it stands above the signatures."""
    return _party(
        zh, en,
        "settings.organiser_name", "settings.organiser_representative",
        "settings.organiser_ubn", "settings.organiser_address",
    )  # fmt: skip


def partner(zh: str, en: str, table: str, by: str) -> tuple[Field, ...]:
    """Who the supplier or sponsor is, as it stands above the signatures."""
    fields = ("name", "representative", "ubn", "address")
    return _party(zh, en, *(look(table, field, by) for field in fields))


def _party(zh: str, en: str, *formulas: str) -> tuple[Field, ...]:
    titles = (
        (zh, en),
        ("代表人", "Representative"),
        ("統一編號", "UBN"),
        ("地址", "Address"),
    )
    return tuple(Field(Text(*t), f) for t, f in zip(titles, formulas, strict=True))
