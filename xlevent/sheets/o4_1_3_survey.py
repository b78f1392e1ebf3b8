"""O4.1.3: what the target markets answered, and how far the answers can be trusted."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import Chart, Figure, Mirror, Series, Sheet, Table
from xlevent.sheets.kernel.expressions import count, look, look_number, ratio, rows, total
from xlevent.standard import output_title

_SMALL = 30  # fewer answers than this say nothing about a market
_MULTIPLE = "{question_kind.multiple}"

SURVEYS = Table(
    "surveys",
    Text("調查設計", "Surveys"),
    (
        c.key("id", "編號", "ID", prefix="SVY"),
        c.text("name", "調查名稱", "Survey", required=True, width=26),
        c.note("purpose", "調查目的", "Purpose"),
        c.choice("method", "調查方法", "Method", "survey_method", width=20),
        c.choice("sampling", "抽樣方式", "Sampling", "sampling", width=16),
        c.date("start", "開始日期", "Start"),
        c.date("finish", "結束日期", "Finish"),
        c.percent(
            "target_margin", "目標抽樣誤差", "Target margin of error", gt=0, le=1, width=22,
            help=("例如 5%，據以計算所需樣本", "For example 5%; the sample needed follows from it"),
        ),
        c.text("incentive", "填答誘因", "Incentive"),
        c.text("consent", "個資告知方式", "Privacy notice", width=20),
        c.link("owner", "負責人", "Owner", "people"),
        c.url("form", "問卷連結", "Questionnaire"),
    ),
    blank=4,
)  # fmt: skip

_N = look_number("segments", "size", "[segment]")
_MARGIN = look_number("surveys", "target_margin", "[survey]")

SAMPLES = Table(
    "survey_samples",
    Text("樣本回收", "Samples"),
    (
        c.key("id", "編號", "ID", prefix="SVS"),
        c.link("survey", "調查", "Survey", "surveys", required=True),
        c.link("segment", "市場區隔", "Segment", "segments", required=True),
        c.calc("segment_name", "區隔名稱", "Segment name", "text",
               look("segments", "name", "[segment]"), width=20),
        c.integer("sent", "發出份數", "Sent", ge=0),
        c.integer("returned", "回收份數", "Returned", ge=0),
        c.integer("valid", "有效樣本", "Valid", ge=0, required=True),
        c.calc("response_rate", "回收率", "Response rate", "percent",
               ratio("[returned]", "[sent]"), width=15),
        c.calc("valid_rate", "有效問卷率", "Valid share", "percent",
               ratio("[valid]", "[returned]"), width=13),
        c.calc("population", "母體規模", "Population", "integer", _N, width=12),
        c.calc(
            "margin", "最大抽樣誤差", "Margin of error", "percent",
            'IF([valid]=0,"",settings.confidence_z*SQRT(0.25/[valid])'
            "*IF(N([population])>[valid],SQRT(([population]-[valid])/([population]-1)),"
            "IF(N([population])>0,0,1)))",
            places=1, width=17,
            help=("以比率 50% 計算之最大值，已作有限母體校正",
                  "The largest, at a share of 50%, corrected for a finite population"),
        ),
        c.calc(
            "needed", "所需樣本", "Sample needed", "integer",
            f'IF({_MARGIN}=0,"",ROUND(0.4999+0.25*(settings.confidence_z/{_MARGIN})^2/'
            f"(1+IF(N([population])>0,(0.25*(settings.confidence_z/{_MARGIN})^2-1)/[population],0))"
            ",0))",
            width=15,
        ),
        c.calc(
            "state", "樣本狀況", "Sample state", "choice",
            f"IF([valid]=0,{{sample_state.none}},IF([valid]<MIN({_SMALL},"
            f"IF(N([population])>0,[population],{_SMALL})),{{sample_state.small}},"
            "IF([valid]<N([needed]),{sample_state.short},{sample_state.enough})))",
            list="sample_state", width=17,
        ),
    ),
    blank=8,
)  # fmt: skip

QUESTIONS = Table(
    "survey_questions",
    Text("題目", "Questions"),
    (
        c.key("id", "題號", "Question ID", prefix="SQ", width=12),
        c.link("survey", "調查", "Survey", "surveys", required=True),
        c.note("question", "題目", "Question", required=True, width=44),
        c.choice("kind", "題型", "Type", "question_kind", required=True, width=17),
        c.text("purpose", "要了解的事", "What it finds out", width=24),
        c.calc("answers", "作答次數", "Answers", "integer",
               total("survey_answers", "count", question="[id]")),
        c.calc(
            "average", "平均分數", "Average", "number",
            f"IF({count('survey_answers', question='[id]', scored='1')}=0,\"\","
            + ratio(total("survey_answers", "points", question="[id]"),
                    total("survey_answers", "count", question="[id]", scored="1"))
            + ")",
            places=2,
            help=("量表題：各選項分數以次數加權平均", "Scales: scores weighted by their counts"),
        ),
    ),
    blank=8,
)  # fmt: skip

_SAME = {"question": "[question]", "segment": "[segment]"}

ANSWERS = Table(
    "survey_answers",
    Text("作答統計", "Answers"),
    (
        c.key("id", "編號", "ID", prefix="SV"),
        c.link("question", "題號", "Question ID", "survey_questions", required=True, width=12),
        c.calc("question_text", "題目", "Question", "text",
               look("survey_questions", "question", "[question]"), width=30),
        c.link("segment", "市場區隔", "Segment", "segments", required=True),
        c.calc("segment_name", "區隔名稱", "Segment name", "text",
               look("segments", "name", "[segment]"), width=18),
        c.text("answer", "選項", "Answer", required=True, width=24),
        c.number("score", "選項分數", "Score",
                 help=("量表題填，如 1 至 5", "For scales, such as 1 to 5")),
        c.integer("count", "次數", "Count", required=True, ge=0),
        c.calc(
            "sample", "作答樣本數", "Sample size", "integer",
            f"IF({look('survey_questions', 'kind', '[question]')}={_MULTIPLE},"
            + total(
                "survey_samples", "valid", segment="[segment]",
                survey=look("survey_questions", "survey", "[question]"),
            )
            + f",{total('survey_answers', 'count', **_SAME)})",
            width=13,
            help=("單選為本題次數合計；複選為該區隔有效樣本",
                  "Single choice: all answers; multiple choice: valid sample of the segment"),
        ),
        c.calc("share", "占比", "Share", "percent", ratio("[count]", "[sample]"), bar=True),
        c.calc(
            "margin", "抽樣誤差", "Margin of error", "percent",
            'IF(N([sample])=0,"",settings.confidence_z*'
            "SQRT(MAX(0,N([share])*(1-N([share])))/[sample]))",
            places=1, width=17,
        ),
        c.calc("low", "區間下限", "Lower bound", "percent",
               'IF([margin]="","",MAX(0,[share]-[margin]))', places=1, width=13),
        c.calc("high", "區間上限", "Upper bound", "percent",
               'IF([margin]="","",MIN(1,[share]+[margin]))', places=1, width=13),
        c.calc(
            "rank", "名次", "Rank", "integer",
            'IF([count]=0,"",COUNTIFS(survey_answers[question],[question],'
            'survey_answers[segment],[segment],survey_answers[count],">"&[count])+1)',
        ),
        c.calc(
            "state", "樣本狀況", "Sample state", "choice",
            f"IF(N([sample])=0,{{sample_state.none}},IF([sample]<{_SMALL},"
            "{sample_state.small},{sample_state.enough}))",
            list="sample_state", width=17,
        ),
        c.calc("scored", "計分", "Scored", "integer", 'IF([score]="",0,1)', hidden=True),
        c.calc("points", "得分", "Points", "number", "[score]*[count]", hidden=True),
    ),
    blank=24,
    hint=Text(
        "每題、每區隔、每選項一列，只填次數；占比、信賴區間與名次自動計算。",
        "One row per question, segment and answer: type the count, the rest follows.",
    ),
)  # fmt: skip

_OF_SEGMENT = {"segment": "[segment]"}

BY_SEGMENT = Table(
    "survey_by_segment",
    Text("各區隔回收統計", "Response by segment"),
    (
        c.key("segment", "市場區隔", "Segment"),
        c.calc("name", "區隔名稱", "Segment name", "text", look("segments", "name", "[segment]"),
               width=20),
        c.calc("sent", "發出份數", "Sent", "integer",
               total("survey_samples", "sent", **_OF_SEGMENT)),
        c.calc("valid", "有效樣本", "Valid", "integer",
               total("survey_samples", "valid", **_OF_SEGMENT)),
        c.calc("response_rate", "回收率", "Response rate", "percent",
               ratio(total("survey_samples", "returned", **_OF_SEGMENT), "[sent]"), width=15),
        c.calc("share", "樣本占比", "Share of sample", "percent",
               ratio("[valid]", total("survey_samples", "valid")), width=17),
        c.calc(
            "market_share", "母體占比", "Share of population", "percent",
            ratio(look_number("segments", "size", "[segment]"), total("segments", "size")),
            width=20,
            help=("與樣本占比相差大時，合計結果須加權",
                  "Where it is far from the share of the sample, weight the totals"),
        ),
    ),
    rows=Mirror("segments"),
)  # fmt: skip

CONCLUSIONS = Table(
    "survey_conclusions",
    Text("調查結論與運用", "Conclusions"),
    (
        c.key("id", "編號", "ID", prefix="SVC"),
        c.link("question", "題號", "Question ID", "survey_questions", width=12),
        c.note("finding", "調查發現", "Finding", required=True),
        c.note("meaning", "對目標市場的意義", "Meaning for the target market", width=40),
        c.note("use", "行銷運用建議", "Use in marketing"),
        c.link("target_market", "目標市場", "Target market", "target_markets", width=14),
        c.link("owner", "負責人", "Owner", "people"),
    ),
    blank=6,
)  # fmt: skip

SHEET = Sheet(
    "O4.1.3",
    tab=Text("市場調查", "Survey"),
    title=output_title("O4.1.3"),
    blocks=(
        SURVEYS,
        SAMPLES,
        BY_SEGMENT,
        Chart(
            "column",
            Text("樣本結構與母體結構", "Sample against population"),
            categories="survey_by_segment[name]",
            series=(
                Series("survey_by_segment[share]", Text("樣本占比", "Sample"), tone="accent"),
                Series("survey_by_segment[market_share]", Text("母體占比", "Population"),
                       tone="soft"),
            ),
            number_format="0%",
        ),
        QUESTIONS,
        ANSWERS,
        CONCLUSIONS,
    ),
    figures=(
        Figure("survey_sample", Text("有效樣本", "Valid sample"), "integer",
               total("survey_samples", "valid")),
        Figure(
            "survey_response", Text("回收率", "Response rate"), "percent",
            ratio(total("survey_samples", "returned"), total("survey_samples", "sent")),
        ),
        Figure(
            "survey_margin", Text("整體最大抽樣誤差", "Overall margin of error"), "percent",
            'IF(fig.survey_sample=0,"",settings.confidence_z*SQRT(0.25/fig.survey_sample))',
        ),
        Figure(
            "survey_samples_short", Text("樣本不足區隔", "Samples too small"), "integer",
            count("survey_samples", state="{sample_state.short}") + "+"
            + count("survey_samples", state="{sample_state.small}"),
            good_if="=0",
        ),
        Figure("survey_questions_total", Text("題數", "Questions"), "integer",
               rows("survey_questions")),
    ),
    phase="T4",
    about=Text(
        "彙整目標市場調查的樣本、作答占比與抽樣誤差，並把結論用於目標市場與行銷。",
        "Samples, shares and margins of error of the target market survey, and what follows.",
    ),
)  # fmt: skip
