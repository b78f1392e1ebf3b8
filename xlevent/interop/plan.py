"""Plan files of every kind: the suffix says which, a folder holds parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from xlevent.domain import codes
from xlevent.domain.codes import Problem
from xlevent.domain.finding import Place
from xlevent.domain.language import Text
from xlevent.errors import MisuseError, UnreadableFileError, said_by_system
from xlevent.interop import plan_csv, plan_json, plan_yaml, yaml_patch, yaml_text
from xlevent.interop.files import SIZE_LIMIT, decode, inside, read_bytes, replace
from xlevent.interop.outgoing import Outgoing, OutRow
from xlevent.interop.row_matching import match_rows
from xlevent.sheets.kernel.raw import RawPlan, RawRow

_LOADERS: dict[str, Callable[..., RawPlan]] = {
    ".yaml": plan_yaml.load,
    ".yml": plan_yaml.load,
    ".json": plan_json.load,
}
_PARTS: dict[str, Callable[..., RawPlan]] = {**_LOADERS, ".csv": plan_csv.load}
# What people keep beside the parts of a plan: notes, and what its rows lead to.
_BESIDE = frozenset((
    ".md", ".txt", ".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".tif", ".tiff", ".pdf",
    ".mp3", ".m4a", ".wav", ".mp4", ".mov", ".webm",
))  # fmt: skip


def load(path: str | Path, *, limit: int = SIZE_LIMIT) -> RawPlan:
    """Read a plan from a .yaml, .yml or .json file, or from a folder of such parts and .csv.

    `limit` is the size in bytes that is accepted, of a folder the sum of its parts.
    """
    path = Path(path)
    if path.is_dir():
        return _load_folder(path, limit)
    loader = _LOADERS.get(path.suffix.lower())
    if loader is None:
        raise UnreadableFileError(
            Text(
                f"計畫檔不以 {path.suffix} 結尾。" if path.suffix else "計畫檔要有副檔名。",
                f"a plan does not end in {path.suffix or 'nothing'}.",
            ),
            where=str(path),
            mend=_read_first(path)
            if path.suffix.lower() == ".ods"
            else Text(
                "請用 .yaml、.json 檔，或放 .csv 檔的資料夾。",
                "Give a .yaml or .json file, or a folder of .csv files.",
            ),
        )
    return loader(path, limit=limit)


def _read_first(book: Path) -> Text:
    command = f"xlevent read {book.name} -o {book.stem}.yaml"
    return Text(f"請先讀成計畫檔：{command}", f"Read it first: {command}")


def _members(folder: Path) -> list[Path]:
    return sorted(p for p in folder.iterdir() if not p.name.startswith((".", "~$")))


def _holds_media(path: Path) -> bool:
    """Whether it is a folder of pictures, films and the like, to which the plan's rows lead."""
    try:
        names = [part.name for part in path.iterdir()] if path.is_dir() else []
    except OSError:  # closed to us
        return False
    return bool(names) and all(
        name.startswith(".") or Path(name).suffix.lower() in _BESIDE for name in names
    )


def _load_folder(folder: Path, limit: int) -> RawPlan:
    plan = RawPlan(str(folder))
    for path in _members(folder):
        loader = _PARTS.get(path.suffix.lower())
        if loader is None or path.is_dir():
            if path.suffix.lower() not in _BESIDE and not _holds_media(path):
                problem = Problem(codes.FILE_IGNORED, {"value": path.name})
                plan.problems.append((problem, Place(str(path))))
            continue
        inside(folder, path)
        try:
            limit -= path.stat().st_size
        except OSError as problem:
            raise UnreadableFileError(
                Text(
                    f"計畫的這個部分無法開啟（{said_by_system(problem).zh}）。",
                    f"this part of the plan cannot be opened ({problem.strerror}).",
                ),
                where=str(path),
                mend=Text(
                    "請移除它，或放回它所指的檔案。",
                    "Remove it, or put back the file that it leads to.",
                ),
            ) from problem
        if limit < 0:
            raise UnreadableFileError(
                Text("計畫太大。", "the plan is too large."),
                where=str(folder),
                mend=Text("如果是您自己的計畫，請提高上限。", "Raise the limit if it is yours."),
            )
        plan.merge(loader(path))
    return plan


def save(plan: Outgoing, path: str | Path, *, force: bool = False) -> None:
    """Write a plan to a file, or to a folder (created for a path without suffix).

    A YAML file that exists keeps its comments, order and spelling; only changed values change.
    With `force` a file that cannot be read as a plan is replaced; without, that is an error.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if path.is_dir() or (not suffix and not path.exists()):
        path.mkdir(parents=True, exist_ok=True)
        _save_folder(plan, path)
    elif suffix in (".yaml", ".yml"):
        save_yaml(plan, path, force=force)
    elif suffix == ".json":
        replace(path, plan_json.dumps(plan))
    else:
        raise MisuseError(
            Text(
                f"計畫檔不能以 {suffix} 結尾。" if suffix else "計畫檔要有副檔名。",
                f"a plan cannot end in {suffix or 'nothing'}.",
            ),
            where=str(path),
            mend=Text(
                "請用 .yaml、.json，或以資料夾存放 .csv 檔。",
                "Use .yaml, .json, or a folder for .csv files.",
            ),
        )


def save_yaml(plan: Outgoing, path: Path, *, force: bool = False) -> None:
    """Write a YAML file, patching the one that is there."""
    if not path.exists():
        replace(path, yaml_text.document(plan))
        return
    try:
        content = read_bytes(path)
        text, _ = decode(content, path)
        found = plan_yaml.outline(text, str(path))
    except UnreadableFileError:
        if not force:
            raise
        replace(path, yaml_text.document(plan))
        return
    if found.problems and not force:
        problem, place = found.problems[0]
        finding = codes.finding(problem, place=place)
        raise MisuseError(
            Text(
                "原檔案含有 xlevent 不認得的部分，覆寫會遺失。",
                "the file there holds parts that xlevent does not understand and would lose.",
            ),
            where=str(place),
            mend=Text(
                f"請另存新檔名，或更正：{finding.message.zh}",
                f"Save under another name, or mend: {finding.message.en}",
            ),
        )
    patched = yaml_patch.patch(text, found, plan)
    if patched is None or not _says(patched, plan):
        patched = yaml_text.document(plan)
    if patched != text:
        replace(
            path, (b"\xef\xbb\xbf" if content[:3] == b"\xef\xbb\xbf" else b"") + patched.encode()
        )


def _says(text: str, plan: Outgoing) -> bool:
    """Whether the text, read again, is the plan."""
    try:
        raw = plan_yaml.loads(text)
    except UnreadableFileError:
        return False
    if raw.problems:
        return False
    return all(
        len(raws) == len(rows)
        and match_rows(plan, key, raws, rows) == list(range(len(rows)))
        and not any(
            yaml_patch.differences(key, r, row, plan) for r, row in zip(raws, rows, strict=True)
        )
        for key, raws, rows in _side_by_side(raw, plan)
    )


def _side_by_side(
    raw: RawPlan, plan: Outgoing
) -> Iterator[tuple[str, list[RawRow], Sequence[OutRow]]]:
    yield "settings", raw.settings.rows or [{}], [plan.settings]
    yield "documents", raw.documents.rows or [{}], [plan.documents]
    for key in {*plan.tables, *raw.tables}:
        raws = raw.tables[key].rows if key in raw.tables else []
        yield key, raws, plan.tables.get(key, [])


def _save_folder(plan: Outgoing, folder: Path) -> None:
    """Each table goes back to the parts it came from; new ones to a .csv of their own."""
    homes: dict[Path, RawPlan] = {}
    for path in _members(folder):
        loader = _PARTS.get(path.suffix.lower())
        if loader and not path.is_dir():
            inside(folder, path)
            homes[path] = loader(path)
    shares = {path: Outgoing(plan.declared) for path in homes}
    for name in ("settings", "documents"):
        given = getattr(plan, name)
        owners = [p for p, part in homes.items() if getattr(part, name).rows]
        _share_cells(name, given, owners, homes, shares)
        if given and not owners:
            home = folder / f"{name}.csv"
            setattr(shares.setdefault(home, Outgoing(plan.declared)), name, given)
    for key, rows in plan.tables.items():
        owners = [p for p, part in homes.items() if key in part.tables]
        if len(owners) > 1:
            _share_rows(plan, key, owners, homes, shares)
        elif owners or rows:
            home = owners[0] if owners else folder / f"{_safe(key)}.csv"
            shares.setdefault(home, Outgoing(plan.declared)).tables[key] = rows
    for path, share in shares.items():
        if path.suffix.lower() == ".csv":
            key = path.stem
            if key in share.tables or key in plan_csv.PAIRS:
                # The mark lets Excel know that the file is UTF-8.
                replace(path, b"\xef\xbb\xbf" + plan_csv.dumps(share, key).encode())
        else:
            save(share, path)


def _safe(key: str) -> str:
    """A table's key as a file name; only unknown tables can have others."""
    if Path(key).name != key or key.startswith(".") or set(key) & set('\\/:*?"<>|\0'):
        raise MisuseError(
            Text(
                f"不認得的資料表「{key}」不能作為檔名。",
                f"the unknown table {key!r} cannot be a file name.",
            ),
            mend=Text("請將該資料表改名或移除。", "Rename or remove the table."),
        )
    return key


def _share_cells(
    name: str, given: Mapping[str, object], owners: list[Path], homes: dict[Path, RawPlan],
    shares: dict[Path, Outgoing],
) -> None:  # fmt: skip
    left = dict(given)
    for path in owners:
        share = shares[path]
        mine: dict[str, object] = {}
        for row in getattr(homes[path], name).rows:
            for raw_name in row:
                reader = share.reader(name)
                key = (reader.column_of(raw_name) if reader else None) or raw_name
                if key in left:
                    mine[key] = left.pop(key)
        if path is owners[-1]:
            mine.update(left)
        setattr(share, name, mine)


def _share_rows(
    plan: Outgoing, key: str, owners: list[Path], homes: dict[Path, RawPlan],
    shares: dict[Path, Outgoing],
) -> None:  # fmt: skip
    raws = [(path, raw) for path in owners for raw in homes[path].tables[key].rows]
    rows = plan.tables[key]
    home = owners[0]
    mine: dict[Path, list[OutRow]] = {path: [] for path in owners}
    for row, index in zip(rows, match_rows(plan, key, [raw for _, raw in raws], rows), strict=True):
        # A new row goes where the row above it stands.
        home = raws[index][0] if index is not None else home
        mine[home].append(row)
    for path in owners:
        shares[path].tables[key] = mine[path]
