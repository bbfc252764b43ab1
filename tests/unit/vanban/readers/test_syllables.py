"""Torn syllables are put together only where a text is full of them."""

from vanban.readers import read
from vanban.readers.syllables import mend_syllables

TORN = (
    "Ngh ị quy ết s ố 57-NQ/TW c ủa B ộ Chính tr ị; doanh nghi ệp nh ỏ và v ừa, nhi ều đ ổi m ới; "
    "h ọc t ập, th ực hi ện trên đ ịa bàn t ỉnh Đ ắk L ắk"
)
SOUND = (
    "Nghị quyết số 57-NQ/TW của Bộ Chính trị; doanh nghiệp nhỏ và vừa, nhiều đổi mới; "
    "học tập, thực hiện trên địa bàn tỉnh Đắk Lắk"
)


def test_a_torn_text_is_mended_and_said() -> None:
    text = read(TORN.encode())
    assert text.content == SOUND
    assert [issue.code for issue in text.issues] == ["torn_syllables"]


def test_a_sound_text_stays_as_it_is() -> None:
    words = SOUND + ", quy định tại điểm c ở trên, điểm đ ở dưới, cột m ứng dụng"
    assert mend_syllables(words * 20) == (words * 20, 0)
