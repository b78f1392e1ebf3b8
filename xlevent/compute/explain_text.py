"""Explanations as sentences in both languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from xlevent.compute.chains import CalendarGap, Cause, Step
from xlevent.compute.explain import CriticalKind, Explanation, FreeFloat, TotalFloat
from xlevent.compute.lag_units import write_minutes
from xlevent.compute.reasons import ReasonKind
from xlevent.domain.language import Text
from xlevent.domain.task import Link

Label = Callable[[str], str]

_WEEKDAYS = ("一二三四五六日", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))
_KINDS = {
    ReasonKind.PROJECT_START: Text("專案開始", "the project's start"),
    ReasonKind.PROJECT_FINISH: Text("專案完成", "the project's finish"),
    ReasonKind.CONSTRAINT: Text("排程限制", "its constraint"),
    ReasonKind.DEADLINE: Text("期限", "its deadline"),
    ReasonKind.DATA_DATE: Text("資料日期", "the data date"),
    ReasonKind.DELAY: Text("資源撫平的延後", "its levelling delay"),
    ReasonKind.FACT: Text("實際日期", "its actual date"),
    ReasonKind.GIVEN: Text("指定日期", "its given date"),
}
_ADVANCE = Text("資源撫平的提前", "its levelling to an earlier time")


class Sentences:
    """Writes explanations.

    Parameters
    ----------
    minutes_per_day
        Working minutes of a "d" in a lag or float.
    label
        How a task is called, by its id; by default the id itself.
    longest
        The most tasks of a chain that are listed; those between are counted.
    """

    def __init__(
        self, minutes_per_day: int = 480, label: Label | None = None, longest: int = 12
    ) -> None:
        self._per_day = minutes_per_day
        self._label = label or str
        self._longest = longest

    def write(self, explanation: Explanation) -> list[Text]:
        """All there is to say about a task, a sentence each."""
        e = explanation
        name = self._label(e.task)
        lines = [
            Text(
                f"{name}：{_when(e.start).zh} 至 {_when(e.finish).zh}。",
                f"{name}: {_when(e.start).en} to {_when(e.finish).en}.",
            )
        ]
        if e.members is not None:
            first, last = (self._label(member) for member in e.members)
            lines.append(
                Text(
                    f"彙總工作：開始取自 {first}，完成取自 {last}。",
                    f"A summary: its start is that of {first}, its finish that of {last}.",
                )
            )
        lines += self.chain(e.chain, late=e.late)
        lines.append(self.critical(e))
        if e.total is not None:
            lines += self.total(e.total)
        if e.free is not None:
            lines.append(self.free(e.free))
        for broken in e.deadlines:
            task, late = self._label(broken.task), self.size(broken.minutes)
            due, finish = _when(broken.deadline), _when(broken.finish)
            lines.append(
                Text(
                    f"{task} 的期限 {due.zh} 未達成：完成於 {finish.zh}，晚 {late}；起因：",
                    f"{task} misses its deadline {due.en}: it finishes {finish.en}, {late} late; "
                    "because:",
                )
            )
            lines += self.chain(broken.chain)
        return lines

    def chain(self, steps: tuple[Step, ...], *, late: bool = False) -> list[Text]:
        """A sentence per task of a chain; of a long one its first and last."""
        if len(steps) <= self._longest:
            return [self.step(step, late=late) for step in steps]
        head = self._longest // 2
        tail = self._longest - head
        between = len(steps) - head - tail
        return [
            *(self.step(step, late=late) for step in steps[:head]),
            Text(f"……另 {between} 項工作……", f"... {between} more tasks ..."),
            *(self.step(step, late=late) for step in steps[-tail:]),
        ]

    def step(self, step: Step, *, late: bool = False) -> Text:
        """Why one task starts when it does, or must finish when it must."""
        name = self._label(step.task)
        moment, why = _when(step.finish if late else step.start), self.reason(step, late=late)
        if late:
            return Text(
                f"{name} 最晚於 {moment.zh} 完成：{why.zh}。",
                f"{name} must finish by {moment.en}: {why.en}.",
            )
        return Text(
            f"{name} 於 {moment.zh} 開始：{why.zh}。", f"{name} starts {moment.en}: {why.en}."
        )

    def reason(self, step: Step, *, late: bool = False) -> Text:
        """What puts one task where it is, without its own name and dates."""
        causes = [self._cause(cause, late=late) for cause in step.causes[:3]]
        return Text("；".join(c.zh for c in causes), "; ".join(c.en for c in causes))

    def total(self, total: TotalFloat) -> list[Text]:
        """What the total float is made of."""
        size, first, last = self.size(total.minutes), _when(total.first), _when(total.last)
        what = Text("開始", "start") if total.at_start else Text("完成", "finish")
        end = self._cause(total.end, late=True)
        via = [self._label(step.task) for step in total.chain[1:]]
        through = Text("", "")
        if via:
            shown = via if len(via) <= self._longest else [*via[: self._longest - 1], "…", via[-1]]
            through = Text(f"經 {'、'.join(shown)}，", f"through {', '.join(shown)}, ")
        return [
            Text(
                f"總浮時 {size}：{what.zh}由 {first.zh} 到最晚 {last.zh}，"
                f"{through.zh}受限於{end.zh}。",
                f"Total float {size}: from the {what.en} {first.en} to the latest {last.en}, "
                f"{through.en}limited by {end.en}.",
            )
        ]

    def free(self, free: FreeFloat) -> Text:
        """What the free float is made of."""
        size = self.size(free.minutes)
        if not free.limits:
            return Text(
                f"自由浮時 {size}：沒有後續工作限制，同總浮時。",
                f"Free float {size}: no successor limits it, only the total float.",
            )
        zh = "、".join(f"{self._label(x.successor)}（{_when(x.start).zh}）" for x in free.limits)
        en = ", ".join(f"{self._label(x.successor)} ({_when(x.start).en})" for x in free.limits)
        return Text(f"自由浮時 {size}：再晚就推遲 {zh}。",
                    f"Free float {size}: any more would move {en}.")  # fmt: skip

    def size(self, minutes: int) -> str:
        """Working minutes as days, hours or minutes."""
        return write_minutes(minutes, elapsed=False, minutes_per_day=self._per_day)

    def critical(self, explanation: Explanation) -> Text:
        """Why a task is critical, or why not."""
        kind, is_critical = explanation.why_critical, explanation.critical
        if kind == CriticalKind.DONE:
            return Text("已完成，不再是要徑。", "It is done, so it is not critical.")
        if kind == CriticalKind.UNKNOWN:
            return Text(
                "後續有未排程的工作，浮時未知。",
                "Something that is not scheduled follows it, so its float is unknown.",
            )
        if kind == CriticalKind.OF_SUMMARY:
            return (
                Text("其下有要徑工作。", "A task below it is critical.")
                if is_critical
                else Text("其下沒有要徑工作。", "No task below it is critical.")
            )
        if is_critical:
            return Text("在要徑上：沒有可用的總浮時。", "It is critical: no total float is left.")
        return Text("不在要徑上：還有總浮時。", "It is not critical: it has total float.")

    def _cause(self, cause: Cause, *, late: bool) -> Text:
        given = _when(cause.given)
        if cause.kind == ReasonKind.LINK:
            text = self._linked(cause, given, late=late)
        elif cause.kind == ReasonKind.SUMMARY:
            name = self._label(cause.task or "")
            text = Text(f"彙總工作 {name} 的限制 {given.zh}",
                        f"the limit {given.en} of its summary {name}")  # fmt: skip
        else:
            kind = _ADVANCE if late and cause.kind == ReasonKind.DELAY else _KINDS[cause.kind]
            text = Text(f"{kind.zh} {given.zh}", f"{kind.en} {given.en}")
        if cause.gap is None:
            return text
        gap = _gap(cause.gap, late=late)
        return Text(text.zh + gap.zh, text.en + gap.en)

    def _linked(self, cause: Cause, given: Text, *, late: bool) -> Text:
        task = self._label(cause.task or "")
        link = "" if cause.link is None else self._link(cause.link)
        if late:
            return Text(f"{link} 的後續 {task} 要求最晚 {given.zh}",
                        f"its successor {task} ({link}) asks for {given.en}")  # fmt: skip
        return Text(f"前置 {task}（{link}）允許 {given.zh}",
                    f"its predecessor {task} ({link}) allows {given.en}")  # fmt: skip

    def _link(self, link: Link) -> str:
        lag = ""
        if link.percent is not None:
            lag = f"{link.percent:+g}{'e' if link.elapsed else ''}%"
        elif link.lag:
            size = write_minutes(abs(link.lag), elapsed=link.elapsed, minutes_per_day=self._per_day)
            lag = f"{'-' if link.lag < 0 else '+'}{size}"
        return f"{link.kind}{lag}"


def _gap(gap: CalendarGap, *, late: bool) -> Text:
    taken = _when(gap.taken)
    off = gap.days_off[:5]
    zh = "、".join(f"{day.day:%m-%d} {day.name}".strip() for day in off)
    en = ", ".join(f"{day.day:%m-%d} {day.name}".strip() for day in off)
    why = Text(f"，{zh} 休假", f", off on {en}") if off else Text("", "")
    word = Text("前一個", "ends at") if late else Text("下一個", "gives")
    return Text(
        f"（行事曆「{gap.calendar}」{word.zh}工作時間為 {taken.zh}{why.zh}）",
        f" (calendar {gap.calendar!r} {word.en} {taken.en}{why.en})",
    )


def _when(moment: datetime) -> Text:
    day = moment.weekday()
    stamp = f"{moment:%Y-%m-%d}", f"{moment:%H:%M}"
    return Text(
        f"{stamp[0]}（{_WEEKDAYS[0][day]}）{stamp[1]}", f"{_WEEKDAYS[1][day]} {stamp[0]} {stamp[1]}"
    )
