"""S1.2: the policy names what was put in, and nothing else."""

import pytest

from data import UsageProblem
from maps.page.fragments import Parts, take_apart
from maps.page.security import content_policy, source_hash


def test_s1_2_the_policy_denies_and_names_each_script_once() -> None:
    policy = content_policy(["a()", "b()", "a()"], ["p{}"])
    assert policy.startswith("default-src 'none'")
    assert policy.count(source_hash("a()")) == 1
    assert "unsafe" not in policy
    assert "http" not in policy


def test_a_page_without_scripts_allows_none() -> None:
    assert "script-src 'none'" in content_policy([], [])


def test_a_head_is_taken_apart_into_its_scripts_and_styles() -> None:
    parts = Parts()
    take_apart("<style>p { color: red }</style><meta name='x'><script>if (a < b) { c(); }</script>", parts)
    assert parts == Parts(styles=["p { color: red }"], scripts=["if (a < b) { c(); }"])


@pytest.mark.parametrize(
    "fragment", ["<script src='https://cdn.example/x.js'></script>", "<link rel=stylesheet href=//a.example/x.css>"]
)
def test_an_address_outside_is_refused_by_name(fragment: str) -> None:
    with pytest.raises(UsageProblem, match="example"):
        take_apart(fragment, Parts())
