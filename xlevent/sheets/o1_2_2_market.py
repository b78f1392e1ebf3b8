"""O1.2.2: how large the market is, who else serves it, and where it is going."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import ByList, Chart, Figure, Series, Sheet, Table
from xlevent.sheets.kernel.expressions import count, ratio, total
from xlevent.standard import output_title

_NEAR = 14  # days between two events that still compete for the same visitors

_PRICE_GAP = ratio("[ticket_price]-settings.ticket_price", "settings.ticket_price")
_MONEY = "settings.currency_decimals"

SEGMENTS = Table(
    "segments",
    Text("目標市場區隔", "Market segments"),
    (
        c.key("id", "編號", "ID", prefix="SG"),
        c.text("name", "區隔名稱", "Segment", required=True, width=22),
        c.choice("kind", "市場別", "Market type", "segment_kind", width=18),
        c.note("profile", "輪廓與需求", "Profile and needs", width=40),
        c.text("region", "地區", "Region", width=14),
        c.integer("size", "市場規模", "Size", ge=0, unit=("人", "people"), width=12),
        c.integer(
            "data_year", "資料年度", "Data year", ge=1990, le=2200, width=11,
            help=("市場規模資料的西元年度", "Year of the size figure"),
        ),
        c.percent("growth", "年成長率", "Yearly growth", width=14),
        c.percent(
            "reachable", "可觸及比率", "Reachable share", ge=0, le=1, width=16,
            help=("以現有通路接觸得到的比率", "Share that the available channels can reach"),
        ),
        c.percent(
            "obtainable", "預期取得率", "Obtainable share", ge=0, le=1, width=16,
            help=("可觸及者中預期參加的比率", "Share of those reached who are expected to come"),
        ),
        c.price("price", "平均消費單價", "Price per head", ge=0, width=15),
        c.calc(
            "total_market", "整體市場 TAM", "Total market TAM", "amount",
            f"ROUND([size]*[price],{_MONEY})", width=18,
        ),
        c.calc(
            "addressable", "可觸及市場 SAM", "Addressable market SAM", "amount",
            f"ROUND([size]*[reachable]*[price],{_MONEY})", width=24, bar=True,
        ),
        c.calc(
            "addressable_next", "次年可觸及市場", "Addressable next year", "amount",
            f"ROUND([size]*(1+[growth])*[reachable]*[price],{_MONEY})", width=22,
        ),
        c.calc(
            "expected_visitors", "預期參加人數", "Expected visitors", "integer",
            "ROUND([size]*[reachable]*[obtainable],0)", width=18, unit=("人", "people"),
        ),
        c.calc(
            "expected_revenue", "預期收入 SOM", "Expected revenue SOM", "amount",
            f"ROUND([expected_visitors]*[price],{_MONEY})", width=21,
        ),
        c.choice("is_target", "列為目標市場", "Target market", "yes_no", width=15),
        c.choice("priority", "優先順序", "Priority", "priority"),
        c.link("information", "資訊來源", "Information", "information_items", width=13),
    ),
    blank=8,
)  # fmt: skip

COMPETITORS = Table(
    "competitors",
    Text("競爭活動分析", "Competitors"),
    (
        c.key("id", "編號", "ID", prefix="CO"),
        c.text("name", "競爭活動或業者", "Competitor", required=True, width=26),
        c.choice("kind", "競爭類型", "Competition type", "competitor_kind", width=17),
        c.text("organiser", "主辦單位", "Organiser", width=20),
        c.date("start", "開始日期", "Start"),
        c.date("finish", "結束日期", "Finish"),
        c.text("venue", "地點", "Venue", width=20),
        c.integer("visitors", "參觀人次", "Visitors", ge=0, unit=("人次", "visits")),
        c.integer("exhibitors", "參展家數", "Exhibitors", ge=0, unit=("家", "exhibitors"),
                  width=12),
        c.price("ticket_price", "票價", "Ticket price", ge=0, width=14),
        c.price("booth_price", "攤位單價", "Booth price", ge=0, width=14),
        c.percent("share", "市場占有率", "Market share", ge=0, le=1, width=14),
        c.text("positioning", "定位與訴求", "Positioning", width=26),
        c.note("strengths", "優勢", "Strengths", width=28),
        c.note("weaknesses", "弱點", "Weaknesses", width=28),
        c.calc(
            "price_gap", "票價差距", "Price against ours", "percent",
            f'IF([ticket_price]="","",{_PRICE_GAP})',
            width=19,
            help=("正值表示對手票價較高", "Positive: the competitor is dearer"),
        ),
        c.calc(
            "days_apart", "檔期間隔", "Days apart", "integer",
            'IF(OR([start]="",settings.event_start="",settings.event_end=""),"",'
            "MAX(0,[start]-settings.event_end,settings.event_start-MAX([start],[finish])))",
            unit=("天", "days"), width=12,
        ),
        c.calc(
            "clash", "檔期衝突", "Date clash", "choice",
            'IF([days_apart]="",{date_clash.unknown},IF([days_apart]=0,{date_clash.overlap},'
            f"IF([days_apart]<={_NEAR},{{date_clash.near}},{{date_clash.clear}})))",
            list="date_clash", width=16,
        ),
        c.choice("threat", "威脅程度", "Threat level", "threat_level", width=14),
        c.note("response", "因應做法", "Our response"),
        c.link("information", "資訊來源", "Information", "information_items", width=13),
    ),
    blank=8,
)  # fmt: skip

SWOT = Table(
    "swot",
    Text("SWOT 分析", "SWOT analysis"),
    (
        c.key("id", "編號", "ID", prefix="SW"),
        c.choice("quadrant", "面向", "Quadrant", "swot_kind", required=True, width=15),
        c.note("statement", "內容", "Statement", required=True, width=44),
        c.integer(
            "importance", "重要性", "Importance", ge=1, le=5, width=12,
            help=("1 至 5，5 最重要", "1 to 5, 5 matters most"),
        ),
        c.choice("strategy", "TOWS 策略", "TOWS strategy", "swot_strategy", width=26),
        c.note("action", "對應做法", "What we do about it"),
        c.link("evidence", "依據資訊", "Evidence", "information_items"),
        c.link("owner", "負責人", "Owner", "people"),
    ),
)  # fmt: skip

_QUADRANT = "swot[quadrant],[quadrant]"

SWOT_SUMMARY = Table(
    "swot_summary",
    Text("SWOT 統計", "SWOT summary"),
    (
        c.choice("quadrant", "面向", "Quadrant", "swot_kind", width=15),
        c.calc("items", "項數", "Items", "integer", count("swot", quadrant="[quadrant]")),
        c.calc(
            "importance", "重要性合計", "Importance in total", "integer",
            total("swot", "importance", quadrant="[quadrant]"), width=20,
        ),
        c.calc(
            "average", "平均重要性", "Average importance", "number",
            f'IFERROR(ROUND(AVERAGEIFS(swot[importance],{_QUADRANT}),2),"")',
            places=2, width=20,
        ),
        c.calc(
            "answered", "已有對應做法", "With an action", "integer",
            'SUMPRODUCT((swot[quadrant]=[quadrant])*(swot[action]<>""))', width=15,
        ),
    ),
    rows=ByList("swot_kind"),
)  # fmt: skip

TRENDS = Table(
    "trends",
    Text("市場與環境趨勢", "Market and environment trends"),
    (
        c.key("id", "編號", "ID", prefix="TR"),
        c.choice("factor", "環境面向", "PESTEL factor", "pestel", width=15),
        c.text("trend", "趨勢", "Trend", required=True, width=28),
        c.note("description", "說明與數據", "Description and data", width=44),
        c.text("source", "資料來源", "Source", required=True, width=24),
        c.url("address", "網址", "Link"),
        c.date("published_on", "發布日期", "Published on", width=14),
        c.choice("horizon", "影響時程", "Horizon", "trend_horizon", width=17),
        c.choice("effect", "影響方向", "Effect", "trend_effect", width=14),
        c.integer(
            "strength", "影響程度", "Strength", ge=1, le=5,
            help=("1 至 5，5 影響最大", "1 to 5, 5 is the strongest"),
        ),
        c.note("implication", "對本活動的啟示", "Implication for this event"),
        c.link("information", "資訊項目", "Information", "information_items", width=13),
        c.link("owner", "負責人", "Owner", "people"),
    ),
)  # fmt: skip

SHEET = Sheet(
    "O1.2.2",
    tab=Text("市場分析", "Market"),
    title=output_title("O1.2.2"),
    blocks=(
        SEGMENTS,
        Chart(
            "bar",
            Text("各區隔可觸及市場與預期收入", "Addressable market and expected revenue"),
            categories="segments[name]",
            series=(
                Series("segments[addressable]", Text("可觸及市場", "Addressable"), tone="soft"),
                Series(
                    "segments[expected_revenue]", Text("預期收入", "Expected revenue"),
                    tone="accent",
                ),
            ),
            number_format="#,##0",
        ),
        COMPETITORS,
        SWOT_SUMMARY,
        SWOT,
        TRENDS,
    ),
    figures=(
        Figure(
            "market_addressable", Text("可觸及市場", "Addressable market"), "amount",
            total("segments", "addressable"),
        ),
        Figure(
            "market_targets", Text("目標市場數", "Target markets"), "integer",
            count("segments", is_target="{yes_no.yes}"),
        ),
        Figure(
            "market_expected_visitors",
            Text("目標市場預期參加人數", "Visitors from target markets"), "integer",
            total("segments", "expected_visitors", is_target="{yes_no.yes}"),
        ),
        Figure(
            "market_demand_cover", Text("對預估參加人數之比", "Against planned attendance"),
            "percent",
            ratio("fig.market_expected_visitors", "settings.expected_attendance"),
            good_if=">=1",
        ),
        Figure(
            "market_clashes", Text("檔期重疊競爭者", "Competitors on our dates"), "integer",
            count("competitors", clash="{date_clash.overlap}"), good_if="=0",
        ),
    ),
    phase="T1",
    about=Text(
        "估算各區隔的市場規模與可取得量，分析競爭活動、SWOT 與趨勢，作為企劃與行銷依據。",
        "Sizes the segments, compares competing events, and sets out SWOT and trends for the plan.",
    ),
)  # fmt: skip
