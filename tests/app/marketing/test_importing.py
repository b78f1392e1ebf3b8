"""Exports of services in the log: each layout, twice, edited, unknown, wrong."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

from xlevent import cli
from xlevent.app.event import Event
from xlevent.app.marketing.importing import Imported, import_results, read_exports
from xlevent.errors import MisuseError, UnreadableFileError
from xlevent.interop.results.profile import bundled, example, parse_profile

pytestmark = pytest.mark.slow  # whole workbooks are built and changed

META = """Reporting starts,Reporting ends,Day,Campaign name,Impressions,Reach,Link clicks,\
Purchases,Amount spent (TWD),Purchases conversion value,Ad set budget
2026-09-01,2026-09-01,2026-09-01,早鳥,"12,000",8000,300,12,1500,1800,500
2026-09-02,2026-09-02,2026-09-02,早鳥,10000,7000,200,8,"1,200.5",1200,500
2026-09-01,2026-09-02,,,22000,12000,500,20,2700.5,3000,
"""
GOOGLE = """廣告活動報表\t\t\t\t\t
2026年9月1日 - 2026年9月2日\t\t\t\t\t
廣告活動\t日期\t曝光\t點擊\t費用\t轉換\t點閱率
搜尋\t2026-09-01\t9,000\t450\t1800\t10.50\t5.00%
搜尋\t2026-09-02\t8,000\t--\t1600\t9\t0.00%
總計: 帳戶\t\t17,000\t450\t3400\t19.50\t2.6%
"""
LINE = """日期,廣告活動名稱,曝光數,點擊數,CV,花費,CTR
115/09/01,好友,5000,120,4,600,2.4%
"""
KKTIX = """報名序號,訂單編號,票種,票價,付款狀態,付款完成時間,姓名,Email
1,A1,早鳥票,150,已付款,2026/08/17 12:03,王小明,a@example.org
2,A1,早鳥票,150,已付款,2026/08/17 12:03,王小華,b@example.org
3,A2,早鳥票,150,已取消,2026/08/17 13:00,李四,c@example.org
4,A3,全票,200,已付款,2026/08/18 09:30,張三,d@example.org
"""
ACCUPASS = """訂單編號,票券名稱,購票時間,張數,小計,訂單狀態,姓名
B1,親子票,2026-08-20 10:00:00,2,500,已完成,甲
B2,親子票,2026-08-20 18:00:00,1,250,已退票,乙
"""
EVENTBRITE = """Order #,Order Date,First Name,Ticket Type,Quantity,Currency,Total Paid,Order Status
9,2026-08-21,Ann,Standard,3,TWD,900.00,Completed
"""
GA4 = """# ----------------------------------------
# 報表
# ----------------------------------------
日期,工作階段預設管道群組,工作階段廣告活動,工作階段,重要事件,總收益
20260901,電子郵件,第四期,900,45,6750
20260901,自然搜尋,(not set),400,3,450
"""
FILES = {"meta-ads": META, "google-ads": GOOGLE, "line-lap": LINE, "kktix": KKTIX,
         "accupass": ACCUPASS, "eventbrite": EVENTBRITE, "ga4": GA4}  # fmt: skip
D = Decimal


def event(*more: str) -> Event:
    names = ("Facebook", "Google 廣告", "LINE 官方帳號", "KKTIX", "活動通", "Eventbrite", "電子報")
    rows = [{"channel": name} for name in (*names, *more)]
    return Event({"event_name": "E", "base_currency": "TWD"}, {"channels": rows})


def take(
    tmp_path: Path, text: str, to: Event, *, encoding: str = "utf-8", channel: str = ""
) -> Imported:
    path = tmp_path / "export.csv"
    path.write_bytes(text.encode(encoding))
    return import_results(to, read_exports([path]), channel)


def codes(done: Imported) -> list[str]:
    return sorted(f.code for f in done.findings)


@pytest.mark.parametrize("name", FILES)
def test_each_layout_is_known_by_its_headers(name: str, tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(FILES[name], encoding="utf-8")
    assert [export.profile.name for export in read_exports([path])] == [name]
    assert {p.name for p in bundled()} == set(FILES)
    assert parse_profile(example(name), name).columns


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp950"])
def test_the_same_export_again_adds_nothing(name: str, encoding: str, tmp_path: Path) -> None:
    book = event()
    first = take(tmp_path, FILES[name], book, encoding=encoding)
    assert first.added > 0
    before = [dict(row) for row in book.tables["marketing_log"]]
    again = take(tmp_path, FILES[name], book, encoding=encoding)
    assert (again.added, again.known, again.changed) == (0, first.added, 0)
    assert book.tables["marketing_log"] == before
    assert [f for f in book.check() if f.table == "marketing_log"] == []


def test_meta(tmp_path: Path) -> None:
    book = event()
    done = take(tmp_path, META, book)
    assert book.tables["marketing_log"] == [
        {"id": "ML-001", "date": date(2026, 9, 1), "channel": "Facebook", "activity": "早鳥",
         "state": "done", "impressions": 12000, "reach": 8000, "clicks": 300, "conversions": 12,
         "cost": D(1500), "revenue": D(1800), "source": "meta-ads · 2026-09-01 · 早鳥"},
        {"id": "ML-002", "date": date(2026, 9, 2), "channel": "Facebook", "activity": "早鳥",
         "state": "done", "impressions": 10000, "reach": 7000, "clicks": 200, "conversions": 8,
         "cost": D("1200.5"), "revenue": D(1200), "source": "meta-ads · 2026-09-02 · 早鳥"},
    ]  # fmt: skip
    assert codes(done) == ["XL661", "XL664"]
    told = next(f for f in done.findings if f.code == "XL661")
    assert "Ad set budget" in told.message.en


def test_google_counts_shared_conversions_and_leaves_totals_out(tmp_path: Path) -> None:
    book = event()
    done = take(tmp_path, GOOGLE, book, encoding="utf-16")
    rows = book.tables["marketing_log"]
    assert [(r["date"], r.get("clicks"), r["conversions"]) for r in rows] == [
        (date(2026, 9, 1), 450, 11), (date(2026, 9, 2), None, 9),
    ]  # fmt: skip
    assert {"XL664", "XL668"} <= set(codes(done))


def test_tickets_are_counted_by_day_and_no_person_is_kept(tmp_path: Path) -> None:
    book = event()
    take(tmp_path, KKTIX, book)
    take(tmp_path, ACCUPASS, book)
    take(tmp_path, EVENTBRITE, book)
    rows = book.tables["marketing_log"]
    assert [(r["activity"], r["conversions"], r["revenue"]) for r in rows] == [
        ("早鳥票", 2, 300), ("全票", 1, 200), ("親子票", 2, 500), ("Standard", 3, 900),
    ]  # fmt: skip
    assert not any(word in str(rows) for word in ("王小明", "example.org", "Ann"))


def test_dates_of_the_republic(tmp_path: Path) -> None:
    book = event()
    take(tmp_path, LINE, book)
    assert book.tables["marketing_log"][0]["date"] == date(2026, 9, 1)


def test_unknown_channels_are_told_and_never_guessed(tmp_path: Path) -> None:
    book = event()
    done = take(tmp_path, GA4, book)
    assert [r["channel"] for r in book.tables["marketing_log"]] == ["電子報"]
    assert (done.left_out, "XL660" in codes(done)) == (1, True)
    assert next(f for f in done.findings if f.code == "XL660").value == "自然搜尋"
    two = event("Meta 廣告")  # beside Facebook: either may be meant
    assert take(tmp_path, META, two).added == 0
    assert take(tmp_path, META, two, channel="meta 廣告").added == 2
    with pytest.raises(MisuseError, match=r"no channel 'Facebok'.*Did you mean 'Facebook'"):
        take(tmp_path, META, two, channel="Facebok")


def test_an_edited_row_is_left_alone(tmp_path: Path) -> None:
    book = event()
    take(tmp_path, META, book)
    row = book.tables["marketing_log"][0]
    row["activity"], row["cost"], row["date"] = "早鳥第一波", D(1499), date(2026, 8, 31)
    edited = dict(row)
    done = take(tmp_path, META, book)
    assert (done.added, done.known, done.changed) == (0, 2, 1)
    assert book.tables["marketing_log"][0] == edited
    told = next(f for f in done.findings if f.code == "XL672")
    assert told.row == 0
    assert "cost" in told.message.en


def test_a_row_typed_by_hand_is_known(tmp_path: Path) -> None:
    book = event()
    typed = {"id": "ML-9", "date": date(2026, 9, 1), "channel": "LINE 官方帳號", "activity": "好友"}
    book.tables["marketing_log"].append(typed)  # type: ignore[arg-type]
    assert (take(tmp_path, LINE, book).added, len(book.tables["marketing_log"])) == (0, 1)


@pytest.mark.parametrize(
    ("old", "new", "code", "added"),
    [
        ("300,12,1500", "-300,12,1500", "XL666", 1),
        ("300,12,1500", "many,12,1500", "XL662", 1),
        ("2026-09-01,早鳥", "soon,早鳥", "XL663", 1),
        ("(TWD)", "(USD)", "XL667", 0),
        ("2026-09-01,2026-09-02,,,22000", "2026-09-01,2026-09-02,2026-09-02,,21999", "XL665", 2),
        ("2026-09-01,2026-09-01,2026-09-01", "2026-09-01,2026-09-03,2026-09-01", "XL670", 2),
        ("2026-09-02,2026-09-02,2026-09-02", "2026-09-01,2026-09-01,2026-09-01", "XL669", 1),
    ],
)
def test_what_is_wrong_is_told(old: str, new: str, code: str, added: int, tmp_path: Path) -> None:
    book = event()
    assert old in META
    done = take(tmp_path, META.replace(old, new), book)
    assert code in codes(done)
    assert done.added == added


def test_other_files_and_profiles(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(UnreadableFileError, match=r"no header .*begins with: a, b"):
        read_exports([path])
    path.write_text("Tag,Was,Gezeigt\n2026-09-01,Plakat,50\n", "utf-8")
    mine = tmp_path / "mine.yaml"
    mine.write_text("columns: {date: Tag, activity: Was, impressions: Gezeigt}\n"
                    "channel: Facebook\n", "utf-8")  # fmt: skip
    book = event()
    assert import_results(book, read_exports([path], str(mine))).added == 1
    with pytest.raises(MisuseError, match="Did you mean 'meta-ads'"):
        read_exports([path], "meta-adds")
    with pytest.raises(MisuseError, match="columns has no figure"):
        parse_profile("columns: {date: Tag, activity: Was}", "p.yaml")


# --- the command ---------------------------------------------------------------------------------
def run(*arguments: object, code: int = 0) -> str:
    done = CliRunner().invoke(cli.app, ["results", *map(str, arguments)])
    assert done.exit_code == code, f"{done.output}\n{done.exception!r}"
    return done.stdout


def test_a_workbook_takes_an_export_and_an_edit_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XLEVENT_LANG", "en")
    book, export = tmp_path / "e.xlsx", tmp_path / "meta.csv"
    event().build(book)
    export.write_text(META, "utf-8")
    before = book.read_bytes()
    assert "2 added, 0 known" in run(book, "--import", export, "--dry-run")
    assert book.read_bytes() == before
    assert "2 added, 0 known" in run(book, "--import", export)
    rows = Event.read(book).tables["marketing_log"]
    assert [(r["id"], r["cost"], r["source"]) for r in rows] == [
        ("ML-001", 1500, "meta-ads · 2026-09-01 · 早鳥"),
        ("ML-002", D("1200.5"), "meta-ads · 2026-09-02 · 早鳥"),
    ]  # fmt: skip
    data = json.loads(run(book, "--import", export, "--json"))
    assert (data["added"], data["known"], data["changed"]) == (0, 2, 0)
    facebook = json.loads(run(book, "--json"))["channels"][0]
    assert (facebook["channel"], facebook["cost"], facebook["clicks"]) == ("Facebook", 2700.5, 500)


def test_a_plan_and_its_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XLEVENT_LANG", "en")
    plan, copy, export = tmp_path / "e.yaml", tmp_path / "copy.yaml", tmp_path / "ga4.csv"
    event().save(plan)
    before = plan.read_bytes()
    export.write_text(GA4, "utf-8")
    shown = run(plan, "--import", export, "-o", copy, code=1)  # a channel is unknown
    assert "1 added, 0 known already (0 of them differ), 1 left out" in shown
    assert plan.read_bytes() == before
    assert len(Event.load(copy).tables["marketing_log"]) == 1
    run(plan, "--channel", "Facebook", code=2)
    run(code=2)
    assert run("--example", "kktix").startswith("# In the manner of KKTIX")


def test_our_own_workbook_is_no_export(tmp_path: Path) -> None:
    event().build(tmp_path / "e.xlsx")
    with pytest.raises(UnreadableFileError, match="a workbook of xlevent, not an export"):
        read_exports([tmp_path / "e.xlsx"])


def test_a_workbook_of_a_service(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in csv.reader(io.StringIO(LINE)):
        sheet.append(line)
    sheet.cell(2, 1).value = datetime(2026, 9, 1)
    sheet.cell(2, 3).value = 5000
    book.save(tmp_path / "line.xlsx")
    to = event()
    assert import_results(to, read_exports([tmp_path / "line.xlsx"])).added == 1
    row = to.tables["marketing_log"][0]
    assert (row["date"], row["impressions"], row["cost"]) == (date(2026, 9, 1), 5000, 600)
