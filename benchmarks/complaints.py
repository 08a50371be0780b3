"""Complaints made up by rule: the same number and seed give the same table, 70 % of it Chinese, ~530 bytes a row."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

COLUMNS = (
    "external_id", "received_at", "channel", "category", "severity", "subject", "narrative", "remedy",
    "customer_id", "customer_name", "customer_phone", "region", "state", "closed_at", "satisfaction",
)  # fmt: skip
LAST = datetime(2026, 6, 30, 12, tzinfo=UTC)
SPAN_DAYS = 700
CUSTOMERS = 10_000_000


class Words(NamedTuple):
    """What one language has to complain about."""

    categories: tuple[str, ...]
    subjects: tuple[str, ...]
    sentences: tuple[str, ...]
    remedies: tuple[str, ...]
    regions: tuple[str, ...]
    first: tuple[str, ...]
    last: tuple[str, ...]


_ZH = Words(
    ("账单", "退款", "物流", "信用卡", "贷款", "服务态度", "产品质量", "合同"),
    ("五月账单重复扣款", "退款迟迟未到账", "快递丢失无人处理", "客服态度恶劣", "解约被收违约金", "保单被冒名办理"),
    (
        "客户来电反映本月账单重复扣款两次，金额均为三百九十九元，",
        "已多次致电客服热线，均答复三个工作日内回电，但至今无人联系，",
        "称分店店员当面承诺全额退款，事后却矢口否认，",
        "办理业务时未告知手续费，要求说明原因并书面道歉，",
        "系统显示已签收但本人从未收到货物，",
        "担心个人信息泄露，要求核实并删除，",
        "如不处理将向监管部门投诉。",
        "附有聊天记录与扣款截图各一份。",
    ),
    ("退还重复扣款", "书面道歉", "尽快补发", "撤销违约金"),
    ("上海", "北京", "广东", "四川", "浙江"),
    tuple("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"),
    tuple("伟芳娜敏静丽强磊军洋勇艳杰涛明超霞平刚桂"),
)
_EN = Words(
    ("Billing", "Refund", "Delivery", "Credit card", "Loan", "Conduct", "Quality", "Contract"),
    ("Charged twice in May", "Refund never arrived", "Parcel lost", "Rude agent", "Cannot cancel contract"),
    (
        "I was charged twice for the same month and nobody called me back. ",
        "The agent promised a refund within five days. ",
        "I have sent the receipts twice already. ",
        "The tracking page says delivered, but nothing came. ",
        "I was never told about this fee when I signed. ",
        "I want a written answer from someone in charge. ",
        "This is the third time I explain the whole story from the start. ",
    ),
    ("Refund the second charge", "A written apology", "Send it again", "Waive the fee"),
    ("Shanghai", "Hong Kong", "Singapore", "London", "Berlin"),
    ("Ana ", "Ben ", "Chloe ", "Dev ", "Eva ", "Finn ", "Gita ", "Hugo ", "Ines ", "Jonas "),
    ("Miller", "Garcia", "Novak", "Rossi", "Khan", "Olsen", "Silva", "Moreau", "Kaya", "Ito"),
)
_CHANNELS = ("phone", "phone", "phone", "wechat", "email", "web", "app", "onsite")
_SEVERITIES = ("minor", "normal", "normal", "normal", "normal", "major", "critical")


def _what(dice: random.Random) -> tuple[str, ...]:
    words = _ZH if dice.random() < 0.7 else _EN
    narrative = "".join(dice.choices(words.sentences, k=6))
    return (
        dice.choice(_CHANNELS), dice.choice(words.categories), dice.choice(_SEVERITIES), dice.choice(words.subjects),
        narrative, dice.choice(words.remedies),
    )  # fmt: skip


def _who(dice: random.Random) -> tuple[str, ...]:
    number = dice.randrange(CUSTOMERS)
    words = _ZH if number % 10 < 7 else _EN
    name = words.first[number // 10 % len(words.first)] + words.last[number // 1000 % len(words.last)]
    return f"K{number:08d}", name, f"+86139{number:08d}", dice.choice(words.regions)


def _when(dice: random.Random, is_open: bool) -> tuple[str, str, str, str]:
    """Return arrival, state, end and satisfaction."""
    received = LAST - timedelta(days=dice.random() * (20 if is_open else SPAN_DAYS))
    if is_open:
        return received.isoformat(timespec="seconds"), "registered", "", ""
    closed = min(received + timedelta(hours=1 + dice.random() * 300), LAST)
    return (
        received.isoformat(timespec="seconds"), "closed", closed.isoformat(timespec="seconds"), str(dice.randint(1, 5))
    )  # fmt: skip


def complaints(rows: int, open_share: float, seed: int = 1) -> Iterator[tuple[str, ...]]:
    """Yield ``rows`` complaints in the order of COLUMNS."""
    dice = random.Random(seed)
    for number in range(1, rows + 1):
        received, *end = _when(dice, dice.random() < open_share)
        yield (f"B-{number:08d}", received, *_what(dice), *_who(dice), *end)


def write_table(path: Path, rows: int, open_share: float) -> Path:
    """Write the complaints as CSV with our own headers, unless the file is there already."""
    if not path.exists():
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            writer.writerows(complaints(rows, open_share))
    return path
