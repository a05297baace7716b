"""The dictionary holds, and what is not in it is refused."""

import pytest

from data import UsageProblem, dictionary_faults, fields, tables, warning_codes, words
from data.fields import _field_faults, status_words


def test_the_dictionary_has_no_faults() -> None:
    assert dictionary_faults() == []


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ({"type": "date", "see": "public", "meaning": "A day."}, "unknown type"),
        ({"type": "text", "see": "all", "meaning": "A day."}, "public or private"),
        ({"type": "text", "see": "public", "meaning": "a day"}, "no sentence"),
        ({"type": "text", "see": "public", "meaning": "A day.", "label": "Day"}, "one language"),
        ({"type": "text", "see": "public", "meaning": "A day.", "words": "weekday"}, "no vocabulary"),
    ],
)
def test_a_faulty_entry_is_found(entry: dict[str, str], fault: str) -> None:
    assert fault in _field_faults("claims", "day", entry)[0]


def test_every_table_has_fields_and_every_count_is_a_pair() -> None:
    for table in tables():
        names = {field.name for field in fields(table)}
        assert names
        assert {name[:-4] for name in names if name.endswith("_min")} == {
            name[:-4] for name in names if name.endswith("_max")
        }


def test_a_status_belongs_to_its_recorder() -> None:
    assert "discounted" in words("status.airwars")
    assert "discounted" not in words("status.cjtf-oir")
    assert set(words("status")) == {word for each in status_words().values() for word in each}


def test_unknown_names_are_refused() -> None:
    with pytest.raises(UsageProblem, match="no table"):
        fields("strikes")
    with pytest.raises(UsageProblem, match="no vocabulary"):
        words("status.nobody")


def test_warning_codes_are_said_in_both_languages() -> None:
    for entry in warning_codes().values():
        assert entry["meaning"]
        assert entry["meaning_ar"]
