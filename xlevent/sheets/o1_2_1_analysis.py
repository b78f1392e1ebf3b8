"""O1.2.1: alternatives compared by weighted criteria, terms explained, findings put to use."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.follow_up import days_overdue, due_state
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import Chart, Figure, Series, Sheet, Table
from xlevent.sheets.kernel.expressions import count, look, look_number, ratio, rows, total
from xlevent.standard import output_title

# Only sound scores count: one that was given twice would weigh double.
_SOUND = {"alternative": "[id]", "check": "{score_check.ok}"}
_SCORED = count("scores", **_SOUND)

CRITERIA = Table(
    "criteria",
    Text("評選準則", "Criteria"),
    (
        c.key("id", "編號", "ID", prefix="CR"),
        c.text("name", "準則", "Criterion", required=True, width=22),
        c.note(
            "measure",
            "衡量方式",
            "How it is judged",
            help=(
                "1 分與 5 分各代表什麼；成本類準則以低價為高分",
                "What 1 and 5 points mean; for cost, the lower the price the more points",
            ),
        ),
        c.number("weight", "權重", "Weight", required=True, ge=0),
        c.calc(
            "share", "權重占比", "Weight share", "percent",
            ratio("[weight]", total("criteria", "weight")), width=13, bar=True,
        ),
        c.link("goal", "對應目標", "Goal", "goals"),
    ),
    blank=6,
)  # fmt: skip

ALTERNATIVES = Table(
    "alternatives",
    Text("方案比較", "Alternatives"),
    (
        c.key("id", "編號", "ID", prefix="ALT"),
        c.choice("kind", "類別", "Kind", "info_kind"),
        c.text("name", "產品、服務或方案", "Alternative", required=True, width=26),
        c.text("provider", "提供者", "Provider", width=20),
        c.note("features", "主要規格與特色", "Main features"),
        c.amount("price", "參考價格", "Indicative price", ge=0, width=16),
        c.note("strengths", "優點", "Strengths", width=28),
        c.note("weaknesses", "缺點與限制", "Weaknesses", width=28),
        c.link("information", "資訊來源", "Information", "information_items", width=13),
        c.calc(
            "completeness", "評分完整度", "Scored", "percent",
            ratio(_SCORED, rows("criteria")), width=12,
        ),
        c.calc(
            "weighted_score", "加權得分", "Weighted score", "number",
            f'IF({_SCORED}=0,"",ROUND({total("scores", "weighted", **_SOUND)},2))',
            places=2, width=15, bar=True,
        ),
        c.calc(
            "rank", "名次", "Rank", "integer",
            'IF([weighted_score]="","",'
            'COUNTIFS(alternatives[weighted_score],">"&[weighted_score])+1)',
        ),
        c.choice("verdict", "評選結論", "Verdict", "alternative_verdict", width=16),
        c.note("reason", "理由", "Reason"),
    ),
    hint=Text(
        "得分滿分 5 分：各準則分數 × 權重占比之和；重複評分不計，評分未完整者不宜比較名次。",
        "Out of 5: scores times weight shares. Scores given twice do not count; compare ranks when complete.",
    ),
)  # fmt: skip

SCORES = Table(
    "scores",
    Text("評分明細", "Scores"),
    (
        c.key("id", "編號", "ID", prefix="SC"),
        c.link("alternative", "方案", "Alternative", "alternatives", required=True, width=13),
        c.calc(
            "alternative_name", "方案名稱", "Alternative name", "text",
            look("alternatives", "name", "[alternative]"), width=24,
        ),
        c.link("criterion", "準則", "Criterion", "criteria", required=True),
        c.calc(
            "criterion_name", "準則名稱", "Criterion name", "text",
            look("criteria", "name", "[criterion]"), width=20,
        ),
        c.number(
            "score", "分數", "Score", ge=1, le=5,
            help=("1 至 5 分，5 分最佳", "1 to 5, 5 is best"),
        ),
        c.calc(
            "weighted", "加權分數", "Weighted", "number",
            f'IF([score]="","",ROUND([score]*{look_number("criteria", "share", "[criterion]")},4))',
            places=3,
        ),
        c.calc(
            "check", "檢核", "Check", "choice",
            "IF(COUNTIFS(scores[alternative],[alternative],scores[criterion],[criterion])>1,"
            '{score_check.duplicate},IF([score]="",{score_check.missing},{score_check.ok}))',
            list="score_check",
        ),
        c.link("evidence", "依據資訊", "Evidence", "information_items"),
        c.note("comment", "評語", "Comment", width=30),
        c.link("scored_by", "評分人", "Scored by", "people"),
    ),
    blank=24,
)  # fmt: skip

GLOSSARY = Table(
    "glossary",
    Text("術語、行話與法規", "Terms, jargon and regulations"),
    (
        c.key("id", "編號", "ID", prefix="GL"),
        c.choice("kind", "詞彙類別", "Kind of term", "term_kind", required=True, width=16),
        c.text("term", "詞彙或法規名稱", "Term or regulation", required=True, width=26),
        c.text("original", "原文或縮寫", "Original or abbreviation", width=24),
        c.note("meaning", "白話說明", "Plain meaning", required=True, width=44),
        c.note(
            "effect", "對本活動的意義", "What it means for this event",
            help=("須遵守的事項或對企劃的影響", "What must be obeyed, or how the plan changes"),
        ),
        c.text("authority", "主管機關或出處", "Authority or origin", width=22),
        c.text("article", "條號", "Article"),
        c.date("effective_on", "生效或修正日期", "In force since", width=16),
        c.link("information", "資訊來源", "Information", "information_items", width=13),
        c.link("checked_by", "查證人", "Checked by", "people"),
        c.date("checked_on", "查證日期", "Checked on"),
    ),
)  # fmt: skip

FINDINGS_USE = Table(
    "findings_use",
    Text("資訊運用", "Use of the findings"),
    (
        c.key("id", "編號", "ID", prefix="FU"),
        c.link("information", "資訊項目", "Information", "information_items", required=True,
               width=13),
        c.calc(
            "topic", "資訊名稱", "Topic", "text",
            look("information_items", "topic", "[information]"), width=24,
        ),
        c.note("finding", "重點發現", "Finding", required=True),
        c.note("meaning", "解讀", "Interpretation"),
        c.note(
            "client_need", "客戶需求", "Client need", width=28,
            help=("這項發現回應客戶哪一項需求", "Which need of the client it answers"),
        ),
        c.link("goal", "活動目標", "Goal", "goals"),
        c.calc("goal_name", "目標內容", "Goal text", "text", look("goals", "goal", "[goal]"),
               width=24),
        c.note("application", "運用方式", "How it is used"),
        c.link("deliverable", "運用於", "Used in", "deliverables"),
        c.link("owner", "負責人", "Owner", "people"),
        c.date("due", "期限", "Due"),
        c.choice("state", "辦理狀態", "State", "action_state"),
        due_state(),
        days_overdue(),
    ),
)  # fmt: skip

SHEET = Sheet(
    "O1.2.1",
    tab=Text("資訊分析", "Analysis"),
    title=output_title("O1.2.1"),
    blocks=(
        ALTERNATIVES,
        Chart(
            "bar",
            Text("方案加權得分", "Weighted score of the alternatives"),
            categories="alternatives[name]",
            series=(
                Series(
                    "alternatives[weighted_score]", Text("加權得分", "Weighted score"),
                    tone="accent",
                ),
            ),
            number_format="0.00",
        ),
        CRITERIA,
        SCORES,
        FINDINGS_USE,
        GLOSSARY,
    ),
    figures=(
        Figure(
            "alternatives_total", Text("比較方案數", "Alternatives"), "integer",
            rows("alternatives"),
        ),
        Figure(
            "alternative_best", Text("得分最高方案", "Best alternative"), "text",
            'IFERROR(INDEX(alternatives[name],MATCH(1,alternatives[rank],0)),"")',
        ),
        Figure(
            "scores_missing", Text("缺漏評分", "Scores missing"), "integer",
            f"MAX(0,{rows('alternatives')}*{rows('criteria')}"
            f"-{count('scores', check='{score_check.ok}')})",
            good_if="=0",
        ),
        Figure(
            "regulations_total", Text("適用法規", "Regulations"), "integer",
            count("glossary", kind="{term_kind.law}"),
        ),
        Figure(
            "findings_applied", Text("發現已運用比率", "Findings put to use"), "percent",
            ratio(count("findings_use", state="{action_state.done}"), rows("findings_use")),
        ),
    ),
    phase="T1",
    about=Text(
        "以加權準則比較產品與服務，說明術語與法規，並把每項發現用在活動目標上。",
        "Compares products and services by weighted criteria, explains terms and law, and ties "
        "every finding to a goal.",
    ),
)  # fmt: skip
