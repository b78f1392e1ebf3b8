"""Charts: scales that hold their values, drawings that are sound, labels that fit."""

from __future__ import annotations

import math
from itertools import pairwise
from xml.etree import ElementTree

from hypothesis import example, given
from hypothesis import strategies as st

from xlevent.app.reporting.model import Chart, ChartSeries, same
from xlevent.app.reporting.scales import cut, label, ticks, width_of
from xlevent.app.reporting.svg import chart_svg, describe
from xlevent.interop.documents.chart import ChartData, chart_xml

NUMBERS = st.floats(-1e12, 1e12, allow_nan=False)
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40)


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    count = draw(st.integers(2, 8))
    values = st.lists(st.none() | NUMBERS, min_size=count, max_size=count)
    series = st.builds(lambda title, found: ChartSeries(same(title), tuple(found)), TEXTS, values)
    return Chart(
        draw(st.sampled_from(("bars", "columns", "line"))),
        same(draw(TEXTS)),
        tuple(map(same, draw(st.lists(TEXTS, min_size=count, max_size=count)))),
        tuple(draw(st.lists(series, min_size=1, max_size=3))),
        draw(st.booleans()),
        draw(st.none() | st.just(1.0)),
    )


@given(NUMBERS, NUMBERS)
@example(0.0, 5e-324)
def test_ticks_hold_the_values_and_zero(a: float, b: float) -> None:
    low, high = min(a, b), max(a, b)
    found = ticks(low, high)
    slack = (found[-1] - found[0]) * 1e-6
    assert found[0] <= min(low, 0) + slack
    assert found[-1] >= max(high, 0) - slack
    assert 2 <= len(found) <= 8
    steps = [y - x for x, y in pairwise(found)]
    assert all(math.isclose(step, steps[0], rel_tol=1e-6) for step in steps)


def test_ticks_by_hand() -> None:
    assert ticks(0, 3000) == (0, 1000, 2000, 3000)
    assert ticks(0, 1.1) == (0, 0.5, 1.0, 1.5)
    assert ticks(-40, 60) == (-50, -25, 0, 25, 50, 75)
    assert ticks(0, 0) == (0, 1)


def test_labels_are_short_and_right() -> None:
    given_labels = {
        0.0: "0", 4.42: "4.42", 4.4: "4.4", 12.34: "12.3", 880.0: "880", 9999.0: "9,999",
        12_300.0: "12.3k", 480_000.0: "480k", 1_380_000.0: "1.38M", -120_000.0: "-120k",
        2.5e9: "2.5G", 999_999.0: "1M",
    }  # fmt: skip
    assert {value: label(value) for value in given_labels} == given_labels
    assert label(1.04, percent=True) == "104%"


@given(TEXTS, st.floats(1, 30))
def test_a_cut_text_is_never_wider_than_asked(text: str, ems: float) -> None:
    assert width_of(cut(text, ems)) <= max(ems, 1.0) + 1e-9
    if width_of(text) <= ems:
        assert cut(text, ems) == text


@given(charts(), st.sampled_from((360, 720)))
def test_a_drawing_is_sound_and_inside_its_frame(chart: Chart, width: int) -> None:
    root = ElementTree.fromstring(chart_svg(chart, "en", 1, width))
    _, _, w, h = map(float, root.attrib["viewBox"].split())
    assert w == width
    names = [element.tag for element in root]
    assert names[:2] == ["title", "desc"]
    for bar in root.iter("rect"):
        x, wide = float(bar.attrib["x"]), float(bar.attrib["width"])
        assert math.isfinite(x + wide)
        assert -2 <= x <= x + wide <= width + 2
        assert 0 <= float(bar.attrib["height"]) <= h


@given(charts())
def test_the_words_of_a_chart_hold_every_number(chart: Chart) -> None:
    text = describe(chart, "en")
    for series in chart.series:
        for value in series.values:
            assert value is None or label(value, percent=chart.percent) in text


@given(charts())
def test_the_chart_of_a_word_processor_holds_the_numbers(chart: Chart) -> None:
    data = ChartData(
        chart.kind, [text.en for text in chart.categories],
        [(series.title.en, series.values) for series in chart.series],
        ["#0F6E6E"] * len(chart.series),
    )  # fmt: skip
    root = ElementTree.fromstring(chart_xml(data))
    space = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
    found = [
        [float(point.findtext(f"{space}v") or "nan") for point in one.iter(f"{space}pt")]
        for one in root.iter(f"{space}numLit")
    ]
    assert found == [[v for v in series.values if v is not None] for series in chart.series]
