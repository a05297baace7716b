"""The folding key: one name in many spellings, and neighbours kept apart."""

import pytest

from geo.names import keys, likeness

SAME = [
    ("Raqqah", "Ar Raqqah"), ("Raqqa", "الرقة"), ("Deir ez-Zor", "Dayr az Zawr"), ("Deir Ezzor", "دير الزور"),
    ("Tal Afar", "تلعفر"), ("Tal Afar", "Tall ‘Afar"), ("Abu Kamal", "Albukamal"), ("Boukamal", "البوكمال"),
    ("New Mosul", "الموصل الجديدة"), ("Qayyarah", "Gayara"), ("Hawija", "الحويجة"), ("Manbij", "Membij"),
    ("Hay al-Jadida", "al-Jadidah neighbourhood"), ("Zanjili", "الزنجيلي"), ("Shengal", "Şengal"),
    ("Zaxo", "Zakho"), ("Kafr Nabl", "Kafranbel"), ("17 Tamuz", "July 17th"), ("Ash Shaddadah", "Shaddadeh"),
]  # fmt: skip
APART = [
    ("Mosul", "New Mosul"), ("Tal Abyad", "Tal Afar"), ("Baghdad", "Baghdadi"), ("Rifai", "Rafah"),
    ("Raqqah", "Rawah"), ("Hawija", "Hajin"), ("الموصل", "الموصل الجديدة"), ("Dibs", "Dibsi Faraj"),
]  # fmt: skip


def best(a: str, b: str) -> float:
    return max(likeness(x, y).score for x in keys(a) for y in keys(b))


@pytest.mark.parametrize(("a", "b"), SAME)
def test_spellings_of_one_name_share_a_core(a, b):
    assert {key.core for key in keys(a)} & {key.core for key in keys(b)}
    assert best(a, b) == best(b, a) >= 0.75


@pytest.mark.parametrize(("a", "b"), APART)
def test_other_names_stay_apart(a, b):
    assert best(a, b) == best(b, a) < 0.8


def test_type_words_and_epithets_become_marks():
    key = keys("قرية المنصورة الشرقية")[0]
    assert (key.kinds, key.epithets, key.core) == ("village", "east", keys("Mansura")[0].core)


@pytest.mark.parametrize("text", ["", "  ", "😀", "---", "\u202e", "،"])
def test_what_has_no_letters_has_no_key(text):
    assert keys(text) == ()
