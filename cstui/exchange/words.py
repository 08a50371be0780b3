"""The words by which files in English and Chinese (both scripts) call our columns and values."""

from __future__ import annotations

import re
import unicodedata

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
PRAISE_COLUMNS = ("external_id", "login", "name", "day", "kind", "customer_id", "giver", "complaint", "text")
TRAINING_COLUMNS = (
    *("external_id", "login", "name", "day", "kind", "subject", "score", "passed", "newcomer", "until", "text"),
)
PENALTY_COLUMNS = ("external_id", "login", "name", "day", "kind", "rule", "money", "complaint", "text")
PROFILE_COLUMNS = (
    *("login", "name", "hired_on", "service_since", "status", "education", "born_on", "ladder", "level", "since"),
)
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

_LOGIN_HEADER = "登录名 账号 登錄名 帳號 username user 工号 工號 员工编号 员工号 employee_id employee_no"
_NAME_HEADER = "姓名 员工 員工 员工姓名 员工名称 坐席 座席 客服 客服姓名 full_name agent agent_name employee"
_SCORE_HEADERS = {
    "login": _LOGIN_HEADER,
    "name": _NAME_HEADER,
    "month": "月份 考核月份 period",
    "item": "项目 考核项目 項目 考核項目",
    "score": "得分 分数 评分 分數 評分 points",
    "note": "备注 说明 備註 說明 remarks",
}

_PERSON_HEADERS = {
    "login": _LOGIN_HEADER,
    "name": _NAME_HEADER,
    "day": "日期 时间 時間 date on",
    "text": "内容 备注 說明 说明 內容 備註 remarks note words",
}
_PRAISE_HEADERS = _PERSON_HEADERS | {
    "external_id": "表扬编号 表揚編號 编号 編號 praise_id id",
    "kind": "类型 表扬类型 類型 表揚類型 type",
    "customer_id": "客户编号 客戶編號 customer_number",
    "giver": "表扬人 客户 客户姓名 表扬来源 来自 來自 表揚人 客戶 客戶姓名 表揚來源 from customer customer_name source",
    "complaint": "投诉编号 工单编号 投訴編號 工單編號 case ref",
}
_TRAINING_HEADERS = _PERSON_HEADERS | {
    "external_id": "记录编号 記錄編號 编号 編號 record_id id",
    "kind": "类型 类别 類型 類別 type",
    "subject": "课程 课程名称 培训课程 考试 证书 項目 项目 課程 課程名稱 培訓課程 考試 證書 course exam title",
    "score": "成绩 得分 分数 成績 分數 points",
    "passed": "结果 是否通过 是否合格 結果 是否通過 result",
    "newcomer": "新人 徒弟 带教对象 帶教對象 trainee",
    "until": "有效期至 到期日 valid_until expires",
}
_PENALTY_HEADERS = _PERSON_HEADERS | {
    "external_id": "处罚编号 處罰編號 编号 編號 penalty_id id",
    "kind": "类型 处罚类型 类别 類型 處罰類型 類別 type",
    "rule": "条款 规定 处罚事由 违规事由 事由 原因 條款 規定 處罰事由 違規事由 subject reason",
    "money": "金额 扣款 扣款金额 罚款 罚款金额 金額 罰款 amount fine",
    "complaint": "投诉编号 工单编号 投訴編號 工單編號 case ref",
}
_PROFILE_HEADERS = {
    "login": _PERSON_HEADERS["login"],
    "name": _PERSON_HEADERS["name"],
    "hired_on": "入职日期 入职时间 入司日期 入職日期 入職時間 hired hire_date",
    "service_since": "从业日期 客服从业日期 任客服日期 從業日期 in_service_since",
    "status": "状态 员工状态 在职状态 用工状态 狀態 員工狀態 employment",
    "education": "学历 最高学历 學歷 最高學歷 degree",
    "born_on": "出生日期 生日 born birthday",
    "ladder": "职级体系 晋升体系 職級體系",
    "level": "级别 职级 等级 現級別 级别名称 級別 職級 等級 grade",
    "since": "任级日期 定级日期 任现级别日期 起始日期 任級日期 定級日期 level_since",
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


def loosely_folded(text: str) -> str:
    """Return a header without what sheets put around it: blanks within Chinese words, units in brackets, signs."""
    plain = re.sub(r"[(\[【].*?[)\]】]|[:*]+\s*$", "", unicodedata.normalize("NFKC", text))
    return folded(re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", plain))


def _inverted(table: dict[str, str]) -> dict[str, str]:
    found = {folded(word): ours for ours, listed in table.items() for word in listed.split()}
    return found | {ours: ours for ours in table}


HEADERS = {
    "complaints": _inverted(_COMPLAINT_HEADERS),
    "customers": _inverted(_CUSTOMER_HEADERS),
    "agents": _inverted(_AGENT_HEADERS),
    "scores": _inverted(_SCORE_HEADERS),
    "praise": _inverted(_PRAISE_HEADERS),
    "training": _inverted(_TRAINING_HEADERS),
    "penalties": _inverted(_PENALTY_HEADERS),
    "profiles": _inverted(_PROFILE_HEADERS),
}
COLUMNS = {
    "complaints": COMPLAINT_COLUMNS,
    "customers": CUSTOMER_COLUMNS,
    "agents": AGENT_COLUMNS,
    "scores": SCORE_COLUMNS,
    "praise": PRAISE_COLUMNS,
    "training": TRAINING_COLUMNS,
    "penalties": PENALTY_COLUMNS,
    "profiles": PROFILE_COLUMNS,
}


def headers_of(kind: str, column: str) -> list[str]:
    """Return the headers by which tables of a kind call one of our columns, our own first."""
    return [column, *(word for word, ours in HEADERS[kind].items() if ours == column and word != column)]


# The kinds of praise and of training by their words.
_PRAISE_KINDS = {
    "praise_customer": "客户 外部 客戶 customer external 客户表扬 客戶表揚 客户书面表扬",
    "praise_internal": "内部 部门 內部 部門 internal 内部表扬 內部表揚 内部书面表扬",
}
_TRAINING_KINDS = {
    "course": "课程 培训 課程 培訓 training",
    "exam": "考试 考核 考試 test examination",
    "mentored": "带教 带新人 帶教 帶新人 mentor mentoring",
    "attested": "确认 能力确认 確認 attest",
    "certificate": "证书 上岗证 證書 上崗證 licence license",
}
_PENALTY_KINDS = {
    "penalty": "扣款 罚款 处罚 违规 罰款 處罰 違規 fine",
    "serious": "严重事件 严重事故 重大事故 嚴重事件 嚴重事故 重大事故 serious_incident",
    "red_line": "红线 触碰红线 紅線 觸碰紅線 red_line_crossed",
}
_STATUS = {
    "intern": "实习 实习生 实习期 實習 實習生",
    "probation": "试用 试用期 試用 試用期 on_probation",
    "regular": "正式 正式员工 转正 已转正 在职 正式員工 轉正 permanent",
}
_EDUCATION = {
    "below_college": "高中 中专 中技 技校 职高 初中 大专以下 中專 職高 大專以下 high_school secondary",
    "college": "大专 专科 高职 大專 專科 junior_college associate",
    "bachelor": "本科 学士 大学 大学本科 學士 大學 undergraduate",
    "master": "硕士 研究生 硕士研究生 碩士 碩士研究生 graduate",
    "doctor": "博士 博士研究生 phd doctorate",
}
_PASSED = {
    "yes": "通过 合格 及格 是 通過 pass passed true y 1",
    "no": "不通过 未通过 不合格 不及格 否 不通過 未通過 fail failed false n 0",
}
VALUES = {"severity": _inverted(_SEVERITIES), "state": _inverted(_STATES), "channel": _inverted(_CHANNELS)}
VALUES |= {"penalties": _inverted(_PENALTY_KINDS), "status": _inverted(_STATUS), "education": _inverted(_EDUCATION)}
VALUES |= {"praise": _inverted(_PRAISE_KINDS), "training": _inverted(_TRAINING_KINDS), "passed": _inverted(_PASSED)}
