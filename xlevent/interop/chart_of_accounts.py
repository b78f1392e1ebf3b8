"""The chart of accounts as YAML: the house's own, and what a user's file changes in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from xlevent.domain.accounts import ACCOUNT_KINDS, IN_KIND, INPUT_TAX, ROLES, Account, Chart
from xlevent.domain.language import Text
from xlevent.domain.problems import nearest
from xlevent.errors import MisuseError
from xlevent.interop.files import decode, read_bytes

_FILE = "chart_of_accounts.yaml"
_LIMIT = 1_000_000
_PARTS = ("accounts", "costs", "income", "methods", "policies")
_POLICIES = ("input_tax", "output_tax", "in_kind")
_FIELDS = ("code", "kind", "zh", "en")


def default_text() -> str:
    """The chart that comes with xlevent, as text to copy."""
    return resources.files(__package__).joinpath(_FILE).read_text(encoding="utf-8")


def load_chart(path: Path | None = None) -> Chart:
    """The chart of a file over the house's own; MisuseError says what is wrong and where."""
    own = _parse(default_text(), _FILE)
    if path is None:
        return _chart(own, {}, _FILE)
    text, _ = decode(read_bytes(path, limit=_LIMIT), path)
    return _chart(own, _parse(text, str(path)), str(path))


def _parse(text: str, where: str) -> dict[str, Any]:
    try:
        # Every scalar stays the text that was typed: codes with a leading zero are codes.
        data = yaml.load(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark is not None else ""
        raise MisuseError(
            Text("這不是正確的 YAML。", "this is not valid YAML."),
            where=f"{where}{line}",
            mend=Text("請檢查該處的縮排。", "Check the indentation there."),
        ) from None
    if data in (None, ""):
        return {}
    return _known(_mapping(data, where), _PARTS, where)


def _chart(own: Mapping[str, Any], given: Mapping[str, Any], where: str) -> Chart:
    accounts = {**_accounts(own, where), **_accounts(given, where)}
    for role in ROLES:
        if role not in accounts:
            raise _wrong(
                Text(f"缺少科目 {role}。", f"the account {role} is missing."),
                where,
                Text("請在 accounts 下宣告。", "Declare it under accounts."),
            )
    codes: dict[str, str] = {}
    for name, account in accounts.items():
        other = codes.setdefault(account.code, name)
        if other != name and accounts[other] != account:
            raise _wrong(
                Text(
                    f"代碼 {account.code} 同時代表 {other} 與 {name}。",
                    f"the code {account.code} stands for {other} and {name}.",
                ),
                where,
                Text("請讓每個科目有自己的代碼。", "Give every account a code of its own."),
            )

    def named(*path: str) -> dict[str, Account]:
        both: dict[str, Any] = {}
        for chart in (own, given):
            part: Any = chart
            for step in path:
                part = _mapping(part.get(step) or {}, f"{where}, {step}")
            both.update(part)
        return {
            key: _one(accounts, name, f"{where}, {'.'.join(path)}") for key, name in both.items()
        }

    for chart in (own, given):
        _known(_mapping(chart.get("costs") or {}, where), ("category", "section"), where)
    policies: dict[str, Any] = {}
    for chart in (own, given):
        policies.update(
            _known(_mapping(chart.get("policies") or {}, where), _POLICIES, f"{where}, policies")
        )
    kinds = policies["output_tax"]
    if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
        raise _wrong(
            Text("output_tax 不是清單。", "output_tax is no list."),
            where,
            Text("請寫成 [client, ticket] 或 []。", "Write it as [client, ticket] or []."),
        )
    return Chart(
        {role: accounts[role] for role in ROLES},
        named("costs", "category"), named("costs", "section"), named("income"), named("methods"),
        _of(policies["input_tax"], INPUT_TAX, "input_tax", where), frozenset(kinds),
        _of(policies["in_kind"], IN_KIND, "in_kind", where),
    )  # fmt: skip


def _accounts(chart: Mapping[str, Any], where: str) -> dict[str, Account]:
    found = {}
    for name, fields in _mapping(chart.get("accounts") or {}, where).items():
        place = f"{where}, accounts.{name}"
        cells = _known(_mapping(fields, place), _FIELDS, place)
        missing = [field for field in _FIELDS if not isinstance(cells.get(field), str)]
        if missing or not cells["code"].strip():
            raise _wrong(
                Text(
                    f"缺少 {'、'.join(missing) or 'code'}。",
                    f"{', '.join(missing) or 'code'} is missing.",
                ),
                place,
                Text(
                    '科目寫成 {code: "1113", kind: asset, zh: 銀行存款, en: Cash in banks}。',
                    'An account is {code: "1113", kind: asset, zh: 銀行存款, en: Cash in banks}.',
                ),
            )
        kind = _of(cells["kind"], ACCOUNT_KINDS, "kind", place)
        found[name] = Account(cells["code"].strip(), Text(cells["zh"], cells["en"]), kind)
    return found


def _one(accounts: Mapping[str, Account], name: object, where: str) -> Account:
    if not isinstance(name, str) or name not in accounts:
        raise _wrong(
            Text(f"沒有科目「{name}」。", f"there is no account {name!r}."),
            where,
            _hint(str(name), accounts),
        )
    return accounts[name]


def _of(value: object, known: tuple[Any, ...], what: str, where: str) -> Any:
    if value not in known:
        raise _wrong(
            Text(f"{what} 為「{value}」。", f"{what} is {value!r}."),
            where,
            Text(f"可用：{'、'.join(known)}。", f"Known: {', '.join(known)}."),
        )
    return value


def _known(data: dict[str, Any], known: Iterable[str], where: str) -> dict[str, Any]:
    names = tuple(known)
    for key in data:
        if key not in names:
            raise _wrong(
                Text(f"這裡不認得「{key}」。", f"{key!r} is not known here."),
                where,
                _hint(str(key), names),
            )
    return data


def _mapping(data: object, where: str) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise _wrong(
            Text("這裡應是名稱與值。", "names with values are expected here."),
            where,
            Text("請寫成「名稱: 值」。", "Write it as name: value."),
        )
    return data


def _hint(name: str, known: Iterable[str]) -> Text:
    names = tuple(known)
    near = nearest(name, names)
    if near:
        return Text(f"是否為「{near}」？", f"Did you mean {near!r}?")
    return Text(f"可用：{'、'.join(names)}。", f"Known: {', '.join(names)}.")


def _wrong(what: Text, where: str, mend: Text) -> MisuseError:
    return MisuseError(
        Text(f"會計科目表：{what.zh}", f"chart of accounts: {what.en}"), where=where, mend=mend
    )
