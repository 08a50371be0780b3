"""The words by which files in English and Chinese (both scripts) call our columns and values."""

from __future__ import annotations

import re

# Our own columns, in the order in which an export writes them.
COMPLAINT_COLUMNS = (
    "external_id",
    "received_at",
    "channel",
    "category",
    "severity",
    "subject",
    "narrative",
    "remedy",
    "customer_id",
    "customer_name",
    "customer_phone",
    "region",
    "team",
    "assignee",
    "respondent",
    "state",
    "closed_at",
    "satisfaction",
)
CUSTOMER_COLUMNS = ("id", "name", "phone", "tier", "region")
SCORE_COLUMNS = ("login", "name", "month", "item", "score", "note")
AGENT_COLUMNS = ("login", "name", "team", "roles", "skills", "enabled")

_COMPLAINT_HEADERS = {
    "external_id": "投诉编号 工单编号 投訴編號 工單編號 complaint_id complaint_no complaint_number case_id ticket_id",
    "received_at": "受理时间 投诉时间 创建时间 受理時間 投訴時間 創建時間 建立時間 date_received received created_at",
    "channel": "渠道 来源 來源 管道 received_via",
    "category": "分类 投诉类型 分類 投訴類型 complaint_type",
    "severity": "严重程度 级别 嚴重程度 級別 priority",
    "subject": "主题 标题 主題 標題 title",
    "narrative": "投诉内容 内容 投訴內容 內容 description complaint facts",
    "remedy": "投诉要求 投訴要求 remedy_sought",
    "customer_id": "客户编号 客戶編號 customer_number customer.id",
    "customer_name": "客户姓名 姓名 客戶姓名 customer name customer.name",
    "customer_phone": "联系电话 电话 手机 聯繫電話 聯絡電話 電話 手機 phone phone_number mobile customer.phone",
    "region": "地区 地區",
    "team": "处理部门 處理部門 department",
    "assignee": "处理人 處理人 owner",
    "respondent": "被投诉人 被投訴人",
    "state": "状态 狀態 status",
    "closed_at": "办结时间 辦結時間 closed date_closed",
    "satisfaction": "满意度 滿意度 satisfaction_rating",
}
_CUSTOMER_HEADERS = {
    "id": "客户编号 客戶編號 customer_id customer_number",
    "name": "客户姓名 姓名 客戶姓名 customer_name customer",
    "phone": "联系电话 电话 手机 聯繫電話 聯絡電話 電話 手機 customer_phone phone_number mobile",
    "tier": "客户等级 等级 客戶等級 等級 customer_tier",
    "region": "地区 地區",
}
_AGENT_HEADERS = {
    "login": "登录名 账号 登錄名 帳號 username user",
    "name": "姓名 full_name agent agent_name",
    "team": "部门 班组 部門 班組 department",
    "roles": "角色 role",
    "skills": "技能 skill",
    "enabled": "启用 啟用 active",
}

_SCORE_HEADERS = {
    "login": "登录名 账号 登錄名 帳號 username user",
    "name": "姓名 full_name agent agent_name",
    "month": "月份 考核月份 period",
    "item": "项目 考核项目 項目 考核項目",
    "score": "得分 分数 评分 分數 評分 points",
    "note": "备注 说明 備註 說明 remarks",
}

_SEVERITIES = {
    "critical": "紧急 緊急 urgent",
    "major": "重大 high",
    "normal": "一般 普通 medium moderate",
    "minor": "轻微 輕微 low",
}
_STATES = {
    "received": "接受 已接受 已受理 已接收 待核实 待核實 new",
    "verified": "核实 已核实 核實 已核實",
    "registered": "登记 已登记 登記 已登記 待处理 待處理 open",
    "transferred": "转交 已转交 轉交 已轉交 转接 轉接",
    "handling": "处理 处理中 處理 處理中 in_progress in_handling",
    "waiting": "等待 等待中 on_hold",
    "responded": "反馈 已反馈 反饋 已反饋 已答复 已答覆 已回复 已回覆 answered",
    "closed": "归档 已归档 办结 已办结 已关闭 歸檔 已歸檔 辦結 已辦結 已關閉 resolved solved done",
    "rejected": "不予受理 已拒绝 驳回 已驳回 已拒絕 駁回 已駁回",
    "withdrawn": "撤诉 已撤诉 已撤回 撤訴 已撤訴",
    "merged": "合并 已合并 合併 已合併",
}
_CHANNELS = {
    "phone": "电话 来电 热线 電話 來電 熱線 call telephone hotline",
    "wechat": "微信",
    "email": "邮件 电子邮件 邮箱 郵件 電子郵件 e_mail",
    "onsite": "现场 柜台 来访 現場 櫃台 來訪 on_site walk_in",
    "web": "网页 网站 官网 網頁 網站 官網 website internet online",
    "app": "应用 應用",
    "letter": "信函 来信 來信 postal_mail post",
    "fax": "传真 傳真",
    "sms": "短信 簡訊 text_message",
    "referral": "转办 轉辦",
    "other": "其他 其它",
}

_BLANKS = re.compile(r"[\s_\-]+")


def folded(text: str) -> str:
    """Return a header or value as it is compared: lower case, blanks and hyphens as one underscore."""
    return _BLANKS.sub("_", text.strip().casefold())


def _inverted(table: dict[str, str]) -> dict[str, str]:
    found = {folded(word): ours for ours, listed in table.items() for word in listed.split()}
    return found | {ours: ours for ours in table}


HEADERS = {
    "complaints": _inverted(_COMPLAINT_HEADERS),
    "customers": _inverted(_CUSTOMER_HEADERS),
    "agents": _inverted(_AGENT_HEADERS),
    "scores": _inverted(_SCORE_HEADERS),
}
VALUES = {"severity": _inverted(_SEVERITIES), "state": _inverted(_STATES), "channel": _inverted(_CHANNELS)}
