"""What generated and fuzzed inputs once broke: each stays a case."""

import time

from tests.fuzz.laws import check_file, check_text
from tests.unit.vanban.texts import text_of
from vanban.parse import parse
from vanban.readers import read

_HEAD = "ỦY BAN NHÂN DÂN\nTỈNH LÂM ĐỒNG\nSố: 1/KH-UBND\nKẾ HOẠCH\nPhát triển dữ liệu\n"


def test_a_paragraph_without_letters_heads_no_attached_document() -> None:
    # The first letter of each paragraph was looked at where there was none.
    assert check_text(text_of("")).attached == ()
    assert check_text(text_of("KẾ HOẠCH", "", "")).attached == ()


def test_the_orders_of_an_overlong_paragraph_do_not_each_copy_it() -> None:
    # Each of 5,000 orders held the whole paragraph: a gigabyte for a tenth of a megabyte.
    orders = "Giao Sở Nội vụ chủ trì; " * 5_000
    started = time.process_time()
    parsed = parse(read((_HEAD + orders).encode(), "a.txt"))
    assert time.process_time() - started < 60
    assert sum(len(task.text) for task in parsed.tasks) < 20 * len(orders)


def test_the_orders_of_a_paragraph_of_usual_length_share_its_words() -> None:
    orders = "UBND tỉnh yêu cầu Sở Nội vụ rà soát; giao Sở Tài chính bố trí kinh phí."
    parsed = check_file((_HEAD + orders).encode(), "a.txt")
    assert parsed is not None
    assert {task.text for task in parsed.tasks} == {orders}
