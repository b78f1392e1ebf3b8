"""Native charts of word processors: drawn from their numbers, so their letters stay letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Literal

from xlevent.sheets.kernel.design import FONT, LINE, SOFT_INK

_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True, slots=True)
class ChartData:
    """A chart; `colours` are of the series, as #RRGGBB. None is a gap."""

    kind: Literal["bars", "columns", "line"]
    categories: Sequence[str]
    series: Sequence[tuple[str, Sequence[float | None]]]
    colours: Sequence[str]
    percent: bool = False


def add_chart(docx: Any, document: Any, data: ChartData, size: tuple[int, int], alt: str) -> Any:
    """Put a chart at the end of a document; `size` in English Metric Units. The paragraph."""
    package = document.part.package
    number = 1 + sum(str(p.partname).startswith("/word/charts/") for p in package.iter_parts())
    part = docx.opc.part.Part(
        docx.opc.packuri.PackURI(f"/word/charts/chart{number}.xml"), _TYPE,
        chart_xml(data).encode("utf-8"), package,
    )  # fmt: skip
    relation = document.part.relate_to(part, f"{_RELATION}/chart")
    paragraph = document.add_paragraph()
    mark = 10_000 + number  # pictures count from 1
    paragraph.add_run()._r.append(docx.oxml.parse_xml(
        '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{size[0]}" '
        f'cy="{size[1]}"/><wp:docPr id="{mark}" name="Chart {number}" '
        f'descr="{escape(alt, quote=True)}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic xmlns:a="{_MAIN}"><a:graphicData uri="{_CHART}">'
        f'<c:chart xmlns:c="{_CHART}" xmlns:r="{_RELATION}" r:id="{relation}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    ))  # fmt: skip
    return paragraph


def chart_xml(data: ChartData) -> str:
    """The part of a chart, with its numbers in it."""
    series = "".join(_series(data, number) for number in range(len(data.series)))
    form = "0%" if data.percent else "#,##0"
    lying = data.kind == "bars"
    if data.kind == "line":
        drawn = (
            f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{series}'
            '<c:marker val="1"/><c:axId val="1"/><c:axId val="2"/></c:lineChart>'
        )
    else:
        drawn = (
            f'<c:barChart><c:barDir val="{"bar" if lying else "col"}"/>'
            f'<c:grouping val="clustered"/><c:varyColors val="0"/>{series}'
            '<c:gapWidth val="60"/><c:axId val="1"/><c:axId val="2"/></c:barChart>'
        )
    values = [value for _, found in data.series for value in found if value is not None]
    least = '<c:min val="0"/>' if min(values, default=0) >= 0 else ""
    order = "maxMin" if lying else "minMax"  # the first category stands on top
    legend = (
        '<c:legend><c:legendPos val="t"/><c:overlay val="0"/></c:legend>'
        if len(data.series) > 1 else ""
    )  # fmt: skip
    line = f'<a:ln w="6350"><a:solidFill><a:srgbClr val="{LINE[1:]}"/></a:solidFill></a:ln>'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<c:chartSpace xmlns:c="{_CHART}" xmlns:a="{_MAIN}"><c:roundedCorners val="0"/><c:chart>'
        f'<c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>{drawn}'
        f'<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="{order}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{"l" if lying else "b"}"/>'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:spPr>{line}</c:spPr>'
        '<c:crossAx val="2"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        f'<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/>{least}</c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{"b" if lying else "l"}"/><c:majorGridlines>'
        f"<c:spPr>{line}</c:spPr></c:majorGridlines>"
        f'<c:numFmt formatCode="{form}" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:spPr><a:ln><a:noFill/>'
        f'</a:ln></c:spPr><c:crossAx val="1"/><c:crosses val="{"max" if lying else "autoZero"}"/>'
        f'<c:crossBetween val="between"/></c:valAx></c:plotArea>{legend}'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="850"><a:solidFill>'
        f'<a:srgbClr val="{SOFT_INK[1:]}"/></a:solidFill><a:latin typeface="{FONT}"/>'
        f'<a:ea typeface="{FONT}"/></a:defRPr></a:pPr><a:endParaRPr lang="zh-TW"/></a:p></c:txPr>'
        "</c:chartSpace>"
    )


def _series(data: ChartData, number: int) -> str:
    name, values = data.series[number]
    fill = f'<a:solidFill><a:srgbClr val="{data.colours[number][1:]}"/></a:solidFill>'
    shape = f"<c:spPr>{fill}</c:spPr>"
    marker = ""
    if data.kind == "line":
        shape = f'<c:spPr><a:ln w="28575" cap="rnd">{fill}<a:round/></a:ln></c:spPr>'
        marker = (
            f'<c:marker><c:symbol val="circle"/><c:size val="5"/><c:spPr>{fill}</c:spPr></c:marker>'
        )
    names = "".join(
        f'<c:pt idx="{i}"><c:v>{escape(text, quote=False)}</c:v></c:pt>'
        for i, text in enumerate(data.categories)
    )
    points = "".join(
        f'<c:pt idx="{i}"><c:v>{value!r}</c:v></c:pt>'
        for i, value in enumerate(values) if value is not None
    )  # fmt: skip
    form = "0%" if data.percent else "#,##0.##"
    labels = ""
    if data.kind != "line" and len(data.categories) * len(data.series) <= 40:
        shown = "0%" if data.percent else "[&gt;=10000]#,##0,&quot;k&quot;;#,##0.##"
        labels = (
            f'<c:dLbls><c:numFmt formatCode="{shown}" sourceLinked="0"/><c:spPr><a:noFill/>'
            '<a:ln><a:noFill/></a:ln></c:spPr><c:showLegendKey val="0"/><c:showVal val="1"/>'
            '<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/>'
            '<c:showBubbleSize val="0"/></c:dLbls>'
        )
    smooth = '<c:smooth val="0"/>' if data.kind == "line" else ""
    invert = "" if data.kind == "line" else '<c:invertIfNegative val="0"/>'
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/><c:tx><c:v>'
        f"{escape(name, quote=False)}</c:v></c:tx>{shape}{marker}{invert}{labels}"
        f'<c:cat><c:strLit><c:ptCount val="{len(data.categories)}"/>{names}</c:strLit></c:cat>'
        f"<c:val><c:numLit><c:formatCode>{form}</c:formatCode>"
        f'<c:ptCount val="{len(values)}"/>{points}</c:numLit></c:val>{smooth}</c:ser>'
    )
