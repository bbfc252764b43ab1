"""Patterns of the names of bodies, built from the lexicon of bodies."""

from __future__ import annotations

from vanban.alternatives import any_of
from vanban.alternatives import tone_tolerant as tone_tolerant
from vanban.letters import LOWER, UPPER
from vanban.lexicon import words

HEADS = any_of(words("bodies", "heads"))
NO_HEAD = rf"(?!(?:{HEADS})(?!\w))"
DEPARTMENTS = words("bodies", "departments")
MINISTRIES = words("bodies", "ministries")
FIELDS = (*DEPARTMENTS, *MINISTRIES)


_BODY_WORDS = ("Báo ", "Đài ", "Văn phòng ", "Đoàn ", "Ban ", "Liên hiệp ", "Hội ")


def _known_names() -> frozenset[str]:
    names = set(words("bodies", "known"))
    names.update(f"Sở {field}" for field in DEPARTMENTS)
    names.update(f"Bộ {field}" for field in MINISTRIES)
    names.update(name for name in words("bodies", "whole") if name.startswith(_BODY_WORDS))
    names.update(words("names", "small_names"))
    return frozenset(names)


KNOWN_NAMES = _known_names()


_NOUNS = any_of(words("bodies", "generic_nouns"))
# "Giám đốc Sở Nội vụ", "thủ trưởng các cơ quan", "đồng chí Bí thư Đảng ủy"
_ROLE = any_of(words("bodies", "holders"))
_ROLES = (
    rf"(?:[Cc]ác )?(?:(?:{_ROLE})(?!\w))"
    rf"(?:(?:, | và |; )(?<!Thứ trưởng, )(?:{_ROLE})(?!\w)"
    rf"(?= (?:{_NOUNS}|các|Sở|Ban|Bộ|UBND|Ủy)(?!\w)))?"
)
_UNITS = r"(?:xã|phường|đặc khu|thị trấn|huyện|thị xã|quận|thành phố|tỉnh)(?!\w)"
_WORDS = rf"[{UPPER}][\w’']*(?: [{UPPER}\d][\w’']*)*"
_KNOWN = any_of(tuple(KNOWN_NAMES))
_COUNCILS = any_of(words("bodies", "councils"))
_LEVEL = (
    r"(?:mầm non|mẫu giáo|tiểu học|trung học cơ sở|trung học phổ thông|trung học|phổ thông|THCS"
    r"|THPT|TH|trung cấp|cao đẳng|đại học|liên cấp|dân tộc nội trú|dân tộc bán trú)(?!\w)"
)
# "các trường mầm non, tiểu học và trung học cơ sở"
_LEVELS = rf"{_LEVEL}(?:(?:, | và |/| - | ){_LEVEL})*"
# "trên địa bàn tỉnh", "thuộc Chính phủ", "có liên quan": what tells a group of bodies apart
_QUALIFIER = (
    rf"(?: (?:trực thuộc|thuộc|của|cấp|ở) (?:{_KNOWN}|[Tt]rung ương|[Tt]ỉnh|[Tt]hành phố|[Xx]ã"
    rf"|phường|cơ sở"
    rf"|{_COUNCILS}|huyện|(?:Bộ|Sở|ngành|Tổng cục|Cục)(?! [{UPPER}]))(?!\w)"
    rf"| {_LEVELS}| (?:Tỉnh|Thành|Đảng) ủy(?!\w)"
    rf"| (?:{any_of(words('bodies', 'group_qualifiers'))})(?!\w)"
    r"| chính trị(?: ?[-–] ?| )xã hội(?: ?[-–] ?nghề nghiệp)?"
    r"|,? (?:có )?liên quan(?: khác)?(?!\w)(?! đến)"
    rf"| (?:đóng |hoạt động )?trên địa bàn(?: (?:toàn )?(?:{_UNITS}|[Tt]ỉnh|[Tt]hành phố)"
    rf"(?: {_WORDS})?)?"
    rf"| từ {_WORDS} đến {_WORDS}"
    rf"| (?:{_UNITS}|[Tt]ỉnh(?!\w)|[Tt]hành phố(?!\w))(?:(?:, | và ){_UNITS})*)"
)
# "trường hợp", "cơ sở dữ liệu": no group of bodies
_NO_NOUN = (
    r"(?!(?:trường hợp|cơ sở (?:dữ liệu|hạ tầng|vật chất|pháp lý|chính trị)|đơn vị tính|khu vực"
    r"|ngành nghề|hội (?:nghị|thảo|đồng)|ban hành|xã hội|cấp (?:độ|phép|có thẩm quyền)|bộ (?:phận"
    r"|máy|tiêu chí|chỉ số|luật|dữ liệu|thủ tục|đội)|ban (?:đầu|bố)|viện (?:trợ|phí)"
    r"|hội (?:nhập|trường)|vụ (?:án|mùa)|cục bộ|cấp (?:cứu|điện|phát|giấy|thẻ|mới)|phòng (?:chống"
    r"|ngừa)"
    r"|tổ chức (?:thực hiện|triển khai|bộ máy|tuyên truyền|kiểm tra|hội nghị|rà soát|các|sơ kết"
    r"|tổng kết"
    r"|tập huấn|lấy ý kiến|hướng dẫn|quán triệt|phổ biến|đánh giá|phong trào|chỉ đạo|xây dựng"
    r"|thanh tra"
    r"|giám sát|khảo sát|đào tạo|diễn tập|ra quân|thi công|đối thoại|tiếp nhận|vận động)|đội ngũ"
    r"|công ty con|chi (?:phí|tiết)|thu |vụ việc"
    r"|trung tâm (?:đô thị|xã|hành chính)|ngành,? lĩnh vực|tập thể dục)(?!\w))"
)
_NOUN = (
    rf"{_NO_NOUN}(?:{_NOUNS}|Bộ trưởng|Thứ trưởng|(?:Phó Chủ tịch|Ủy viên)(?! [{UPPER}])"
    rf"|(?:Sở|Bộ|Ban|Hội|Ngành|Vụ|Cục|Viện|Trường|Phòng"
    rf"|Chi cục)(?! [{UPPER}]| trưởng))(?!\w)"
    rf"(?: cấp (?:[Tt]ỉnh|xã|huyện)(?!\w))?(?:{_QUALIFIER}){{0,4}}"
)
_JOINS_NOUNS = r"(?: ?[,/] ?(?:và )?| và | hoặc )"
# "các sở, ban, ngành và địa phương liên quan"; "UBND các xã, phường"
GENERIC_LIST = (
    rf"(?:[Cc]ác|[Tt]oàn thể các|[Nn]hững|[Tt]ất cả các) (?:{_NOUN})"
    rf"(?:{_JOINS_NOUNS}(?:{_NOUN})){{0,15}}"
)
_BARE_LIST = (
    rf"(?:Sở|Bộ|Cơ quan|Đơn vị|Ban|Doanh nghiệp|Địa phương|Tổ chức|Chủ đầu tư"
    rf"|Hội)(?:{_QUALIFIER}){{0,2}}"
    rf"(?:{_JOINS_NOUNS}(?:{_NOUN})){{1,15}}"
    rf"|(?:Bộ|Sở|Ban) ngành(?: [Tt]rung ương|(?:{_QUALIFIER})){{0,2}}"
)
# After words that call for bodies a group may stand in small letters: "giao sở, ngành liên quan".
SMALL_LIST = (
    rf"{_NO_NOUN}(?:(?:{_NOUNS})(?!\w)(?:{_QUALIFIER}){{1,4}}(?:{_JOINS_NOUNS}(?:{_NOUN})){{0,15}}"
    rf"|(?:{_NOUNS})(?!\w)(?:{_JOINS_NOUNS}(?:{_NOUN})){{1,15}})"
)
# A capital verb after a name begins the duty: "Công an Thành phố Chỉ đạo …".
_DUTY = any_of(words("verbs", "openers"))
# "KH&CN", "VH,TT&DL"
_JOINT = rf"(?:(?: ?& ?|,(?=[{UPPER}]+&))[{UPPER}]\w*)*"
_WORD = rf"(?!(?:{_DUTY})(?!\w))[{UPPER}][\w’']*{_JOINT}"
CABINET = (
    r"(?:[Cc]ác (?:đồng chí )?)?Bộ trưởng, (?:các )?Thủ trưởng (?:các )?cơ quan ngang [Bb]ộ"
    r"(?:(?:,| và) (?:(?:các )?Thủ trưởng )?(?:các )?cơ quan thuộc Chính phủ)?"
)
_PARKS = (
    r"Ban [Qq]uản lý(?: các)?(?:,? (?:[Kk]hu|[Kk]inh tế|[Cc]ông nghiệp|[Cc]ông nghệ cao|chế xuất"
    r"|và|KCN|KKT|[Dd]ự án|[Đđ]ầu tư|[Xx]ây dựng|[Cc]ông trình|[Gg]iao thông|[Dd]ân dụng"
    r"|[Nn]ông nghiệp|[Pp]hát triển nông thôn|[Hh]ạ tầng|[Kk]hu vực|[Cc]huyên ngành|[Tt]hủy lợi"
    r"|[Rr]ừng(?: phòng hộ| đặc dụng)?|[Pp]hát triển [Đđ]ô thị|[Đđ]ô thị|[Cc]hợ|[Cc]ảng"
    r"|[Dd]i tích|[Bb]ến xe)(?!\w))+"
    rf"(?: {NO_HEAD}{_WORD}| (?:tỉnh|thành phố|xã|phường|\d{{1,2}})(?!\w))*"
)
_UNIT_LIST = rf"{_UNITS}(?:(?:, | và |; |/){_UNITS})+(?:{_QUALIFIER}){{0,3}}"
# "tỉnh Quảng Ninh", "xã Hòa Phú"
PLACE = rf"(?:[Tt]ỉnh|[Tt]hành phố|TP\.?|[Xx]ã|[Pp]hường|[Hh]uyện|đặc khu) {_WORD}(?: {_WORD}| \d)*"
# A name goes on with words of two syllables of which the first alone has a capital.
_PAIR = any_of(words("bodies", "name_words"))
_VERB = any_of((*(word.lower() for word in words("verbs", "openers")), *words("verbs", "duties")))
# "Chi cục Phát triển nông thôn và Quản lý …": small letters that go on to a further capital
_SMALL = (
    rf"(?:(?: (?!(?:{_VERB}|và|các|với|có|là|theo|được|đã|trên|tại)(?!\w))[{LOWER}]+){{1,4}}"
    rf"(?= (?:và|-|–) [{UPPER}]| (?:tỉnh|thành phố|Quốc gia|Trung ương|Việt Nam)(?!\w)"
    rf"|[,;] (?:{HEADS}) [{UPPER}]))?"
)
# Words that belong to the sentence around a name.
_OUTSIDE = any_of(words("names", "outside"))
# Words in small letters that go on a name ("Công nghệ thông tin"), and a part of a name that has
# its first letter alone in capitals ("Phòng bệnh"), which no lexicon can list.
_TAIL = rf"(?: (?:{any_of(words('names', 'tails'))})(?!\w))"
_SINGLE = any_of(words("names", "single"))
# Words of two and more capitals in a row are a proper name: nothing goes on it.
_RUN = rf"(?![{UPPER}]{{2,}}(?!\w)){_WORD}(?: {NO_HEAD}{_WORD})+"
_PART = (
    rf"(?!(?:{_SINGLE}|{_DUTY})(?!\w))[{UPPER}][{LOWER}]{{1,6}}"
    rf" (?!(?:{_VERB}|{_OUTSIDE})(?!\w))[{LOWER}]+"
)
_SEGMENT = (
    rf"(?:(?:{any_of(words('names', 'phrases'))})(?!\w){_TAIL}*"
    rf"|(?!(?:{_DUTY})(?!\w))(?:{_PAIR})(?!\w)(?:{_TAIL}+|{_SMALL})"
    rf"|{_RUN}|{_PART}(?:{_TAIL}+|{_SMALL})"
    rf"|{_WORD}(?:(?: (?!(?:và|với|cùng|các|có|là|theo|về)(?!\w))[{LOWER}]+"
    rf"(?= (?:(?:và|-|–) )?[{UPPER}]))|{_SMALL}))"
)
# Bounds keep matching linear in any text; the longest real names have some twenty words.
_LONGEST_NAME = 24
_REGION = (
    rf"(?:[Kk]hu vực(?: (?:\d+|[IVXL]+)| {_WORD}(?: {_WORD})*)?(?!\w)"
    rf"|[Vv]ùng {_WORD}(?: {_WORD})*)"
)
# The body a board of directors or a secretariat belongs to.
_OF_A_BODY = (
    r"(?: (?:của )?(?:Công ty|Tổng công ty|Sở|Ban Chỉ đạo|Bệnh viện|Nhà trường|Trung tâm|Đề án"
    r"|Chương trình|Dự án|Hợp tác xã|Trường|Quỹ)(?!\w))"
)
# What a committee is for is written in small letters, up to its unit.
_COMMITTEE = (
    r"(?:Thường trực |Cơ quan thường trực )?(?:Ban [Cc]hỉ đạo|Tổ [Cc]ông tác|Hội đồng)"
    r" (?:về |thực hiện |công tác |phát triển |phòng |cải cách |chuyển đổi |xây dựng |giảm nghèo"
    rf"|các |liên ngành |cuộc |tư vấn |thẩm định |triển khai )(?:[{LOWER}, –-]{{3,120}}?"
    rf"|[{LOWER} ]{{0,30}}?(?:Đề án|Dự án|Chương trình) \d{{1,4}})"
    r" (?:tỉnh|thành phố|xã|phường|quốc gia|trung ương)(?!\w)"
)
# A word of a name that opens no further body; "Phòng" does, but not in the name of a city.
_PLACE_WORD = rf"(?:(?<=Hải )Phòng(?!\w)|{NO_HEAD}(?!(?:{_PAIR})(?!\w)){_WORD})"
_NAMED = (
    rf"(?:(?:{_KNOWN})(?!\w)(?: {PLACE}| (?:tỉnh|[Tt]hành phố|xã|phường)(?!\w)"
    rf"| {_REGION}"
    rf"|{_OF_A_BODY}| \d{{1,3}}(?![\w/.,]\w|\w)"
    rf"|(?: {_PLACE_WORD}){{1,3}})?(?:(?: [-–])? (?:Chi nhánh"
    rf"|CN) (?:{PLACE}|tỉnh|thành phố|{_SEGMENT}(?: {_SEGMENT}){{0,5}}))?"
    rf"|(?:{HEADS})(?!\w)(?: (?:nhân dân|Nhân dân)|, {NO_HEAD}{_SEGMENT}(?= và [{UPPER}])"
    rf"| (?:và|-|–) {NO_HEAD}{_SEGMENT}| {PLACE}"
    rf"| (?:[Tt]ỉnh|[Tt]hành phố|xã|phường|cấp xã|cấp tỉnh)(?!\w)"
    rf"| (?:quốc gia|nhà nước)(?!\w)| {_REGION}"
    rf"| số \d{{1,2}}(?!\w|\s?[/.,–-]\s?\w)| \d{{1,3}}(?![\w/.,]\w|\w)"
    rf"| {_SEGMENT}){{0,{_LONGEST_NAME}}})"
)
# "các Đội Quản lý điện lực khu vực": several bodies of one name
_UNITS_NAMED = (
    r"[Cc]ác (?:Đội|Trạm|Phòng|Vụ|Cục|Chi cục|Trung tâm|Ban|Tổ|Điện lực|Hạt|Đồn|Công ty|Trường"
    r"|Viện|Bệnh viện|Chi nhánh|Tổng công ty|Tập đoàn|Hội|Hạt|Nhà máy|Xí nghiệp|Hợp tác xã)"
    rf"(?: (?:và|-|–) {_SEGMENT}| {_REGION}| {_SEGMENT}){{1,8}}"
)
# Persons and organisations have no head of whom a list could speak.
_NO_PERSONS = r"(?!(?:tổ chức(?:, | và |, và )cá nhân|cá nhân|hộ gia đình|tổ chức có liên quan))"
# The unit first: what stands for one in every unit ("UBND các xã", "Đảng ủy xã, phường").
UNIT_BODIES = (
    rf"(?:{_COUNCILS}|Sở (?:{any_of(DEPARTMENTS)}))"
    rf" (?:{GENERIC_LIST}|{_UNIT_LIST}|cấp xã|cấp tỉnh|các cấp)"
)
BODY = (
    rf"(?:(?:[Cc]ác )?[Đđ]ồng chí )?(?:{_COMMITTEE}|{CABINET}|{UNIT_BODIES}|{_ROLES} (?:(?:các"
    rf"|những) )?{_NOUN}(?:{_JOINS_NOUNS}{_NO_PERSONS}(?:{_NOUN})){{0,15}}"
    rf"|(?:{_ROLES} )?(?:{_PARKS}|{_UNITS_NAMED}"
    rf"|{GENERIC_LIST}|{UNIT_BODIES}|{_BARE_LIST}|{_NAMED}))"
)

# What a name of a body can begin with: most words cannot, and are told by one letter.
FIRST_LETTERS = frozenset(
    word[0]
    for key in ("heads", "holders", "councils", "known", "whole")
    for word in words("bodies", key)
) | frozenset("BCDGHLNSTUĐỦbcdghlntđ")

# Where a body may begin, by its first letter, so that a search runs fast; "các" and the like in
# small letters are told by their next letters.
_INITIALS = "".join(
    sorted(
        {
            name[0]
            for name in (*words("bodies", "heads"), *KNOWN_NAMES, *words("bodies", "holders"))
            if name[0].isupper()
        }
        | set("UỦCNTĐGLPBD")
    )
)
BODY_BEGINS = (
    rf"[{_INITIALS}cntđ](?<!\w.)(?:(?<=[{_INITIALS}])"
    r"|(?=ác\s|ồng chí\s|hững\s|oàn thể\s|ất cả\s|hủ trưởng\s|gười đứng đầu\s))"
)
