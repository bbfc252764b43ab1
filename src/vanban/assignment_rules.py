"""The ways in which a clause names who leads, and what must follow the bodies it names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from vanban.alternatives import any_of
from vanban.letters import LOWER, UPPER
from vanban.lexicon import words as words_of


@dataclass(frozen=True, slots=True)
class AssignmentRule:
    """One way of naming the lead: where its list of bodies begins, and what must follow it.

    ``opens`` ends where a list may begin inside a clause, ``starts`` where one may begin at its
    start.
    """

    name: str
    follows: re.Pattern[str]
    confidence: float
    examples: tuple[str, ...]
    opens: re.Pattern[str] | None = None
    starts: re.Pattern[str] | None = None


_OPENERS = any_of(words_of("verbs", "openers"))
# Verbs and phrases after a subject that state a duty; "đã", "được" and the like state facts.
_FACT = (
    r"(?!(?:đã|đang|được|bị|còn|vừa|từng|không|chưa|cũng|nhận thấy|thống nhất|trân trọng|kính"
    r"|điện|thông báo|khuyến khích"
    r"|báo cáo kết quả|thực hiện (?:chức năng|nhiệm vụ, quyền hạn|quyền)|(?:cần )?nhận thức"
    r"|cán bộ|đảng viên|công chức|viên chức|người|nhân dân|lĩnh vực|hoặc cá nhân"
    r"|yêu cầu|đề nghị|giao|ban hành (?:Kế hoạch|Nghị|Quyết|Chương|Chỉ|Thông)"
    r"|hoặc|hay"
    r"|là (?!cơ quan|đơn vị|đầu mối)|có (?!trách nhiệm|nhiệm vụ|kế hoạch|văn bản|giải pháp)|và"
    r"|tại|trên|ở|về"
    r"|trong(?! phạm vi)|của|với|để|theo đúng|nơi|quản lý nhà nước|khi|nếu|mà|do|nói|các|này|đó"
    r"|trực thuộc|thuộc|quy định tại"
    r"|chủ trì (?:cuộc|phiên|buổi|hội nghị|họp)|phê duyệt|công bố|gồm|bao gồm|ngày|số)(?!\w))"
)
_ASIDE = r"(?:\s*\([^()]{1,160}\))?(?:\s*,)?"
# Who chairs a meeting leads no task.
LEADS = r"chủ trì(?!\s*(?:cuộc|[Pp]hiên|buổi|[Hh]ội nghị|[Hh]ọp))"
_BY_ITS_OFFICE = (
    r"(?:(?:theo|căn cứ|trên cơ sở|bằng|thông qua|trong phạm vi|với|ngoài)\s[^.;:]{0,200},\s*)?"
)
_DUTY = re.compile(
    rf"{_ASIDE}\s*(?:{_BY_ITS_OFFICE}(?:có (?:trách )?nhiệm"
    rf"|chịu trách nhiệm|{LEADS}|là (?:cơ quan|đơn vị|đầu mối)[^.;]{{0,80}}chủ trì|chủ động"
    r"|là (?:cơ quan|đơn vị)?\s*(?:thường trực|đầu mối)|làm đầu mối))(?!\w)"
)
_HEADS_LIST = re.compile(
    rf"{_ASIDE}(?:,?\s*(?:trong đó|nhất là|đặc biệt là|trọng tâm là)[^.;\n]{{1,160}}?)?"
    rf"\s*(?:có (?:trách )?nhiệm\s*)?(?::|\.?\s*\Z|\n)|{_ASIDE}\s+(?:{_OPENERS})(?!\w)"
)
_VERB = re.compile(rf"{_ASIDE}\s+{_FACT}[{LOWER}]")
_ANYTHING = re.compile(rf"{_ASIDE}\s*(?:{_FACT}[{LOWER}{UPPER}]|:|\.?\s*\Z|\n|[-–])")
LEADS_IT = re.compile(
    rf"{_ASIDE}\s*(?:là (?:cơ quan|đơn vị)[^.;]{{0,60}},?\s*)?(?:làm\s+)?(?:tiếp tục\s+)?{LEADS}"
)

# The marker of an item inside a clause.
_ITEM = r"(?:[-+–]\s*|\(\d{1,2}\)\s*|\d{1,2}\.\s*)?"
# "Các ông, bà: Chánh Văn phòng …"
_ADDRESSED = r"(?:(?:Các\s+)?[ÔôỐố]ng(?:,?\s*(?:và\s+)?\(?[Bb]à\)?)?\s*:?\s*(?=[A-ZĐỦC]))?"
ASSIGNED = AssignmentRule(
    "assigned",
    _ANYTHING,
    0.92,
    ("Giao Sở Xây dựng chủ trì, phối hợp với Công an tỉnh", "yêu cầu Thủ trưởng các cơ quan"),
    opens=re.compile(
        r"[GgPpỦủYyĐđKk](?<!\w.)(?<!được .)(?<!đã .)(?:(?<=[Gg])iao|(?<=[Pp])hân công"
        r"|(?<=[Ủủ])y quyền|(?<=[Yy])êu cầu|(?<=[Đđ])ề nghị|(?<=[Kk])iến nghị)\s+(?:cho\s+"
        r"|trách nhiệm cho\s+)?"
    ),
)
HEADING = AssignmentRule(
    "heading",
    _HEADS_LIST,
    0.95,
    ("Sở Tài chính:", "Các sở, ban, ngành có trách nhiệm:"),
    starts=re.compile(r"(?:[Đđ]ối với |[Tt]rách nhiệm của )?"),
)
SUBJECT = AssignmentRule(
    "subject",
    _VERB,
    0.75,
    ("Sở Tài chính căn cứ nội dung Kế hoạch, tham mưu",),
    opens=re.compile(r"\(\d{1,2}\)\s+(?:[Cc]ác đồng chí\s+)?"),
    starts=re.compile(r"(?:[^.:\n]{10,150}:\s+(?!\())?"),
)
ASSIGNMENT_RULES: tuple[AssignmentRule, ...] = (
    ASSIGNED,
    AssignmentRule(
        "subject with its duty",
        _DUTY,
        0.95,
        ("Sở Nội vụ chủ trì, phối hợp với Sở Tài chính", "Các địa phương có trách nhiệm"),
        opens=re.compile(rf"[.;:\n](?:(?<=\n)|\s){_ITEM}(?:(?:Đồng thời|đồng thời),?\s)?"),
        starts=re.compile(_ITEM + _ADDRESSED),
    ),
    HEADING,
    AssignmentRule(
        "leads it",
        LEADS_IT,
        0.85,
        ("trên cơ sở đó, Sở Xây dựng chủ trì",),
    ),
    SUBJECT,
)
# "Trên cơ sở đề nghị của các Bộ, Bộ Tài chính bố trí": the subject follows its ground.
GROUND = AssignmentRule(
    "subject after its ground",
    _VERB,
    0.65,
    ("Trên cơ sở kết quả rà soát, Sở Nội vụ tổng hợp",),
    opens=re.compile(
        r",\s+|\A(?:Định kỳ|Hằng|Hàng)\s+(?:(?:hằng|hàng|0?\d)\s+)?(?:ngày|tuần|tháng|quý|năm)\s+"
    ),
)
HAS_GROUND = re.compile(
    r"(?:Trên cơ sở|Căn cứ|Sau khi|Trong (?:quý|tháng|năm|thời gian|quá trình)|Định kỳ"
    r"|[Hh][ằà]ng|Đối với (?:các\s+)?nhiệm vụ|Trước ngày|Đến|Nếu|Trường hợp|Khi)\s"
)
LONGEST_GROUND = 260
# A later sentence of a clause that gives out duties: "…; các sở, ngành rà soát …".
FURTHER = AssignmentRule(
    "further subject",
    _VERB,
    0.7,
    ("Sở Y tế rà soát; các sở, ngành liên quan báo cáo",),
    opens=re.compile(r"[.;:\n](?:(?<=\n)|\s+)(?:(?:Đồng thời|đồng thời),?\s+)?"),
)
# In the last paragraph the subject may follow its condition or the words on the document.
CLOSING = AssignmentRule(
    "subject of the closing",
    _VERB,
    0.7,
    ("nếu có vướng mắc, các cơ quan, đơn vị kịp thời báo cáo",),
    opens=re.compile(
        r"(?:\A|[,;.\n]\s*|(?<!để) (?=(?:các|thủ trưởng) [^.;\n]{4,120} (?:chủ động|kịp thời"
        r"|khẩn trương"
        r"|nghiêm túc|có trách nhiệm|phản ánh)(?!\w)))(?:(?:[Yy]êu cầu|[Đđ]ề nghị"
        r"|[Gg]iao)\s+(?:cho\s+)?)?"
    ),
)
