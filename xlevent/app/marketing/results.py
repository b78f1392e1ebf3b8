"""What marketing brought, from the rows of an event: channels, opportunities, survey, gaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xlevent.app.evaluated import Evaluated
from xlevent.app.event import Event
from xlevent.app.validating.books import Books, number
from xlevent.compute import marketing as compute
from xlevent.compute.marketing import Outcome
from xlevent.domain.money import ZERO, round_half_up
from xlevent.domain.values import Value
from xlevent.sheets.choices.marketing import FACTORS

GAPS = ("late", "overdue", "short", "unplanned")
TARGETS = (*compute.AT_LEAST, *compute.AT_MOST)


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel with its targets (those above 0) and what it brought."""

    name: str
    outcome: Outcome
    targets: Mapping[str, Decimal]
    met: int
    verdict: str  # a key of `target_verdict`


@dataclass(frozen=True, slots=True)
class Opportunity:
    """An opportunity; score and rank are None until it is rated in full."""

    id: str
    name: str
    roi: Decimal | None
    score: Decimal | None
    rank: int | None
    decision: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of a segment: its share and margin of error; None without a sample."""

    id: str
    question: str
    segment: str
    answer: str
    count: Decimal
    sample: Decimal
    share: Decimal | None
    margin: Decimal | None


@dataclass(frozen=True, slots=True)
class Gap:
    """A resource that is not there as it is needed."""

    id: str
    name: str
    gap: str  # a key of `asset_gap`
    needed_by: Value | None
    shortfall: Decimal


@dataclass(frozen=True, slots=True)
class Agreement:
    """Spend here against O2.4.1, by budget category of marketing."""

    category: str
    budget: Decimal
    planned: Decimal
    budget_actual: Decimal
    actual: Decimal
    state: str  # a key of `budget_agreement`


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that `xlevent results` prints."""

    currency: str
    places: int
    channels: tuple[Channel, ...]
    overall: Outcome
    opportunities: tuple[Opportunity, ...]
    answers: tuple[Answer, ...]
    gaps: tuple[Gap, ...]
    budget: tuple[Agreement, ...]


def marketing_results(event: Event) -> Results:
    """Add up the marketing tables of an event; the event stays as it is."""
    books = Books(event)
    found = channels(books)
    sheets = Evaluated(event, "en")
    return Results(
        books.currency, books.places, found,
        compute.together(channel.outcome for channel in found),
        opportunities(books), answers(books), _gaps(sheets), _budget(sheets),
    )  # fmt: skip


def channels(books: Books) -> tuple[Channel, ...]:
    """All channels of O4.3.3, in order."""
    sums: defaultdict[str, defaultdict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for row in books.rows("marketing_log"):
        for name in ("impressions", "clicks", "leads", "conversions", "cost", "revenue"):
            sums[str(row.get("channel"))][name] += number(row, name) or ZERO
    spent = _spent(books)
    found = []
    for row in books.rows("channels"):
        name = str(row.get("channel"))
        own = sums[name]
        full = max(own["cost"], spent[name])
        outcome = Outcome(
            own["impressions"], own["clicks"], own["leads"], own["conversions"], own["cost"],
            full, own["revenue"],
        )  # fmt: skip
        targets = {
            key: target for key in TARGETS if (target := number(row, f"target_{key}") or ZERO) > 0
        }
        met, count = compute.targets_met(outcome, targets)
        found.append(Channel(name, outcome, targets, met, compute.verdict(met, count)))
    return tuple(found)


def _spent(books: Books) -> defaultdict[str, Decimal]:
    """Expenses by channel: those of a budget line are shared by what its items were planned at."""
    lines = {line.id: line.state.actual for line in books.lines}
    found: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in books.rows("marketing_budget"):
        line = row.get("budget_line")
        same = [number(r, "planned") or ZERO for _, r in books.of("marketing_budget",
                                                                  "budget_line", line)]  # fmt: skip
        whole = sum(same, ZERO)
        share: Decimal | None = Decimal(1)
        if len(same) > 1:
            share = compute.quotient(number(row, "planned") or ZERO, whole) or ZERO
        assert share is not None
        found[str(row.get("channel"))] += books.rounded(lines.get(str(line), ZERO) * share)
    return found


def opportunities(books: Books) -> tuple[Opportunity, ...]:
    """Opportunities with score and rank, the best first, then those without a score."""
    weights = {
        str(row.get("factor")): number(row, "weight") or ZERO
        for row in books.rows("opportunity_weights")
    }
    whole = sum(weights.values(), ZERO)
    rows = books.rows("opportunities")
    made = []
    for row in rows:
        reach, cost, response, conversion, value = (
            number(row, name) or ZERO
            for name in ("reach", "cost", "response", "conversion", "value")
        )
        revenue = books.rounded(reach * response * conversion * value)
        points: dict[str, Decimal | int | None] = {
            name: number(row, name) for name in FACTORS if name != "return"
        }
        points["return"] = compute.return_points(reach, cost, revenue)
        score = None
        if all(given is not None for given in points.values()):
            total = sum(
                (Decimal(points[n] or 0) * (weights.get(n, ZERO) if whole else Decimal(1))
                 for n in FACTORS), ZERO,
            )  # fmt: skip
            score = round_half_up(total / (whole or len(FACTORS)), 2)
        made.append((row, compute.quotient(revenue - cost, cost), score))
    ranks = compute.ranks([score for _, _, score in made])
    found = [
        Opportunity(
            str(row.get("id")), str(row.get("name")), roi, score, rank,
            str(row.get("decision") or ""),
        )
        for (row, roi, score), rank in zip(made, ranks, strict=True)
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda o: (o.rank is None, o.rank or 0)))


def answers(books: Books) -> tuple[Answer, ...]:
    """Answers with share and margin of error, in the order of the sheet."""
    z = books.limit("confidence_z")
    questions = {str(r.get("id")): r for r in books.rows("survey_questions")}
    counts: defaultdict[tuple[object, object], Decimal] = defaultdict(Decimal)
    for row in books.rows("survey_answers"):
        counts[row.get("question"), row.get("segment")] += number(row, "count") or ZERO
    valid: defaultdict[tuple[object, object], Decimal] = defaultdict(Decimal)
    for row in books.rows("survey_samples"):
        valid[row.get("survey"), row.get("segment")] += number(row, "valid") or ZERO
    found = []
    for row in books.rows("survey_answers"):
        question = questions.get(str(row.get("question")), {})
        segment = row.get("segment")
        sample = counts[row.get("question"), segment]
        if question.get("kind") == "multiple":
            sample = valid[question.get("survey"), segment]
        count = number(row, "count") or ZERO
        both = compute.share_margin(count, sample, z)
        found.append(Answer(
            str(row.get("id")), str(question.get("question") or row.get("question")),
            str(segment), str(row.get("answer")), count, sample,
            both[0] if both else None, both[1] if both else None,
        ))  # fmt: skip
    return tuple(found)


def _gaps(sheets: Evaluated) -> tuple[Gap, ...]:
    return tuple(
        Gap(str(row.get("id")), str(row.get("name")), str(row["gap"]), row.get("needed_by"),
            _number(row, "shortfall"))
        for row in sheets.rows("marketing_resources") if row.get("gap") in GAPS
    )  # fmt: skip


def _budget(sheets: Evaluated) -> tuple[Agreement, ...]:
    """Categories of marketing, and others that marketing items use."""
    rows: Sequence[Mapping[str, Value]] = sheets.rows("marketing_budget_check")
    return tuple(
        Agreement(str(row.get("category")), _number(row, "budget"), _number(row, "planned"),
                  _number(row, "budget_actual"), _number(row, "actual"), str(row["state"]))
        for row in rows
        if row.get("category") and row.get("state") in ("agrees", "differs")
    )  # fmt: skip


def _number(row: Mapping[str, Value], column: str) -> Decimal:
    return number(row, column) or ZERO
