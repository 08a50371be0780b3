"""The words that head the columns of sheets of people by days, and those that begin a total or a remark."""

from __future__ import annotations

import re

from ..grid import written
from ..table import Cell, Row

LOGIN_WORDS = frozenset(
    "login account user userid 账号 帐号 帳號 登录名 工号 工號 员工号 员工编号 員工編號 人员编号 编号 編號".split()
)
NAME_WORDS = frozenset(
    "name agent employee staff 姓名 名字 员工 員工 员工姓名 員工姓名 坐席 座席 客服 客服姓名 人员 人員 值班人员".split()
)
DAY_WORDS = frozenset("date day 日期 班次日期 排班日期 出勤日期 考勤日期 打卡日期 工作日期".split())
SHIFT_WORDS = frozenset("shift code 班次 班别 班別 排班 班种 班種".split())
TOTAL = re.compile(
    r"(?:合计|合計|总计|總計|小计|小計|总人数|備註|备注|说明|說明|注[:意]|total|sum\b|remark|note)|.*人[数數]$",
    re.IGNORECASE,
)


def label(cell: Cell) -> str:
    """Return a heading as it is compared with known words."""
    return re.sub(r"[\s_:]+", "", written(cell)).lower()


def first_of(header: Row, words: frozenset[str]) -> int | None:
    """Return the first column of a row that one of the words heads."""
    return next((column for column, cell in enumerate(header.cells) if label(cell) in words), None)
