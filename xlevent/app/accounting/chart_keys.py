"""What a person's chart of accounts names and the event does not have: a slip of typing there
would send costs or income to the account for the rest without a word."""

from __future__ import annotations

from collections.abc import Iterator

from xlevent.app.event import Event
from xlevent.domain.accounts import Chart


def unused_keys(event: Event, chart: Chart, usual: Chart) -> Iterator[tuple[str, str]]:
    """Place in the chart and key, of keys that neither `usual` nor a row of the event knows."""
    kinds = {*usual.income, *usual.output_tax, *_values(event, "funding_sources", "kind")}
    for place, keys, known in (
        ("costs.category", chart.by_category, _values(event, "budget_categories", "category")),
        ("costs.section", chart.by_section,
         {*usual.by_section, *_values(event, "budget_categories", "section")}),
        ("income", chart.income, kinds),
        ("methods", chart.methods, {*usual.methods, *_values(event, "expenses", "method")}),
        ("policies.output_tax", chart.output_tax, kinds),
    ):  # fmt: skip
        for key in sorted(set(keys) - known):
            yield place, key


def _values(event: Event, table: str, column: str) -> set[str]:
    return {str(row[column]) for row in event.tables[table] if row.get(column) is not None}
