"""Template tags and filters: words, numbers, states, and markup tied together."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from tiendo.workspace.status_look import LOOKS, status_segments
from tiendo.workspace.templatetags import vn

DAY = dt.date(2025, 11, 10)


def render(source: str, **values: Any) -> str:
    template = Template("{% load ui lists vn %}" + source)
    return template.render(Context(values))


def get(address: str) -> Any:
    return RequestFactory().get(address)


class TestDates:
    def test_dates_are_day_month_year(self) -> None:
        assert vn.vn_date(dt.date(2025, 3, 5)) == "05/03/2025"

    def test_an_instant_is_the_day_and_hour_in_vietnam(self) -> None:
        late = dt.datetime(2025, 12, 31, 18, 5, tzinfo=dt.UTC)
        assert vn.vn_date(late) == "01/01/2026"
        assert vn.vn_datetime(late) == "01/01/2026 01:05"

    def test_no_date_is_a_dash(self) -> None:
        assert vn.vn_date(None) == vn.vn_datetime(None) == "–"

    @pytest.mark.parametrize(
        ("last_day", "words"),
        [
            (dt.date(2025, 11, 15), "còn 5 ngày"),
            (DAY, "hôm nay"),
            (dt.date(2025, 10, 29), "quá hạn 12 ngày"),
            (dt.date(2030, 12, 31), "còn 1.877 ngày"),
            (None, ""),
        ],
    )
    def test_days_left(self, last_day: dt.date | None, words: str) -> None:
        assert vn.days_left(last_day, DAY) == words


class TestNumbers:
    @pytest.mark.parametrize(
        ("value", "words"),
        [
            (0, "0"),
            (Decimal("0.00"), "0"),
            (1234567, "1.234.567"),
            (Decimal("1234.5000"), "1.234,5"),
            (Decimal("-0.25"), "-0,25"),
            (Decimal("1E+3"), "1.000"),
            (None, "Chưa có số liệu"),
        ],
    )
    def test_numbers_are_grouped_by_points(self, value: Any, words: str) -> None:
        assert vn.number(value) == words

    def test_digits_round_half_up(self) -> None:
        assert vn.number(Decimal("2.345"), 2) == "2,35"
        assert vn.number(3, 1) == "3,0"

    @pytest.mark.parametrize(
        ("ratio", "words"),
        [
            (Decimal("0.25"), "25%"),
            (Decimal("0.4567"), "45,67%"),
            (0, "0%"),
            (Decimal("1.2"), "120%"),
            (None, "Chưa có số liệu"),
        ],
    )
    def test_percent_is_written_from_a_ratio(self, ratio: Any, words: str) -> None:
        assert vn.percent(ratio) == words

    @pytest.mark.parametrize(
        ("unit", "words"),
        [
            ("dong", "1.234.500.000"),
            ("thousand", "1.234.500"),
            ("million", "1.234,5"),
            ("billion", "1,235"),
        ],
    )
    def test_money_is_counted_in_the_unit_chosen(self, unit: str, words: str) -> None:
        assert vn.money(1234500000, unit) == words

    def test_a_unit_of_money_has_a_name(self) -> None:
        assert vn.money_unit("million") == "triệu đồng"


class TestValueStates:
    def test_a_real_zero_is_a_figure(self) -> None:
        assert vn.value_state(0, "value") == '<span class="num">0</span>'

    @pytest.mark.parametrize(
        ("state", "words"),
        [
            ("no_data", "Chưa có số liệu"),
            ("undefined", "Không xác định"),
            ("not_due", "Chưa đến kỳ"),
            ("", "Chưa có số liệu"),
        ],
    )
    def test_each_kind_of_missing_has_its_own_words(self, state: str, words: str) -> None:
        assert f">{words}<" in vn.value_state(None, state)

    def test_a_missing_state_wins_over_a_stored_number(self) -> None:
        assert "Chưa đến kỳ" in vn.value_state(12, "not_due")

    def test_the_reason_is_said_to_eye_and_ear(self) -> None:
        html = vn.value_state(None, "undefined", "mẫu số bằng 0")
        assert 'title="mẫu số bằng 0"' in html
        assert '<span class="visually-hidden"> (mẫu số bằng 0)</span>' in html

    def test_codes_are_those_that_figures_store(self) -> None:
        from tiendo.reporting.models import ValueState

        assert {"value", *vn.MISSING_WORDS} == set(ValueState.values)


class TestStatus:
    @pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.code)
    def test_every_status_has_colour_icon_and_word(self, look: Any) -> None:
        html = render("{% status_badge code %}", code=look.code)
        assert f"status-{look.code}" in html
        assert f"icons.svg#{look.icon}" in html
        assert str(look.word) in html

    def test_an_unknown_status_is_an_error(self) -> None:
        with pytest.raises(KeyError):
            render('{% status_badge "done" %}')

    def test_segments_fill_the_bar_in_the_fixed_order(self) -> None:
        parts = status_segments({"overdue": 1, "done_on_time": 2, "draft": 0})
        assert [(part.look.code, part.count) for part in parts] == [
            ("done_on_time", 2),
            ("overdue", 1),
        ]
        assert sum(part.width for part in parts) == pytest.approx(1000, abs=0.1)

    def test_an_empty_bar_says_so(self) -> None:
        assert "Chưa có nhiệm vụ" in render("{% status_bar counts %}", counts={})

    def test_the_bar_is_read_aloud_as_counts(self) -> None:
        html = render('{% status_bar counts "Phần I" %}', counts={"overdue": 3, "done_late": 1})
        assert 'aria-label="Phần I: Hoàn thành quá hạn 1, Quá hạn 3"' in html

    def test_a_bar_links_to_its_lists(self) -> None:
        html = render("{% status_bar rows %}", rows=[("overdue", 3, "/nhiem-vu/?tt=overdue")])
        assert 'href="/nhiem-vu/?tt=overdue"' in html


class TestDeadline:
    def test_an_open_task_past_its_day_is_late(self) -> None:
        html = render("{% deadline day on %}", day=dt.date(2025, 11, 1), on=DAY)
        assert "01/11/2025" in html
        assert "is-late" in html
        assert "quá hạn 9 ngày" in html

    def test_a_closed_task_shows_its_day_alone(self) -> None:
        html = render("{% deadline day on is_open=False %}", day=dt.date(2025, 11, 1), on=DAY)
        assert "quá hạn" not in html

    def test_no_day_shows_the_printed_words(self) -> None:
        assert "Thường xuyên" in render('{% deadline None printed="Thường xuyên" %}')


class TestTiles:
    def test_a_count_links_to_its_list(self) -> None:
        html = render('{% count_tile "Quá hạn" 0 "/x/" "overdue" %}', request=get("/"))
        assert '<a href="/x/"' in html
        assert ">0</span>" in html

    def test_no_count_is_words(self) -> None:
        assert "Chưa có số liệu" in render('{% count_tile "Quá hạn" None %}')

    def test_the_list_in_view_is_marked(self) -> None:
        html = render('{% count_tile "Quá hạn" 1 "/x/?a=1" %}', request=get("/x/?a=1"))
        assert 'aria-current="true"' in html


class TestIcons:
    def test_an_unlisted_icon_is_an_error(self) -> None:
        with pytest.raises(TemplateSyntaxError, match="no-such-icon"):
            render('{% icon "no-such-icon" %}')

    def test_a_labelled_icon_is_read_aloud(self) -> None:
        assert 'role="img" aria-label="Quá hạn"' in render('{% icon "clock" "Quá hạn" %}')


class TestLists:
    def page(self, number: int) -> Any:
        return Paginator(range(1230), 100).page(number)

    def test_pagination_tells_page_and_total(self) -> None:
        html = render('{% pagination page "nhiệm vụ" %}', page=self.page(2), request=get("/?q=a"))
        assert "Trang 2/13 · 1.230 nhiệm vụ" in html
        assert 'href="?q=a&amp;page=3"' in html

    def test_one_page_has_no_links(self) -> None:
        one = Paginator([1], 10).page(1)
        html = render('{% pagination page "việc" %}', page=one, request=get("/"))
        assert "Trang 1/1 · 1 việc" in html
        assert "<li>" not in html

    def test_sorting_turns_round_and_drops_the_page(self) -> None:
        html = render('{% sort_head "Hạn" "deadline" %}', request=get("/?sort=deadline&page=3"))
        assert 'aria-sort="ascending"' in html
        assert 'href="?sort=-deadline"' in html

    def test_kept_parameters_are_escaped(self) -> None:
        html = render('{% keep_params "ngay" %}', request=get('/?q="><b>&ngay=1&page=2'))
        assert html == '<input type="hidden" name="q" value="&quot;&gt;&lt;b&gt;">'

    def test_the_present_chip_is_marked(self) -> None:
        html = render(
            '{% chips options "tt" "Trạng thái" %}',
            options=[("", "Tất cả"), ("overdue", "Quá hạn")],
            request=get("/?tt=overdue&page=2"),
        )
        assert '<a class="chip" href="?tt=overdue" aria-current="true">Quá hạn</a>' in html
        assert '<a class="chip" href="?">Tất cả</a>' in html

    def test_query_without_drops_names_and_page(self) -> None:
        html = render('{% query_without "ngay" %}', request=get("/?q=a&ngay=2025-01-01&page=2"))
        assert html == "?q=a"


class ReportForm(forms.Form):
    done = forms.CharField(label="Đã làm được gì", help_text="Một đến ba câu.")
    state = forms.ChoiceField(
        label="Kết quả", choices=[("a", "Đạt"), ("b", "Chưa đạt")], widget=forms.RadioSelect
    )
    evidence = forms.FileField(label="Minh chứng", required=False)


class TestFields:
    def test_label_hint_and_error_are_tied_to_the_control(self) -> None:
        html = render("{% field form.done %}", form=ReportForm({}))
        assert '<label class="field-label" for="id_done">Đã làm được gì' in html
        assert 'aria-describedby="id_done_helptext id_done_error"' in html
        assert 'id="id_done_helptext"' in html
        assert 'id="id_done_error"' in html
        assert 'aria-invalid="true"' in html

    def test_choices_stand_in_a_fieldset(self) -> None:
        html = render("{% field form.state %}", form=ReportForm())
        assert "<legend>Kết quả" in html
        assert html.count('type="radio"') == 2

    def test_a_file_field_takes_drops_and_tells_its_limit(self, settings: Any) -> None:
        settings.UPLOAD_MAX_BYTES = 7 * 2**20
        html = render("{% field form.evidence %}", form=ReportForm())
        assert 'data-max-bytes="7340032"' in html
        assert "tối đa 7 MB" in html

    def test_an_empty_hint_leaves_the_hint_out(self) -> None:
        html = render('{% field form.done hint="" %}', form=ReportForm())
        assert "Một đến ba câu" not in html
        assert "aria-describedby" not in html

    def test_the_summary_links_to_each_field(self) -> None:
        html = render("{% form_errors form %}", form=ReportForm({}))
        assert '<a href="#id_done">Đã làm được gì</a>' in html

    def test_a_good_form_has_no_summary(self) -> None:
        assert render("{% form_errors form %}", form=ReportForm()).strip() == ""


class TestBlocks:
    def test_breadcrumb_ends_at_this_page(self) -> None:
        html = render('{% breadcrumb "Nhiệm vụ" "/nhiem-vu/" "Việc A" %}')
        assert '<a href="/nhiem-vu/">Nhiệm vụ</a>' in html
        assert '<li aria-current="page">Việc A</li>' in html

    def test_breadcrumb_wants_a_last_label(self) -> None:
        with pytest.raises(TemplateSyntaxError):
            render('{% breadcrumb "Nhiệm vụ" "/nhiem-vu/" %}')

    def test_text_from_people_is_escaped(self) -> None:
        html = render(
            "{% clause quote=q source=q %}{% people rows %}", q="<b>", rows=[{"part": "<i>"}]
        )
        assert "<b>" not in html
        assert "<i>" not in html
        assert "&lt;b&gt;" in html

    def test_a_block_keeps_its_content_and_escapes_its_title(self) -> None:
        html = render("{% panel title %}<p>x</p>{% endpanel %}", title="<Nguồn>")
        assert "<p>x</p>" in html
        assert "&lt;Nguồn&gt;" in html

    def test_a_toast_with_undo_posts_with_the_token(self) -> None:
        message = SimpleNamespace(extra_tags="undo:/x/hoan-tac/", __str__=lambda: "Đã gửi")
        html = render("{% toast m %}", m=message, csrf_token="t")
        assert 'action="/x/hoan-tac/"' in html
        assert 'name="csrfmiddlewaretoken" value="t"' in html

    def test_a_chart_is_data_and_loads_its_script_once(self) -> None:
        source = '{% chart s "a" "A" %}{% endchart %}{% chart s "b" "B" %}<td>1</td>{% endchart %}'
        html = render(source, s={"title": "</script>"})
        assert html.count("charts.js") == 1
        assert html.count('<script type="application/json">') == 2
        assert "\\u003C/script\\u003E" in html
        assert "Bảng số liệu của biểu đồ" in html

    def test_a_question_posts_with_the_token(self) -> None:
        html = render(
            '{% confirm_dialog id="q" title="Hủy?" action="/x/" button="Hủy" danger=True %}'
            "<p>…</p>{% endconfirm_dialog %}",
            csrf_token="t",
        )
        assert '<form method="post" action="/x/">' in html
        assert "btn-danger" in html
