"""Charts as SVG, drawn from their numbers: no script, no fonts of their own, readable aloud."""

from __future__ import annotations

from html import escape

from xlevent.app.reporting.model import Chart, ChartSeries, Tone
from xlevent.app.reporting.scales import cut, label, ticks, width_of
from xlevent.domain.language import Language

COLOURS: dict[Tone, str] = {
    "accent": "#0F6E6E", "soft": "#7FB3B3", "good": "#2E7D4F", "warn": "#B26A00",
    "bad": "#A12B23", "muted": "#8FA1AF",
}  # fmt: skip
INK, SOFT, LINE = "#1F2933", "#52606D", "#D9DEE3"
_FONT = 13.0
_BAR, _NAME, _GAP = 14.0, 19.0, 9.0  # a bar, the line of its name, the space below
_LEAST = 1.5  # a bar that is not nothing can be seen


def chart_svg(chart: Chart, language: Language, number: int, width: int = 720) -> str:
    """The chart, `width` units wide; `number` makes its identifiers unique in the page."""
    draw = {"bars": _bars, "columns": _columns, "line": _line}[chart.kind]
    body, height = draw(chart, language, float(width))
    title = escape(chart.title.show(language))
    legend, top = _legend(chart, language, float(width))
    name = f"chart-{number}-{width}"
    return (
        f'<svg viewBox="0 0 {width} {height + top:.0f}" role="img" aria-labelledby="{name}-t '
        f'{name}-d" font-size="{_FONT:.0f}"><title id="{name}-t">{title}</title>'
        f'<desc id="{name}-d">{escape(describe(chart, language))}</desc>'
        f'{legend}<g transform="translate(0 {top:.0f})">{body}</g></svg>'
    )


def describe(chart: Chart, language: Language) -> str:
    """The numbers of a chart in words, for who cannot see it."""
    parts = []
    for index, category in enumerate(chart.categories):
        values = [
            f"{s.title.show(language)} {label(v, percent=chart.percent)}"
            for s in chart.series if (v := s.values[index]) is not None
        ]  # fmt: skip
        if values:
            parts.append(f"{category.show(language)}: {', '.join(values)}")
    return "; ".join(parts)


def _legend(chart: Chart, language: Language, width: float) -> tuple[str, float]:
    if len(chart.series) < 2:
        return "", 4.0
    parts, x, y = [], 2.0, 6.0
    for series in chart.series:
        name = series.title.show(language)
        needed = 18 + width_of(name) * _FONT + 18
        if x > 2.0 and x + needed > width:
            x, y = 2.0, y + 20
        parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="12" height="12" rx="2" '
            f'fill="{COLOURS[series.tone]}"/>' + _text(x + 18, y + 11, name, SOFT)
        )
        x += needed
    return "".join(parts), y + 24


def _bars(chart: Chart, language: Language, width: float) -> tuple[str, float]:
    """Bars lie under the name of their category, so long names and narrow screens fit."""
    low, high = _range(chart)
    low, high = min(low, 0.0), max(high, 0.0)
    room, span = width - 66, (high - low) or 1.0

    def x(value: float) -> float:
        return 2 + room * (value - low) / span

    height = _bars_height(chart)
    parts, y = [], 0.0
    if chart.mark is not None:
        parts.append(
            f'<line x1="{x(chart.mark):.1f}" y1="0" x2="{x(chart.mark):.1f}" y2="{height:.1f}" '
            f'stroke="{INK}" stroke-dasharray="3 3"/>'
        )
    for index, category in enumerate(chart.categories):
        name = cut(category.show(language), (width - 4) / _FONT)
        parts.append(_text(2, y + 13, name, INK, halo=True))
        y += _NAME
        for series in chart.series:
            value = series.values[index]
            if value is not None:
                start, end = sorted((x(0), x(value)))
                long = max(end - start, _LEAST if value else 0)
                parts.append(_rect(start, y, long, _BAR - 2, COLOURS[series.tone]))
                shown = label(value, percent=chart.percent)
                parts.append(_text(start + long + 5, y + 10.5, shown, SOFT, 12, halo=True))
                y += _BAR
        y += _GAP
    return "".join(parts), height


def _bars_height(chart: Chart) -> float:
    bars = sum(value is not None for series in chart.series for value in series.values)
    return len(chart.categories) * (_NAME + _GAP) + bars * _BAR


def _columns(chart: Chart, language: Language, width: float) -> tuple[str, float]:
    """Columns stand in groups above the number of their category; a list below names them."""
    axis, left, high = _axis(chart, width, 200.0)
    parts = [axis]
    scale = ticks(*_range(chart))
    count = len(chart.categories)
    group = (width - left - 4) / count
    thick = min(34.0, max(3.0, group * 0.78 / len(chart.series)))

    def y(value: float) -> float:
        return high - high * (value - scale[0]) / (scale[-1] - scale[0])

    for index in range(count):
        middle = left + group * (index + 0.5)
        for place, series in enumerate(chart.series):
            value = series.values[index]
            if value is None:
                continue
            top, bottom = sorted((y(value), y(0)))
            at = middle + (place - len(chart.series) / 2) * thick
            parts.append(_rect(at, top, thick - 2, max(bottom - top, _LEAST), COLOURS[series.tone]))
        parts.append(_text(middle, high + 17, str(index + 1), SOFT, 12, "middle"))
    names, height = _names(chart, language, width, high + 26)
    return "".join(parts) + names, height


def _names(chart: Chart, language: Language, width: float, top: float) -> tuple[str, float]:
    parts, y = [], top
    for index, category in enumerate(chart.categories):
        text = cut(f"{index + 1}  {category.show(language)}", (width - 4) / 12.5)
        parts.append(_text(2, y + 12, text, SOFT, 12))
        y += 17
    return "".join(parts), y + 2


def _line(chart: Chart, language: Language, width: float) -> tuple[str, float]:
    axis, left, high = _axis(chart, width, 220.0)
    scale = ticks(*_range(chart))
    last = len(chart.categories) - 1
    room = width - left - 14

    def point(index: int, value: float) -> str:
        y = high - high * (value - scale[0]) / (scale[-1] - scale[0])
        return f"{left + 6 + room * index / last:.1f},{y:.1f}"

    parts = [axis]
    for series in chart.series:
        for run in _runs(series):
            points = " ".join(point(i, v) for i, v in run)
            dots = "".join(
                '<circle cx="{}" cy="{}" r="2.6" fill="{}"/>'.format(
                    *point(i, v).split(","), COLOURS[series.tone]
                )
                for i, v in run
            )
            parts.append(
                f'<polyline points="{points}" fill="none" stroke="{COLOURS[series.tone]}" '
                f'stroke-width="2.2" stroke-linejoin="round"/>{dots}'
            )
    shown = max(2, min(last + 1, int(room // 92)))
    for step in range(shown):
        index = round(last * step / (shown - 1))
        at = left + 6 + room * index / last
        anchor = "start" if step == 0 else "end" if step == shown - 1 else "middle"
        text = cut(chart.categories[index].show(language), 8)
        parts.append(_text(at, high + 17, text, SOFT, 12, anchor))
    return "".join(parts), high + 24


def _runs(series: ChartSeries) -> list[list[tuple[int, float]]]:
    """Stretches without a gap."""
    runs: list[list[tuple[int, float]]] = [[]]
    for index, value in enumerate(series.values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((index, value))
    return [run for run in runs if run]


def _axis(chart: Chart, width: float, high: float) -> tuple[str, float, float]:
    """Lines across with their values; where the chart begins, and how high it is."""
    scale = ticks(*_range(chart))
    labels = [label(value, percent=chart.percent) for value in scale]
    left = max(map(width_of, labels)) * 12 + 10
    parts = []
    for value, text in zip(scale, labels, strict=True):
        y = high - high * (value - scale[0]) / (scale[-1] - scale[0])
        colour = SOFT if value == 0 else LINE
        parts.append(
            f'<line x1="{left:.1f}" y1="{y:.1f}" x2="{width - 2:.1f}" y2="{y:.1f}" '
            f'stroke="{colour}"/>' + _text(left - 6, y + 4, text, SOFT, 12, "end")
        )
    return "".join(parts), left, high


def _range(chart: Chart) -> tuple[float, float]:
    values = [v for series in chart.series for v in series.values if v is not None]
    values += [chart.mark] if chart.mark is not None else []
    return min(values, default=0.0), max(values, default=1.0)


def _rect(x: float, y: float, width: float, height: float, colour: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="2" '
        f'fill="{colour}"/>'
    )


def _text(
    x: float,
    y: float,
    text: str,
    colour: str,
    size: float = _FONT,
    anchor: str = "start",
    *,
    halo: bool = False,
) -> str:
    """A text; with a halo it stays readable across a line."""
    behind = ' paint-order="stroke" stroke="#fff" stroke-width="3"' if halo else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" font-size="{size:g}" '
        f'text-anchor="{anchor}"{behind}>{escape(text)}</text>'
    )
