"""O2.3.3: problems, their root causes, the options weighed, the decision and its follow-up."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.deadlines import action_done, due_state
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import ByList, Figure, Fixed, Sheet, Table
from xlevent.sheets.kernel.expressions import count, look
from xlevent.standard import output_title

_CRITERIA = ("effect", "feasibility", "cost", "speed")
_OPEN = action_done("[state]")

_PROBLEMS = Table(
    "problems",
    Text("問題與解決方案", "Problems"),
    (
        c.key("id", "問題編號", "Problem ID", prefix="PB"),
        c.date("opened", "提出日期", "Opened", required=True),
        c.note("problem", "問題描述", "Problem", required=True),
        c.choice("area", "範疇", "Area", "problem_area", width=16),
        c.choice("priority", "優先順序", "Priority", "priority"),
        c.note("effect", "對活動的影響", "Effect on the event", width=28),
        c.note("why1", "為什麼 1", "Why 1", width=22),
        c.note("why2", "為什麼 2", "Why 2", width=22),
        c.note("why3", "為什麼 3", "Why 3", width=22),
        c.note("why4", "為什麼 4", "Why 4", width=22),
        c.note("why5", "為什麼 5", "Why 5", width=22),
        c.note("root_cause", "根本原因", "Root cause"),
        c.calc("options", "方案數", "Options", "integer",
               count("problem_options", problem="[id]")),
        c.calc("best_option", "最高分方案", "Best option", "text",
               'IFERROR(INDEX(problem_options[option],MATCH([id]&"|1",'
               'problem_options[rank_key],0))&"","")', width=26),
        c.link("chosen_option", "採行方案", "Chosen option", "problem_options"),
        c.note("decision", "決議與作法", "Decision"),
        c.link("decided_by", "決定者", "Decided by", "people"),
        c.link("owner", "負責人", "Owner", "people", required=True),
        c.date("due", "期限", "Due"),
        c.choice("state", "辦理狀態", "State", "action_state", required=True),
        c.date("closed", "結案日期", "Closed"),
        c.calc("age", "歷時", "Age", "integer",
               'IF([opened]="","",IF([closed]<>"",[closed]-[opened],'
               'IF(fig.as_of="","",MAX(0,fig.as_of-[opened]))))', unit=("天", "days")),
        c.calc("open_age", "未結歷時", "Open for", "integer",
               f'IF({_OPEN},"",[age])', unit=("天", "days")),
        c.calc("due_state", "期限狀況", "Due state", "choice", due_state(_OPEN, "[due]"),
               list="action_due"),
        c.link("risk", "相關風險", "Risk", "risks"),
        c.note("result", "執行成效", "Result"),
    ),
    hint=Text("逐層追問為什麼，直到找到可處理的原因", "Ask why until the cause can be acted on"),
)  # fmt: skip


def _weight(criterion: str) -> str:
    label = f"{{option_criterion.{criterion}}}"
    return f"SUMIFS(option_weights[weight],option_weights[criterion],{label})"


# Scores without weights count alike.
_SCORE = (
    "IF(SUM(option_weights[weight])=0,("
    + "+".join(f"[{criterion}]" for criterion in _CRITERIA) + ")/4,("
    + "+".join(f"[{criterion}]*{_weight(criterion)}" for criterion in _CRITERIA)
    + ")/SUM(option_weights[weight]))"
)  # fmt: skip


def _score_column(key: str, zh: str, en: str) -> c.Column:
    return c.integer(key, zh, en, ge=0, le=5, width=13,
                     help=("1 最差，5 最好", "1 is worst, 5 is best"))  # fmt: skip


_OPTIONS = Table(
    "problem_options",
    Text("解決方案評選", "Options"),
    (
        c.key("id", "方案編號", "Option ID", prefix="PO"),
        c.link("problem", "問題", "Problem", "problems", required=True),
        c.calc("problem_text", "問題描述", "Problem text", "text",
               look("problems", "problem", "[problem]"), width=28),
        c.text("option", "方案", "Option", required=True, width=28),
        c.note("pros", "優點", "Advantages", width=26),
        c.note("cons", "缺點與副作用", "Drawbacks", width=26),
        c.amount("price", "所需經費", "Money needed", ge=0),
        _score_column("effect", "成效", "Effect"),
        _score_column("feasibility", "可行性", "Feasibility"),
        _score_column("cost", "成本", "Cost"),
        _score_column("speed", "時效", "Speed"),
        c.calc("score", "加權分數", "Score", "number", _SCORE),
        c.calc("rank", "名次", "Rank", "integer",
               count("problem_options", problem="[problem]", score='">"&[score]') + "+1"),
        c.calc("rank_key", "名次索引", "Rank key", "text", '[problem]&"|"&[rank]', hidden=True),
        c.choice("state", "結論", "Conclusion", "option_state"),
    ),
)  # fmt: skip

_WEIGHTS = Table(
    "option_weights",
    Text("評選權重", "Weights"),
    (
        c.choice("criterion", "準則", "Criterion", "option_criterion"),
        c.number("weight", "權重", "Weight", ge=0,
                 help=("皆空白時各準則等重", "All blank: criteria count alike")),
    ),
    rows=ByList("option_criterion"),
)  # fmt: skip

_BANDS = ((0, 7), (8, 14), (15, 30), (31, 9999))

_AGEING = Table(
    "problem_ageing",
    Text("未結案帳齡", "Ageing of open problems"),
    (
        c.key("band", "歷時(天)", "Days open", width=12),
        c.calc("low", "下限", "From", "integer", "0"),
        c.calc("high", "上限", "To", "integer", "0"),
        c.calc("problems", "件數", "Problems", "integer",
               count("problems", open_age='">="&[low]') + "-"
               + count("problems", open_age='">"&[high]')),
    ),
    rows=Fixed(tuple(
        {"band": f"{low} - {high}" if high < 9999 else f"> {low - 1}",
         "low": f"={low}", "high": f"={high}"}
        for low, high in _BANDS
    )),
)  # fmt: skip

SHEET = Sheet(
    "O2.3.3",
    tab=Text("解決問題", "Problems"),
    title=output_title("O2.3.3"),
    phase="T2",
    about=Text(
        "以五個為什麼找出根因，評選方案，指派負責人並追蹤到結案。",
        "Five whys to the root cause, options weighed, an owner, and follow-up until closed.",
    ),
    blocks=(_PROBLEMS, _OPTIONS, _WEIGHTS, _AGEING),
    figures=(
        Figure("problems_open", Text("未結案問題", "Open problems"), "integer",
               count("problems", open_age='">=0"')),
        Figure("problems_overdue", Text("逾期問題", "Overdue problems"), "integer",
               count("problems", due_state="{action_due.overdue}"), good_if="=0"),
        Figure("problems_age", Text("平均未結歷時", "Average days open"), "number",
               'IFERROR(AVERAGEIFS(problems[open_age],problems[open_age],">=0"),"")'),
        Figure("problems_undecided", Text("尚未決定方案", "Without a decision"), "integer",
               count("problems", open_age='">=0"', chosen_option='"="'), good_if="=0"),
    ),
)  # fmt: skip
