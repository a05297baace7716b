"""The grammar of dates: what it reads, what it refuses and why."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.fields import warning_codes, words
from data.grammars import date_refusal, fold, match_date, read_date, read_dates

READ = [
    ("2017", "2017", "2017", "year"),
    ("2017-03", "2017-03", "2017-03", "month"),
    ("2017-03-17", "2017-03-17", "2017-03-17", "day"),
    ("2017-03-17 00:00:00.000", "2017-03-17", "2017-03-17", "day"),
    ("2017/3/7", "2017-03-07", "2017-03-07", "day"),
    ("20170317", "2017-03-17", "2017-03-17", "day"),
    ("2017-03-17/2017-03-19", "2017-03-17", "2017-03-19", "range"),
    ("2016-2017", "2016", "2017", "range"),
    ("June 17, 2017", "2017-06-17", "2017-06-17", "day"),
    ("Sept. 20, 2015", "2015-09-20", "2015-09-20", "day"),
    ("July, 29, 2017", "2017-07-29", "2017-07-29", "day"),
    ("Dec.10, 2016", "2016-12-10", "2016-12-10", "day"),
    ("November 03, 2018", "2018-11-03", "2018-11-03", "day"),
    ("Friday, June 16th 2017", "2017-06-16", "2017-06-16", "day"),
    ("March 3-4, 2017", "2017-03-03", "2017-03-04", "range"),
    ("June 7–8, 2018", "2018-06-07", "2018-06-08", "range"),
    ("May 17/18, 2020", "2020-05-17", "2020-05-18", "range"),
    ("March 3 and 4, 2017", "2017-03-03", "2017-03-04", "range"),
    ("Feb. 28 - March 2, 2017", "2017-02-28", "2017-03-02", "range"),
    ("Dec. 30, 2016 - Jan. 2, 2017", "2016-12-30", "2017-01-02", "range"),
    ("30 March - 2 April 2017", "2017-03-30", "2017-04-02", "range"),
    ("3 to 5 March 2017", "2017-03-03", "2017-03-05", "range"),
    ("17 June 2017", "2017-06-17", "2017-06-17", "day"),
    ("17-Jun-2017", "2017-06-17", "2017-06-17", "day"),
    ("March 2017", "2017-03", "2017-03", "month"),
    ("March-April 2017", "2017-03", "2017-04", "range"),
    ("Dec. 2016 to Jan. 2017", "2016-12", "2017-01", "range"),
    ("١٧ آذار ٢٠١٧", "2017-03-17", "2017-03-17", "day"),
    ("17 حزيران/يونيو 2017", "2017-06-17", "2017-06-17", "day"),
    ("17 تشرين الثاني 2016", "2016-11-17", "2016-11-17", "day"),
    ("الجمعة 17 آذار 2017", "2017-03-17", "2017-03-17", "day"),
    ("ليلة 3-4 آذار 2017", "2017-03-03", "2017-03-04", "range"),
    ("كانون الأول ٢٠١٦", "2016-12", "2016-12", "month"),
    ("17 Tammuz 2017", "2017-07-17", "2017-07-17", "day"),
    ("\u200f17 آذار\u200f 2017", "2017-03-17", "2017-03-17", "day"),
    ("between June 17 and June 19, 2017", "2017-06-17", "2017-06-19", "range"),
    ("overnight March 3-4, 2017", "2017-03-03", "2017-03-04", "range"),
]
REFUSED = [
    ("03/04/2017", "date_order_not_declared"),
    ("10/17/2016", "date_order_not_declared"),
    ("17.06.2017", "date_order_not_declared"),
    ("Feb. 30, 2017", "date_no_such_day"),
    ("2017-13-01", "date_no_such_day"),
    ("March 5-3, 2017", "date_range_reversed"),
    ("0000-01-01", "date_year_out_of_range"),
    ("42903", "date_serial_number"),
    ("17 حزيران/تموز 2017", "date_months_disagree"),
    ("June 17", "date_without_year"),
    ("March 3-4", "date_without_year"),
    ("17 حزيران", "date_without_year"),
    ("June 172017", "date_not_understood"),
    ("yesterday", "date_not_understood"),
    ("June 17, 2017 or so", "date_not_understood"),
    ("", "date_missing"),
]


@pytest.mark.parametrize(("text", "start", "end", "precision"), READ)
def test_dates_are_read_at_their_own_precision(text, start, end, precision):
    found = read_date(text)
    assert found is not None
    assert (found.start, found.end, found.precision, found.text) == (start, end, precision, text)
    assert date_refusal(text) is None


@pytest.mark.parametrize(("text", "rule"), REFUSED)
def test_dates_outside_the_grammar_are_refused_with_a_reason(text, rule):
    assert read_date(text) is None
    assert date_refusal(text) == rule


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Dec. 6, 2106", "date_year_implausible"),
        ("9999-12-31", "date_year_implausible"),
        ("0001-01-01", "date_year_implausible"),
        ("06 FEB 18", "date_short_year"),
        ("early March 2017", "date_approximate"),
        ("March 3, 5 and 9, 2017", "date_list"),
        ("March 3 and 9, 2017", "date_list"),
        ("1970-01-01", "date_epoch"),
        ("2017-03-17T14:00Z", "time_dropped"),
    ],
)
def test_odd_dates_are_kept_and_flagged(text, code):
    assert code in read_date(text).warnings
    assert code in warning_codes()


def test_a_typo_in_the_year_is_not_repaired():
    assert read_date("Dec. 6, 2106").start == "2106-12-06"


def test_numeric_dates_follow_the_declared_order_and_are_never_swapped():
    assert read_date("03/04/2017", order="mdy").start == "2017-03-04"
    assert read_date("03/04/2017", order="dmy").start == "2017-04-03"
    assert read_date("10/17/2016", order="mdy").start == "2016-10-17"
    assert date_refusal("10/17/2016", order="dmy") == "date_no_such_day"
    assert date_refusal("10/17/16", order="mdy") == "date_short_year"


def test_an_unknown_order_is_our_callers_mistake():
    with pytest.raises(ValueError, match="order is one of"):
        read_date("2017", order="american")


def test_a_date_is_found_in_running_text_at_its_place():
    text = fold("1. June 17, 2017, near Tal Verin")
    found, end = match_date(text, 3)
    assert (found.start, text[3:end]) == ("2017-06-17", "june 17, 2017")
    assert match_date(text, 0) is None
    assert match_date(fold("in 2017 near"), 3) is None


def test_many_dates_keep_their_places():
    assert [found and found.start for found in read_dates(["2017", None, "?", "2017"])] == ["2017", None, None, "2017"]


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)),
    st.sampled_from(["%B %d, %Y", "%b. %d, %Y", "%d %B %Y", "%Y-%m-%d"]),
)
def test_any_day_is_read_back(day, form):
    assert read_date(day.strftime(form)).start == day.isoformat()


def test_precision_words_are_of_the_vocabulary():
    assert {precision for _, _, _, precision in READ} <= set(words("date_precision"))
