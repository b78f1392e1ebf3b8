"""Functions for Taiwan's tax numbers, invoices, taxes, premiums and forms."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import cast

from xlevent.compute.tax_tw import (
    business_tax,
    capital_numerals,
    invoices,
    payments,
)
from xlevent.compute.tax_tw import (
    premium as nhi,
)
from xlevent.compute.tax_tw import (
    ubn as tax_number,
)
from xlevent.compute.tax_tw import (
    withholding as income_tax,
)
from xlevent.compute.tax_tw.income import IncomeKind
from xlevent.compute.tax_tw.terms import Terms
from xlevent.domain.language import Text
from xlevent.domain.numerals import plain_digits
from xlevent_udfs.kernel.answers import Spill
from xlevent_udfs.kernel.arguments import Choice, Flag, Scalar
from xlevent_udfs.kernel.declaration import function

_DAY = Scalar(
    "day",
    Text("適用日期；費率依日期查表。", "The day: rates are those of that day."),
    kind="date",
)
_KIND = Choice(
    "kind",
    Text("所得類別，如「執行業務所得 9A」。", 'Kind of income, such as "Professional fee 9A".'),
    list="income_kind",
)
_AMOUNT = Scalar(
    "amount", Text("給付金額(元)。", "Amount of the payment, TWD."), kind="amount", least=0
)
_RESIDENT = Flag(
    "resident", Text("居住者填 TRUE(預設)。", "TRUE for a resident (default)."), default=True
)
_UBN_PROBLEMS = {
    "not_eight_digits": Text(
        "須為八位數字；以 0 開頭者請存為文字",
        "it needs eight digits; keep one that begins with 0 as text",
    ),
    "all_zeros": Text("不可全為 0", "it cannot be all zeros"),
    "wrong_check_digit": Text("檢查碼不符", "the check digit is wrong"),
}


@function(
    "taiwan",
    Text("檢查統一編號(2023 年新規則)；正確時傳回空白，否則傳回原因。",
         "Check a Unified Business Number (rule of 2023): empty if right, else the reason."),
    Scalar("number", Text("統一編號，文字格式。", "The number, as text."), kind="key"),
    result=Text("空白或一句話。", "Empty or one sentence."),
    example='=XLE_UBN("01026751")',
)  # fmt: skip
def ubn(number: str) -> Text | None:
    """See `compute.tax_tw.ubn.check_ubn`."""
    checked = tax_number.check_ubn(plain_digits(number))
    if checked.problem is not None:
        return _UBN_PROBLEMS[checked.problem]
    if checked.weak:
        return Text("有效，但僅符合 2023 年新規則", "valid, by the rule of 2023 only")
    return None


@function(
    "taiwan",
    Text("統一發票號碼整理為兩碼英文加八碼數字；不是發票號碼時為空白。",
         "A uniform invoice number as two letters and eight digits; empty if it is none."),
    Scalar("number", Text("發票號碼。", "The number on the invoice.")),
    result=Text("文字。", "Text."),
    example='=XLE_INVOICE("ab-12345678")',
)  # fmt: skip
def invoice(number: str) -> str | None:
    """See `compute.tax_tw.invoices.invoice_number`."""
    return invoices.invoice_number(number)


@function(
    "taiwan",
    Text("發票日期所屬的雙月期別，如 115-03/04。",
         "The two months that an invoice's date belongs to, such as 115-03/04."),
    Scalar("day", Text("發票日期。", "Date of the invoice."), kind="date"),
    result=Text("文字。", "Text."),
    example="=XLE_INVOICE_PERIOD(DATE(2026,4,8))",
)  # fmt: skip
def invoice_period(day: date) -> str:
    """See `compute.tax_tw.invoices.invoice_period`."""
    return str(invoices.invoice_period(day))


@function(
    "taiwan",
    Text("由未稅金額算營業稅，四捨五入到元。",
         "Business tax on a net amount, rounded half-up to the dollar."),
    Scalar("net", Text("未稅金額(元)。", "Net amount, TWD."), kind="amount"), _DAY,
    result=Text("稅額(元)。", "The tax, TWD."),
    example="=XLE_VAT(2550, DATE(2026,3,1))",
)  # fmt: skip
def vat(net: Decimal, day: date) -> Decimal:
    """See `compute.tax_tw.business_tax.from_net`."""
    return business_tax.from_net(net, Terms(day)).tax


@function(
    "taiwan",
    Text("由含稅總額拆出營業稅。", "The business tax inside a gross amount."),
    Scalar("gross", Text("含稅總額(元)。", "Gross amount, TWD."), kind="amount"), _DAY,
    result=Text("稅額(元)。", "The tax, TWD."),
    example="=XLE_VAT_IN(2677, DATE(2026,3,1))",
)  # fmt: skip
def vat_in(gross: Decimal, day: date) -> Decimal:
    """See `compute.tax_tw.business_tax.from_gross`."""
    return business_tax.from_gross(gross, Terms(day)).tax


@function(
    "taiwan",
    Text("單次給付的二代健保補充保費；獎金須另給月投保金額。",
         "Supplementary health premium of one payment (a bonus needs the insured salary)."),
    _KIND, _AMOUNT, _DAY,
    Scalar("insured_salary", Text("獎金：月投保金額。", "Bonus: monthly insured salary."),
           optional=True, kind="amount"),
    Scalar("year_to_date", Text("獎金：今年已領獎金。", "Bonus: bonuses of the year so far."),
           optional=True, default=Decimal(0), kind="amount"),
    result=Text("保費(元)。", "The premium, TWD."),
    example='=XLE_PREMIUM("professional_fee", 30000, DATE(2026,3,1))',
)  # fmt: skip
def premium(
    kind: str, amount: Decimal, day: date, insured_salary: Decimal | None, year_to_date: Decimal
) -> Decimal:
    """See `compute.tax_tw.premium.premium`."""
    basis = None if insured_salary is None else nhi.BonusBasis(insured_salary, year_to_date)
    return nhi.premium(cast(IncomeKind, kind), amount, Terms(day), bonus=basis)


@function(
    "taiwan",
    Text("單次給付應扣繳的所得稅。", "Income tax to withhold from one payment."),
    _KIND, _AMOUNT, _DAY, _RESIDENT,
    result=Text("稅額(元)。", "The tax, TWD."),
    example='=XLE_WITHHOLDING("professional_fee", 30000, DATE(2026,3,1))',
)  # fmt: skip
def withholding(kind: str, amount: Decimal, day: date, resident: bool) -> Decimal:
    """See `compute.tax_tw.withholding.withholding`."""
    return income_tax.withholding(cast(IncomeKind, kind), amount, Terms(day), resident=resident)


_PAY = (Text("給付", "Gross"), Text("扣繳稅額", "Tax withheld"), Text("補充保費", "NHI premium"),
        Text("實領", "Net"))  # fmt: skip


@function(
    "taiwan",
    Text("單次給付的扣繳、補充保費與實領。", "Tax, premium and net of one payment."),
    _KIND, _AMOUNT, _DAY, _RESIDENT,
    result=Text("一列：給付、稅、保費、實領。", "One row: gross, tax, premium, net."),
    example='=XLE_NET_PAY("professional_fee", 30000, DATE(2026,3,1))',
    spills=True,
)  # fmt: skip
def net_pay(kind: str, amount: Decimal, day: date, resident: bool) -> Spill:
    """See `compute.tax_tw.payments.net_pay`."""
    paid = payments.net_pay(cast(IncomeKind, kind), amount, Terms(day), resident=resident)
    return Spill(_PAY, [[paid.gross, paid.tax, paid.premium, paid.net]])


@function(
    "taiwan",
    Text("要讓人實領某金額，應給付多少。", "The gross payment that pays out a promised net."),
    _KIND, Scalar("net", Text("實領金額(元)。", "Net to pay out, TWD."), kind="amount",
                  least=0), _DAY,
    _RESIDENT,
    result=Text("一列：給付、稅、保費、實領。", "One row: gross, tax, premium, net."),
    example='=XLE_GROSS_UP("professional_fee", 30000, DATE(2026,3,1))',
    spills=True,
)  # fmt: skip
def gross_up(kind: str, net: Decimal, day: date, resident: bool) -> Spill:
    """See `compute.tax_tw.payments.gross_up`."""
    paid = payments.gross_up(cast(IncomeKind, kind), net, Terms(day), resident=resident)
    return Spill(_PAY, [[paid.gross, paid.tax, paid.premium, paid.net]])


@function(
    "taiwan",
    Text("金額的國字大寫，如 參萬肆仟壹佰參拾參元整。",
         "An amount in capital numerals, as forms ask for it."),
    Scalar("amount", Text("金額(元)，整數。", "Amount, whole TWD."), kind="integer"),
    result=Text("文字。", "Text."),
    example="=XLE_CAPITALS(34133)",
)  # fmt: skip
def capitals(amount: int) -> str:
    """See `compute.tax_tw.capital_numerals.capital_amount`."""
    return capital_numerals.capital_amount(Decimal(amount))
