"""Made-up books and bank statements of which the truth is known: what belongs to what.

They are meant to be nasty: the same amounts again and again, payees with many invoices, names that
the bank cuts off, masks or spells wrongly, references with slips, joint and partial transfers,
batches without a name, fees, returns, invoices entered twice, and rows without a partner. Nothing
here knows the engine; only its types of rows are used.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from xlevent.compute.reconciling.records import BankLine, Payment

_FIRST = date(2026, 1, 5)
_DAYS = 350
_FEES = (10, 15, 30)
_SIGNS = (
    "松風青禾朗聲迴圈指南白晝快門雙聲道流光影遠訊禾日山霧還杯順里聚力恆電綠樹大岳展演鐵衛同心潔沛雲架碳見行遠安泓文淵"
    "永信德昌富華榮興隆泰和平正明光東西南北金木水火土春夏秋冬海天星月虹橋石林"
)
_TRADES = (
    "設計", "廣告", "印刷", "音響", "餐飲", "物流", "工程", "顧問", "公關", "保全", "影像", "花藝",
    "租賃", "展演",
)  # fmt: skip
_COMPANIES = ("股份有限公司", "有限公司", "企業社", "工作室", "")
_SURNAMES = "陳林黃張李王吳劉蔡楊許鄭謝郭洪曾邱廖賴周"
_GIVEN = "雅雯宇軒承恩思婷冠宇家豪品萱子晴佳穎俊廷志明淑芳建宏美玲怡君宗翰欣怡"
_FOREIGN = (
    "Harbor", "Stream", "Nordic", "Green", "Blue", "Atlas", "Pixel", "Cloud", "Studio", "Media",
)  # fmt: skip
_LISTED = (
    1200, 1500, 2000, 2400, 3600, 5000, 5250, 8400, 10500, 12000, 20000, 30000, 31200, 52500,
)  # fmt: skip


@dataclass(slots=True)
class Truth:
    """A true group, and what the data shows of it.

    `clue` is the best that stands in the rows: reference, invoice, name, batch, none; `exact`
    says whether the sums agree; `wrong` names a slip that makes it undecidable by itself.
    """

    payments: tuple[str, ...]
    lines: tuple[str, ...]
    payee: str
    clue: str
    exact: bool = True
    wrong: str = ""


@dataclass(slots=True)
class Books:
    """The rows of both sides, shuffled, and the truth."""

    payments: list[Payment] = field(default_factory=list)
    lines: list[BankLine] = field(default_factory=list)
    truth: list[Truth] = field(default_factory=list)


@dataclass(slots=True)
class _Payee:
    name: str
    person: bool
    foreign: bool = False


def make(lines: int, seed: int = 1) -> Books:
    """Books with about so many bank lines."""
    return _Maker(lines, seed).books()


class _Maker:
    def __init__(self, lines: int, seed: int) -> None:
        self.random = random.Random(seed)
        self.aim = lines
        self.made = Books()
        self.payees = self._payees(max(12, lines // 14))
        self.count = 0

    def books(self) -> Books:
        """Case after case until there are lines enough; then shuffled."""
        cases = (
            (self._single, 64), (self._fee, 6), (self._deduction, 2), (self._joint, 7),
            (self._parts, 3), (self._batch, 1.2), (self._equals, 2.5), (self._entered_twice, 1),
            (self._paid_twice, 0.6), (self._returned, 1.5), (self._sheet_only, 2.5),
            (self._bank_only, 4), (self._slip, 1.5), (self._exchange, 1.2), (self._credit, 1),
            (self._far, 1),
        )  # fmt: skip
        work, weights = zip(*cases, strict=True)
        while len(self.made.lines) < self.aim:
            for case in self.random.choices(work, weights, k=200):
                if len(self.made.lines) < self.aim:
                    case()
        self.random.shuffle(self.made.payments)
        self.random.shuffle(self.made.lines)
        return self.made

    # --- what rows are made of -------------------------------------------------------------------
    def _payees(self, count: int) -> list[_Payee]:
        r, found, seen = self.random, [], set()
        while len(found) < count:
            kind = r.random()
            if kind < 0.55:
                stem = "".join(r.choices(_SIGNS, k=r.choice((2, 2, 3)))) + r.choice(_TRADES)
                if r.random() < 0.1:
                    stem += r.choice(_TRADES)
                payee = _Payee(stem + r.choice(_COMPANIES), False)
            elif kind < 0.94:
                payee = _Payee(r.choice(_SURNAMES) + "".join(r.choices(_GIVEN, k=2)), True)
            else:
                name = " ".join(r.sample(_FOREIGN, 2)) + f" {r.randint(1, 99)} Ltd."
                payee = _Payee(name, False, True)
            if payee.name not in seen:
                seen.add(payee.name)
                found.append(payee)
        return found

    def _payee(self) -> _Payee:
        # A few payees have very many invoices.
        r = self.random
        place = int(len(self.payees) * r.random() ** (3 if r.random() < 0.3 else 1))
        return self.payees[min(place, len(self.payees) - 1)]

    def _amount(self) -> int:
        r = self.random
        kind = r.random()
        if kind < 0.25:
            return r.choice(_LISTED)
        if kind < 0.45:
            return 1000 * r.randint(1, 120)
        if kind < 0.6:
            return round(100 * r.randint(3, 900) * 105 / 100)
        return round(10 ** r.uniform(2.7, 5.6))

    def _day(self) -> date:
        # Payments gather at the end of the week and of the month.
        day = _FIRST + timedelta(days=self.random.randrange(_DAYS))
        if self.random.random() < 0.3:
            day += timedelta(days=(4 - day.weekday()) % 7)
        return day

    def _drift(self) -> timedelta:
        return timedelta(days=self.random.choices(range(-1, 6), (4, 50, 20, 10, 8, 5, 3))[0])

    def _id(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}{self.count:07d}"

    def _reference(self) -> str:
        return f"FT{self.random.randrange(10**9):09d}"

    def _invoice(self) -> str:
        letters = "".join(self.random.choices("ABCDEFGHJKLMNPQRSTUVWXYZ", k=2))
        return f"{letters}{self.random.randrange(10**8):08d}"

    def _shown(self, payee: _Payee) -> tuple[str, str]:
        """The name as the bank shows it, and how: full, cut, masked, slip, none, other."""
        r, name = self.random, payee.name
        kind = r.random()
        if kind < 0.62:
            return name, "full"
        if kind < 0.74:
            return (f"{name[0]}○{name[2:]}", "masked") if payee.person else (name[:6], "cut")
        if kind < 0.77 and not payee.person:
            at = r.randrange(len(name))
            return name[:at] + r.choice(_SIGNS) + name[at + 1 :], "slip"
        if kind < 0.79:
            return r.choice(_SURNAMES) + "".join(r.choices(_GIVEN, k=2)), "other"
        return "", "none"

    def _pay(self, payee: _Payee, amount: int, day: date, **more: object) -> Payment:
        invoice = "" if payee.person else self._invoice()
        payment = Payment(
            self._id("EX"), Decimal(amount), day, (payee.name,),
            **{"invoice": invoice, "foreign": payee.foreign, **more},  # type: ignore[arg-type]
        )  # fmt: skip
        self.made.payments.append(payment)
        return payment

    def _line(
        self, amount: int, day: date, name: str, text: str = "", reference: str = ""
    ) -> BankLine:
        texts = ("轉帳支出", "跨行轉帳", "網銀轉帳", "")
        line = BankLine(
            self._id("BK"), Decimal(-amount), day, name, text or self.random.choice(texts),
            reference or self._reference(),
        )  # fmt: skip
        self.made.lines.append(line)
        return line

    def _known_reference(self) -> tuple[str, str, bool]:
        """Reference on the sheet and in the bank, and whether they agree."""
        r = self.random
        if r.random() < 0.55:
            return "", "", False
        right = self._reference()
        if r.random() < 0.04:
            at = r.randrange(2, len(right) - 1)
            typed = right[:at] + right[at + 1] + right[at] + right[at + 2 :]
            return typed, right, typed == right
        return right, right, True

    def _one(self, difference: int = 0, wrong: str = "", **more: object) -> None:
        """One payment, one line."""
        payee, amount, day = self._payee(), self._amount(), self._day()
        if difference:
            amount = max(amount, 6 * abs(difference))
        typed, real, agree = self._known_reference()
        payment = self._pay(payee, amount, day, reference=typed, **more)
        name, how = self._shown(payee)
        text = f"貨款{payment.invoice}" if payment.invoice and self.random.random() < 0.15 else ""
        line = self._line(amount + difference, day + self._drift(), name, text, real)
        clue = "reference" if agree else "invoice" if text else how
        self._true([payment], [line], payee, clue, not difference, wrong)

    def _true(self, payments, lines, payee, clue, exact=True, wrong="") -> None:  # type: ignore[no-untyped-def]
        self.made.truth.append(
            Truth(
                tuple(sorted(p.id for p in payments)), tuple(sorted(b.id for b in lines)),
                payee.name if payee else "", clue, exact, wrong,
            )
        )  # fmt: skip

    # --- the cases -------------------------------------------------------------------------------
    def _single(self) -> None:
        self._one()

    def _fee(self) -> None:
        self._one(self.random.choice(_FEES) * self.random.choice((1, 1, 1, -1)))

    def _deduction(self) -> None:
        """The bank paid without taking off the tax and the premium that the sheet takes off."""
        payee = self.random.choice([p for p in self.payees if p.person] or self.payees)
        gross, day = self.random.randrange(20_000, 120_000, 500), self._day()
        tax, premium = gross // 10, round(gross * 0.0211)
        typed, real, agree = self._known_reference()
        payment = self._pay(
            payee, gross - tax - premium, day, reference=typed, gross=Decimal(gross),
            withheld=Decimal(tax), premium=Decimal(premium),
        )  # fmt: skip
        name, how = self._shown(payee)
        paid = self.random.choice((gross, gross - tax, gross - premium))
        line = self._line(paid, day + self._drift(), name, "", real)
        self._true([payment], [line], payee, "reference" if agree else how, False)

    def _joint(self) -> None:
        payee, day, r = self._payee(), self._day(), self.random
        typed, real, agree = self._known_reference()
        apart = r.random() < 0.2
        payments = [
            self._pay(
                payee, self._amount(), day + timedelta(days=r.randint(-2, 2) if apart else 0),
                reference=typed,
            )
            for _ in range(r.choice((2, 2, 2, 3, 3, 4, 6)))
        ]  # fmt: skip
        name, how = self._shown(payee)
        fee = r.choice((0, 0, 0, 0, 0, 15, 30))
        invoices = [p.invoice for p in payments if p.invoice]
        text = f"貨款{invoices[0]}等" if invoices and r.random() < 0.15 else ""
        total = int(sum(p.amount for p in payments)) + fee
        line = self._line(total, day + self._drift(), name, text, real)
        self._true(payments, [line], payee, "reference" if agree else how, not fee)

    def _parts(self) -> None:
        payee, first, r = self._payee(), self._day(), self.random
        count = r.choice((2, 2, 3, 4))
        amounts = [self._amount() for _ in range(count)]
        days = sorted(first + timedelta(days=r.randrange(45)) for _ in range(count))
        payment = self._pay(payee, sum(amounts), r.choice((days[0], days[-1])))
        name = payee.name
        named = bool(payment.invoice) and r.random() < 0.3
        text = f"分期{payment.invoice}" if named else ""
        lines = [
            self._line(a, d + self._drift(), name, text) for a, d in zip(amounts, days, strict=True)
        ]
        self._true([payment], lines, payee, "invoice" if named else "full")

    def _batch(self) -> None:
        """Wages of a day in one transfer, which names nobody."""
        day, r = self._day(), self.random
        people = [p for p in self.payees if p.person]
        some = r.sample(people, min(len(people), r.randint(4, 18)))
        if len(some) < 2:
            return
        typed, real, agree = self._known_reference()
        batch = f"wages-{self._id('')}" if r.random() < 0.5 else "salary"
        payments = [
            self._pay(p, r.choice((1500, 2000, 4800, 31200, self._amount())), day,
                      reference=typed, batch=batch)
            for p in some
        ]  # fmt: skip
        total = int(sum(p.amount for p in payments))
        line = self._line(total, day + self._drift(), "", "薪資轉帳", real)
        self._true(payments, [line], None, "reference" if agree else "batch")

    def _equals(self) -> None:
        """The same payee gets the same amount several times within a few days."""
        payee, amount, day, r = self._payee(), self._amount(), self._day(), self.random
        for _ in range(r.choice((2, 2, 3))):
            paid = day + timedelta(days=r.choice((0, 0, 3, 6)))
            payment = self._pay(payee, amount, paid)
            line = self._line(amount, paid + self._drift(), payee.name)
            self._true([payment], [line], payee, "full")

    def _entered_twice(self) -> None:
        payee, amount, day = self._payee(), self._amount(), self._day()
        first = self._pay(payee, amount, day)
        again = self.random.choice((first.invoice, first.invoice.lower(), self._invoice()))
        self._pay(payee, amount, day, invoice=again if first.invoice else "")
        name, how = self._shown(payee)
        line = self._line(amount, day + self._drift(), name)
        self._true([first], [line], payee, how, wrong="entered twice")

    def _paid_twice(self) -> None:
        payee, amount, day = self._payee(), self._amount(), self._day()
        payment = self._pay(payee, amount, day)
        name, how = self._shown(payee)
        line = self._line(amount, day + self._drift(), name)
        self._line(amount, day + self._drift(), name)
        self._true([payment], [line], payee, how, wrong="paid twice")

    def _returned(self) -> None:
        """Sent, sent back, and mostly sent again."""
        payee, amount, day, r = self._payee(), self._amount(), self._day(), self.random
        name = payee.name
        back = day + timedelta(days=r.randint(1, 4))
        sent = self._line(amount, day, name)
        returned = self._line(
            -amount, back, name, r.choice(("退匯", "匯款退回", "沖正")),
            sent.reference if r.random() < 0.5 else "",
        )  # fmt: skip
        self._true([], [sent, returned], payee, "return")
        again = back + timedelta(days=r.randint(0, 5))
        payment = self._pay(payee, amount, r.choice((day, again)))
        if r.random() < 0.75:
            line = self._line(amount, again, name)
            far = abs((again - (payment.day or again)).days) > 7
            self._true([payment], [line], payee, "full", wrong="far" if far else "")

    def _sheet_only(self) -> None:
        self._pay(self._payee(), self._amount(), self._day())

    def _bank_only(self) -> None:
        r = self.random
        kind = r.random()
        if kind < 0.3:
            self._line(r.choice(_FEES), self._day(), "", r.choice(("匯費", "手續費")))
        elif kind < 0.4:
            self._line(-r.randint(1, 900), self._day(), "", "活存利息")
        elif kind < 0.6:
            self._line(-100_000 * r.randint(1, 9), self._day(), "本公司營運帳戶", "週轉金撥入")
        elif kind < 0.8:
            self._line(self._amount(), self._day(), "", "ATM提款")
        else:  # a payee of ours, but nobody wrote it down
            self._line(self._amount(), self._day(), self._payee().name)

    def _slip(self) -> None:
        """Two digits of the amount changed places on the sheet."""
        payee, day = self._payee(), self._day()
        amount = self._amount()
        digits = str(amount)
        at = next((i for i in range(len(digits) - 1) if digits[i] != digits[i + 1] and i), None)
        if at is None:
            return
        typed = int(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :])
        payment = self._pay(payee, typed, day)
        name, how = self._shown(payee)
        line = self._line(amount, day + self._drift(), name)
        self._true([payment], [line], payee, how, False, "slip")

    def _exchange(self) -> None:
        abroad = [p for p in self.payees if p.foreign]
        if not abroad:
            return
        payee, amount, day = self.random.choice(abroad), self._amount(), self._day()
        payment = self._pay(payee, amount, day)
        paid = round(amount * self.random.uniform(0.985, 1.015))
        line = self._line(paid, day + self._drift(), payee.name)
        self._true([payment], [line], payee, "full", paid == amount)

    def _credit(self) -> None:
        """An invoice less a credit note in one transfer."""
        payee, day = self._payee(), self._day()
        amount = self._amount() + 2000
        less = self.random.randint(50, amount // 3)
        payments = [self._pay(payee, amount, day), self._pay(payee, -less, day)]
        line = self._line(amount - less, day + self._drift(), payee.name)
        self._true(payments, [line], payee, "full")

    def _far(self) -> None:
        """The date on the sheet is wrong by weeks."""
        payee, amount, day = self._payee(), self._amount(), self._day()
        typed, real, agree = self._known_reference()
        payment = self._pay(payee, amount, day, reference=typed)
        name, how = self._shown(payee)
        late = day + timedelta(days=self.random.randint(12, 40))
        line = self._line(amount, late, name, "", real)
        clue, wrong = ("reference", "") if agree else (how, "far")
        self._true([payment], [line], payee, clue, wrong=wrong)
