"""Names of bodies."""

import pytest

from vanban.bodies import body_end, find_bodies, is_group, split_bodies, standard_name
from vanban.body_lists import body_list_end, names_in
from vanban.capitals import sentence_case


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("Bộ Văn hóa, Thể thao và Du lịch", ("Bộ Văn hóa, Thể thao và Du lịch",)),
        (
            "Sở Nội vụ, Công an tỉnh và các sở, ban, ngành",
            ("Sở Nội vụ", "Công an tỉnh", "các sở, ban, ngành"),
        ),
        ("UBND các xã, phường; Sở Y tế", ("UBND các xã, phường", "Sở Y tế")),
        (
            "các Sở: Nội vụ, Tài chính, Văn hóa, Thể thao và Du lịch và Công an tỉnh",
            ("Sở Nội vụ", "Sở Tài chính", "Sở Văn hóa, Thể thao và Du lịch", "Công an tỉnh"),
        ),
        (
            "Sở Giáo dục và Đào tạo và các đơn vị, địa phương liên quan",
            ("Sở Giáo dục và Đào tạo", "các đơn vị, địa phương liên quan"),
        ),
        (
            "UBND xã Ea Trang, Viettel Đắk Lắk, VNPT Đắk Lắk",
            ("UBND xã Ea Trang", "Viettel Đắk Lắk", "VNPT Đắk Lắk"),
        ),
        ("các sở, ban, ngành và địa phương", ("các sở, ban, ngành và địa phương",)),
        ("Sở VH,TT&DL, Sở KH&CN", ("Sở VH,TT&DL", "Sở KH&CN")),
        (
            "Văn phòng HĐND và UBND xã; các thôn, buôn",
            ("Văn phòng HĐND và UBND xã", "các thôn, buôn"),
        ),
    ],
)
def test_lists_are_split_and_names_kept_whole(printed: str, names: tuple[str, ...]) -> None:
    assert split_bodies(printed) == names


def test_brackets_do_not_part_a_list() -> None:
    assert names_in("Sở Nội vụ (chủ trì, theo dõi), Sở Y tế") == ("Sở Nội vụ", "Sở Y tế")


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Sở KHCN", "Sở Khoa học và Công nghệ"),
        ("Sở KH&CN", "Sở Khoa học và Công nghệ"),
        ("Sở Văn hoá và Thể thao", "Sở Văn hóa và Thể thao"),
        ("Uỷ  ban nhân dân tỉnh", "Ủy ban nhân dân tỉnh"),
        ("Hội Làm vườn tỉnh", "Hội Làm vườn tỉnh"),
    ],
)
def test_names_are_brought_to_the_standard_spelling(printed: str, name: str) -> None:
    assert standard_name(printed) == name


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Công an Thành phố Chỉ đạo Công an các phường", "Công an Thành phố"),
        ("Ban Chỉ đạo tỉnh họp", "Ban Chỉ đạo tỉnh"),
        ("UBND các xã, phường có trách nhiệm", "UBND các xã, phường"),
        ("Đại học Phú Yên tổ chức", "Đại học Phú Yên"),
        ("Ngân hàng Nhà nước Khu vực 11 báo cáo", "Ngân hàng Nhà nước Khu vực 11"),
        ("các sở, ban, ngành và địa phương tham mưu", "các sở, ban, ngành và địa phương"),
        ("Trung tâm", None),
        ("tỉnh", None),
    ],
)
def test_a_name_ends_before_the_verb(words: str, name: str | None) -> None:
    end = body_end(words, 0)
    assert (words[:end] if end else None) == name


def test_a_list_of_bodies_takes_later_unnamed_members() -> None:
    words = "Giám đốc Sở Nội vụ; Chủ tịch UBND các xã, phường; cơ quan, cá nhân liên quan chịu"
    end = body_list_end(words, 0)
    assert end is not None
    assert words[end:] == " chịu"


def test_mentions_tell_known_unknown_and_generic_bodies_apart() -> None:
    words = "Giao Sở Tài chính, Hiệp hội Cà phê Buôn Ma Thuột và các sở, ngành."
    found = {body.name: (body.is_known, body.is_generic) for body in find_bodies(words)}
    assert found == {
        "Sở Tài chính": (True, False),
        "Hiệp hội Cà phê Buôn Ma Thuột": (False, False),
        "các sở, ngành": (False, True),
    }


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("ỦY BAN NHÂN DÂN TỈNH ĐẮK LẮK", "UBND tỉnh Đắk Lắk"),
        ("UBND THÀNH PHỐ CẦN THƠ", "UBND thành phố Cần Thơ"),
        ("SỞ KHOA HỌC VÀ CÔNG NGHỆ", "Sở Khoa học và Công nghệ"),
        ("CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ EA TRANG", "Chủ tịch UBND xã Ea Trang"),
        ("HỘI ĐỒNG NHÂN DÂN TỈNH PHÚ YÊN", "HĐND tỉnh Phú Yên"),
        ("BỘ GIÁO DỤC VÀ ĐÀO TẠO", "Bộ Giáo dục và Đào tạo"),
        ("THỦ TƯỚNG CHÍNH PHỦ", "Thủ tướng Chính phủ"),
        ("VĂN PHÒNG CHÍNH PHỦ", "Văn phòng Chính phủ"),
        ("Chính phủ", "Chính phủ"),
        ("TỈNH ỦY ĐẮK LẮK", "Tỉnh ủy Đắk Lắk"),
        ("ĐẢNG ỦY XÃ EA TRANG", "Đảng ủy xã Ea Trang"),
        ("BAN CHỈ ĐẠO PHÒNG CHỐNG THIÊN TAI", "Ban Chỉ đạo phòng chống thiên tai"),
    ],
)
def test_letterheads_are_written_as_in_a_sentence(printed: str, name: str) -> None:
    assert sentence_case(printed) == name


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Sở KH&CN chủ trì rà soát", "Sở KH&CN"),
        ("Sở VH,TT&DL theo dõi", "Sở VH,TT&DL"),
        ("Ban Tổ chức Đảng ủy kiểm tra", "Ban Tổ chức Đảng ủy"),
        ("Phòng Kế hoạch - Tài chính tham mưu", "Phòng Kế hoạch - Tài chính"),
        ("Ban Quản lý khu Kinh tế tỉnh hướng dẫn", "Ban Quản lý khu Kinh tế tỉnh"),
        ("Bệnh viện đa khoa tỉnh lắp đặt", "Bệnh viện đa khoa tỉnh"),
        ("các bệnh viện, trung tâm y tế xây dựng", "các bệnh viện, trung tâm y tế"),
        ("Văn phòng HĐND và UBND xã chủ trì", "Văn phòng HĐND và UBND xã"),
    ],
)
def test_a_name_ends_where_what_is_to_be_done_begins(words: str, name: str) -> None:
    ends = body_end(words, 0)
    assert ends is not None
    assert words[:ends] == name


@pytest.mark.parametrize(
    "name",
    [
        "UBND thành phố Hải Phòng",
        "UBND tỉnh Lâm Đồng",
        "Công an tỉnh Đồng Tháp",
        "Sở Nội vụ thành phố Hải Phòng",
    ],
)
def test_a_place_may_begin_like_a_head(name: str) -> None:
    """A syllable of a place equals or begins with the head of a body ("Phòng", "Đồn")."""
    assert body_end(f"{name}; sau đó", 0) == len(name)


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        (
            "UBND thành phố Hà Nội, thành phố Hải Phòng và tỉnh Quảng Ninh",
            ("UBND thành phố Hà Nội", "UBND thành phố Hải Phòng", "UBND tỉnh Quảng Ninh"),
        ),
        (
            "UBND các tỉnh, thành phố: Hà Tĩnh, Quảng Trị, Huế",
            ("UBND tỉnh Hà Tĩnh", "UBND tỉnh Quảng Trị", "UBND thành phố Huế"),
        ),
        (
            "Bộ trưởng, Thủ trưởng cơ quan ngang bộ, cơ quan thuộc Chính phủ, Sở Y tế",
            (
                "Bộ trưởng",
                "Thủ trưởng cơ quan ngang bộ",
                # the holder is told again for each member of the list
                "Thủ trưởng cơ quan thuộc Chính phủ",
                "Sở Y tế",
            ),
        ),
        (
            "Giám đốc, Thủ trưởng các sở, ban, ngành và đơn vị; Công an tỉnh",
            ("Giám đốc, Thủ trưởng các sở, ban, ngành và đơn vị", "Công an tỉnh"),
        ),
        (
            "Giám đốc các Sở: Tài chính, Nội vụ; người đứng đầu cấp ủy",
            ("Giám đốc Sở Tài chính", "Giám đốc Sở Nội vụ", "người đứng đầu cấp ủy"),
        ),
        (
            "Thường trực HĐND, các Ban HĐND, Tổ đại biểu HĐND và đại biểu HĐND tỉnh",
            ("Thường trực HĐND", "các Ban HĐND", "Tổ đại biểu HĐND", "đại biểu HĐND tỉnh"),
        ),
        (
            "Ban Chỉ đạo phát triển khoa học, công nghệ và chuyển đổi số tỉnh, Sở Y tế",
            ("Ban Chỉ đạo phát triển khoa học, công nghệ và chuyển đổi số tỉnh", "Sở Y tế"),
        ),
        (
            "đồng chí Bí thư Đảng ủy xã, Chi cục Hải quan khu vực XII và đơn vị liên quan",
            ("Bí thư Đảng ủy xã", "Chi cục Hải quan khu vực XII", "đơn vị liên quan"),
        ),
        (
            "Sở Y tế các tỉnh, thành phố trực thuộc Trung ương, các Vụ thuộc Bộ",
            ("Sở Y tế các tỉnh, thành phố trực thuộc Trung ương", "các Vụ thuộc Bộ"),
        ),
        (
            "Chi cục Phát triển nông thôn và Quản lý chất lượng, Trung tâm Kiểm soát bệnh tật tỉnh",
            (
                "Chi cục Phát triển nông thôn và Quản lý chất lượng",
                "Trung tâm Kiểm soát bệnh tật tỉnh",
            ),
        ),
    ],
)
def test_members_of_a_list_end_where_their_names_do(printed: str, names: tuple[str, ...]) -> None:
    assert body_list_end(f"{printed} chủ trì", 0, small=True) == len(printed)
    assert names_in(printed) == names


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("các sở, ban, ngành", True),
        ("UBND các xã, phường", True),
        ("đơn vị liên quan", True),
        ("UBND xã Hòa Phú", False),
        ("Sở Y tế", False),
    ],
)
def test_groups_are_told_from_bodies(name: str, group: bool) -> None:
    assert is_group(name) is group


@pytest.mark.parametrize("words", ["Tổ chức, bộ máy", "các trường hợp", "các cơ sở dữ liệu"])
def test_nouns_that_only_look_like_bodies_are_none(words: str) -> None:
    assert body_end(words, 0) is None
