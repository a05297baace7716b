"""What to do about each rule that a cell or row can break."""

from __future__ import annotations

HINTS = {
    "latitude_out_of_range": "A latitude lies between -90 and 90; are latitude and longitude swapped?",
    "longitude_out_of_range": "A longitude lies between -180 and 180.",
    "number_not_read": "Write decimal degrees, such as 36.3401.",
    "point_not_read": "Write latitude and longitude in decimal degrees, such as 36.3401, 43.1402.",
    "count_negative": "A count is 0 or more; leave the cell empty where it is unknown.",
    "count_not_understood": "Write a whole number, a range such as 3-5, or 'at least 3'; leave unknown empty.",
    "count_missing": "Write a whole number; leave the cell empty where it is unknown.",
    "count_not_whole": "A count of people is a whole number.",
    "count_range_reversed": "The lower number comes first.",
    "count_too_large": "More than ten million: check the number.",
    "date_missing": "Write the date as 2017-03-17, 2017-03 or 2017.",
    "date_not_understood": "Write the date as 2017-03-17, 2017-03 or 2017; leave unknown empty.",
    "date_no_such_day": "There is no such day in the calendar.",
    "date_months_disagree": "The two names of the month are different months.",
    "date_order_not_declared": "Day or month first? Write 2017-03-17, or declare the order: --date-order dmy.",
    "date_range_reversed": "The range ends before it begins.",
    "date_serial_number": "This is a spreadsheet's day number; format the column as a date.",
    "date_short_year": "Write the year with four digits.",
    "date_without_year": "The year is missing.",
    "date_year_out_of_range": "A year lies between 1 and 9999.",
    "row_of_sums": "This row adds others up and is no report of its own; if it is one, give it its date.",
    "too_many_values": "Quote the value that holds the delimiter.",
    "too_few_values": "A delimiter or a quote is missing.",
    "required_value_missing": "This column must not be empty.",
}


def hint_for(rule: str) -> str:
    """Say what to do about a broken rule."""
    return HINTS.get(rule, "Check the value.")
