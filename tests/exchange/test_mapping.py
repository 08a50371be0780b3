"""Mappings: headers recognised, TOML checked to the letter, the suggestion that can be loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from cstui.errors import BadInput
from cstui.exchange.mapping import load_mapping, mapping_names, recognise
from cstui.exchange.readers import open_table
from cstui.exchange.suggest import suggest_map
from cstui.exchange.words import COMPLAINT_COLUMNS

SIMPLIFIED = (
    "投诉编号,受理时间,渠道,分类,严重程度,主题,投诉内容,投诉要求,客户编号,客户姓名,联系电话,地区,"
    "处理部门,处理人,被投诉人,状态,办结时间,满意度"
)
TRADITIONAL = (
    "投訴編號,受理時間,渠道,分類,嚴重程度,主題,投訴內容,投訴要求,客戶編號,客戶姓名,聯繫電話,地區,"
    "處理部門,處理人,被投訴人,狀態,辦結時間,滿意度"
)
OTHERS = {
    "工单编号,工單編號": "external_id",
    "投诉时间,创建时间,received-at": "received_at",
    "来源": "channel",
    "投诉类型": "category",
    "级别": "severity",
    "标题,SUBJECT": "subject",
    "内容": "narrative",
    "姓名": "customer_name",
    "电话,手机,Customer Phone": "customer_phone",
}


@pytest.mark.parametrize("header", [",".join(COMPLAINT_COLUMNS), SIMPLIFIED, TRADITIONAL])
def test_all_columns_are_recognised(make, header: str) -> None:
    found = recognise(open_table(make("a.csv", f"{header}\n")), "complaints")
    assert tuple(found.columns) == COMPLAINT_COLUMNS


@pytest.mark.parametrize(("titles", "ours"), OTHERS.items())
def test_other_words_are_recognised(make, titles: str, ours: str) -> None:
    for title in titles.split(","):
        assert list(recognise(open_table(make("a.csv", f"{title},unknown\n")), "complaints").columns) == [ours]


def test_two_columns_for_one_are_named(make) -> None:
    with pytest.raises(BadInput, match="'电话' and '手机'"):
        recognise(open_table(make("a.csv", "电话,手机\n")), "complaints")


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "map.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_mapping_of_the_manual_is_understood(tmp_path: Path) -> None:
    found = load_mapping(
        written(
            tmp_path,
            """
            source = "cfpb"
            [dates]
            format = ["%Y-%m-%d", "%H:%M"]
            join = ["Date", "Time"]
            timezone = "America/New_York"
            [columns]
            external_id = "Complaint ID"
            category = ["Product", "Issue"]
            narrative = { first = ["Text", "text"] }
            [values.channel]
            "Web" = "web"
            [defaults]
            severity = "normal"
            team = "cards"
            [history]
            case = "Case ID"
            at = "Timestamp"
            activity = "Activity"
            """,
        )
    )
    assert found.source == "cfpb"
    assert found.columns == {
        "external_id": (("Complaint ID",),),
        "category": (("Product",), ("Issue",)),
        "narrative": (("Text", "text"),),
        "received_at": (("Date",), ("Time",)),
    }
    assert (found.formats, found.join, found.timezone) == (("%Y-%m-%d", "%H:%M"), ("Date", "Time"), "America/New_York")
    assert found.history is not None
    assert found.history.activity == "Activity"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("colums = 1", ["colums", "columns"]),
        ("[columns]\nnarative = 'x'", ["columns.narative", "narrative"]),
        ("[columns]\nnarrative = 3", ["columns.narrative", "3"]),
        ("[columns]\nnarrative = []", ["columns.narrative"]),
        ("[columns]\nnarrative = {last = ['a']}", ["columns.narrative", "first"]),
        ("columns = 1", ["columns", "table"]),
        ("", ["columns"]),
        ("[columns]\nsubject='x'\n[dates]\ntimezone = 'Mars/Base'", ["dates.timezone", "Mars/Base", "Asia/Shanghai"]),
        ("[columns]\nsubject='x'\n[dates]\nformat = 1", ["dates.format"]),
        ("[columns]\nsubject='x'\n[dates]\njoin=['a','b']\nformat=['1','2','3']", ["dates.format", "join"]),
        (
            "[columns]\nsubject='x'\n[values.severity]\n'hot' = 'boiling'",
            ["values.severity.hot", "boiling", "critical"],
        ),
        ("[columns]\nsubject='x'\n[values.received_at]\n'a' = 'b'", ["values.received_at"]),
        ("[columns]\nsubject='x'\n[defaults]\nstate = 'asleep'", ["defaults.state", "asleep", "registered"]),
        ("[columns]\nsubject='x'\n[defaults]\nexternal_id = '1'", ["defaults.external_id"]),
        ("[columns]\nsubject='x'\n[history]\ncase = 'a'", ["history.at"]),
        ("not toml", ["map.toml"]),
    ],
)
def test_a_wrong_mapping_says_where_and_what_is_expected(tmp_path: Path, text: str, told: list[str]) -> None:
    with pytest.raises(BadInput) as caught:
        load_mapping(written(tmp_path, text))
    message = str(caught.value)
    assert "map.toml" in message
    assert [word for word in told if word not in message] == []


def test_an_unknown_name_lists_the_ready_ones() -> None:
    with pytest.raises(BadInput, match="nobody") as caught:
        load_mapping("nobody")
    assert "cfpb, cn-appeal, comcast, helpdesk, pwc-calls" in caught.value.detail


def test_every_ready_mapping_is_right() -> None:
    assert mapping_names() == ("cfpb", "cn-appeal", "comcast", "helpdesk", "pwc-calls")
    for name in mapping_names():
        assert load_mapping(name).columns


def test_a_suggestion_shows_samples_and_can_be_loaded(make, tmp_path: Path) -> None:
    path = make("calls.csv", '投诉内容,"odd ""name""",empty\n"一\n二",x,\n三,y,\n四,x,\n五,z,\n六,w,\n')
    text = suggest_map(path)
    assert '#   "投诉内容": 一 二 | 三 | 四\n' in text
    assert '#   "odd \\"name\\"": x | y | z\n' in text
    assert '#   "empty":\n' in text
    found = load_mapping(written(tmp_path, text))
    assert (found.source, found.columns) == ("calls", {"narrative": (("投诉内容",),)})


def test_a_hostile_header_stays_a_comment(make, tmp_path: Path) -> None:
    text = suggest_map(make("a.csv", '内容,"x\n[columns]\nsubject = 1","\x1b[2J"\n1,"y\nz = 2",3\n'))
    assert "\x1b" not in text
    assert load_mapping(written(tmp_path, text)).columns == {"narrative": (("内容",),)}
