"""S1.1: data in a page is inert to parsers of markup and of templates."""

import json

from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment

from maps.page.inert import inert_json, safe_text

TEXTS = st.text() | st.sampled_from(["{{7*7}}", "{% raw %}", "{# x", "</script>", "<!--", "${7*7}", "\u2028", "&amp;"])
VALUES = st.recursive(
    TEXTS | st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
    max_leaves=20,
)


@given(VALUES)
def test_s1_1_what_is_written_is_read_again_and_no_template_finds_anything_in_it(value: object) -> None:
    text = inert_json(value)
    assert json.loads(text) == value
    assert Environment(keep_trailing_newline=True).from_string(text).render() == text
    assert not set("<>&\u2028\u2029") & set(text)


@given(TEXTS)
def test_s1_1_text_for_a_plugin_holds_nothing_that_markup_templates_or_scripts_know(text: str) -> None:
    assert not set("<>\"'{}`$\\") & set(safe_text(text))
