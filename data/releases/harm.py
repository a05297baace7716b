"""Who was harmed and how, inside one sentence: counts of civilians tied to the verb that speaks of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from ..grammars.numbers import Count, scan_counts
from ..late import LatePattern


@dataclass(frozen=True, slots=True)
class Mention:
    """A count of civilians in a sentence: from `start` to `until`, verb included; kind killed, injured or mixed."""

    count: Count
    start: int
    until: int
    kind: str


_ADJECTIVE = (
    r"(?:unidentified|unknown|additional|other|more|further|local|adult|young|elderly|civilian(?=\s+(?:bystander|pedestrian|motorist|resident|occupant|contractor|farmer))|unarmed|innocent|unintended|unintentional|iraqi|syrian|"
    r"male|female|civilian(?=\s+(?:m[ae]n|wom[ae]n|child|boy|girl|male|female|adult|worker|driver|passenger|death|fatal|injur)))"
)
_PERSON = (
    r"(?:civilians|civilian(?=\s*(?:$|[,.;:)]|and\b|or\b|was\b|were\b|is\b|had\b|has\b|who\b|on\b|in\b|at\b|near\b|inside\b|outside\b|from\b|"
    r"also\b|likely\b|riding\b|killed\b|wounded\b|died\b|dead\b|male\b|female\b|adult\b|may\b|entered\b|(?!injuries)\w+(?:ed|ing|ly)\b))"
    r"|non-?combatants?|local\s+nationals?|m[ae]n|wom[ae]n|children|child|boys?|girls?|adults?|infants?|people|persons?|individuals?|"
    r"residents?|family\s+members?|bystanders?|pedestrians?|motorists?|occupants?|contractors?|farmers?|males?|females?|workers?|passengers?)\b"
)
_HARM_NOUN = r"(?:civilian\s+)?(?:(?P<deaths>deaths?|fatalities|fatality)|(?P<hurts>injuries|injury))\b"
_NOUN = LatePattern(
    rf"(?:\s+{_ADJECTIVE})*\s+(?:(?P<deadly>{_HARM_NOUN})|(?P<person>{_PERSON}))(?:\s+(?:civilians?|males?|females?|adults?))?"
)
_FIGHTER = LatePattern(
    r"\s+(?:[\w'-]+\s+){0,3}?(?:fighters?|militants?|terrorists?|combatants?|members?|operatives?|leaders?|insurgents?|soldiers?|"
    r"personnel|snipers?|commanders?|emirs?|facilitators?|planners?)\b"
)
_SIDE = LatePattern(r"\s+(?:[\w-]+\s+)?(?:isi[sl]|da'?esh|enemy|hostile|armed)\b")
_ARTICLE = LatePattern(
    rf"\b(?:an?|another)(?=(?:\s+{_ADJECTIVE})*\s+{_PERSON})|\banother(?=\s+(?:\w+ly\s+)?(?:killed|injured|wounded|was\b))"
)
_KILLED = r"(?:killed|died|dead|perished|fatally\s+\w+|lost\s+(?:their|his|her)\s+li(?:fe|ves)|martyred)"
_INJURED = r"(?:injured|wounded|hurt)"
_VERB = LatePattern(
    rf"\b(?:(?P<mixed>{_KILLED}\s*(?:,|and|or|/|and/or)\s*{_INJURED}|{_INJURED}\s*(?:and|or|/)\s*{_KILLED}|harmed)|(?P<killed>{_KILLED})|(?P<injured>{_INJURED}))\b"
)
_MORE = LatePattern(r"\s+(?:more|others?|additional)\b")
_BARE_VERB = LatePattern(
    rf"(?:\s+(?:were|was|are|is|been|have|had|has|also|more|others?|\w+ly|presumed|likely))*\s+(?:{_KILLED}|{_INJURED})\b"
)
_BEFORE = LatePattern(
    r"(?:(?P<mixed>\bkill(?:ing|ed)\s+(?:and|or)\s+(?:wound|injur)(?:ing|ed))|(?P<killed>\bkilling|\bkilled|\bdeaths?\s+of|\bkilling\s+of|\blives\s+of)"
    r"|(?P<injured>\binjuring|\binjured|\bwounding|\bwounded|\binjur(?:y|ies)\s+(?:to|of)|\bwounding\s+of))(?:\s+(?:the|an?|at\s+least))?\s*$"
)
_SUBSET = LatePattern(r"\b(?:including|includes|of\s+whom|of\s+them|among\s+(?:them|whom)|comprising)\W*$")
_JOINED = LatePattern(r"\s*(?:,|and|&|as\s+well\s+as|,\s*and|plus)\s*")
_APPOSED = LatePattern(r"\s*,\s*(?:was|were|is|had|has|who|died|killed|injured)\b")
_GAP = 160


@dataclass(slots=True)
class _Found:
    count: Count
    start: int
    end: int
    kind: str | None = None
    until: int = 0
    fighter: bool = False
    elliptic: bool = False
    active: bool = False


def _counts(sentence: str) -> list[tuple[Count, int, int]]:
    """Numbers, articles before a civilian, and "another", in order and without overlap."""
    numbers = scan_counts(sentence)
    taken = [(start, end) for _, start, end in numbers]
    articles = [
        (Count(1, 1, match.group()), *match.span())
        for match in _ARTICLE.finditer(sentence)
        if not any(start < match.end() and match.start() < end for start, end in taken)
    ]
    return sorted(numbers + articles, key=lambda found: found[1])


def _classify(sentence: str, count: Count, start: int, end: int) -> _Found | None:
    """A civilian, a fighter, or a number that leans on the civilians named before it; None for other things."""
    inner = re.search(_PERSON, count.text)
    if inner is not None:
        return _Found(count, start, end, until=end)
    noun = _NOUN.match(sentence, end)
    if noun is not None:
        found = _Found(count, start, noun.end(), until=noun.end())
        if noun["deadly"]:
            found.kind = "killed" if noun["deaths"] else "injured"
        return found
    fighter = _FIGHTER.match(sentence, end) or _SIDE.match(sentence, end)
    if fighter is not None:
        return _Found(count, start, fighter.end(), until=fighter.end(), fighter=True)
    more = _MORE.match(sentence, end)
    bare = more.end() if more else end
    if _BARE_VERB.match(sentence, bare) or _BEFORE.search(sentence, max(0, start - 40), start):
        return _Found(count, start, bare, until=bare, elliptic=True)
    return None


def _active(sentence: str, found: _Found) -> None:
    """A verb or noun of harm directly before the number takes it."""
    before = _BEFORE.search(sentence[max(0, found.start - 40) : found.start])
    if before is not None:
        found.kind, found.active = before.lastgroup, True
        found.start = max(0, found.start - 40) + before.start()


def _passive(sentence: str, found: _Found, stop: int) -> None:
    """The first verb of harm after the number and before the next number takes it."""
    verb = _VERB.search(sentence, found.end, min(stop, found.end + _GAP))
    if verb is None:
        return
    between = sentence[found.end : verb.start()]
    if _FIGHTER.search(" " + between) or ";" in between:
        return
    found.kind, found.until = verb.lastgroup, verb.end()


def _share(sentence: str, found: list[_Found]) -> None:
    """People that are listed together share a verb: "two men and a child were killed", "killed two men and a child"."""
    pairs = list(pairwise(found))
    for one, following in reversed(pairs):
        if one.kind is None and _JOINED.fullmatch(sentence, one.end, following.start):
            one.kind = following.kind
    for one, following in pairs:
        if following.kind is None and one.active and _JOINED.fullmatch(sentence, one.end, following.start):
            following.kind, following.active = one.kind, True


def find_mentions(sentence: str) -> list[Mention]:
    """
    Counts of civilians in one folded sentence, each with its kind of harm.

    Examples
    --------
    >>> found = find_mentions("two civilians were killed and one was injured, and five fighters were killed")
    >>> [(mention.count.min, mention.kind) for mention in found]
    [(2, 'killed'), (1, 'injured')]
    """
    classified = [_classify(sentence, *found) for found in _counts(sentence)]
    found = [each for each in classified if each and not _repeats(sentence, each)]
    for n, each in enumerate(found):
        if each.kind:
            continue
        stop = found[n + 1].start if n + 1 < len(found) else len(sentence)
        _active(sentence, each)
        if each.kind is None:
            _passive(sentence, each, stop)
    _share(sentence, found)
    return [
        Mention(each.count, each.start, max(each.until, each.end), each.kind)
        for n, each in enumerate(found)
        if each.kind and not each.fighter and (not each.elliptic or _leans(sentence, found, n))
    ]


def _repeats(sentence: str, found: _Found) -> bool:
    """Whether people are named again: "including two children", "one civilian, a child, was killed"."""
    if _SUBSET.search(sentence[: found.start]):
        return True
    again = sentence[: found.start].rstrip().endswith(",") and found.count.text in ("a", "an")
    return again and _APPOSED.match(sentence, found.end) is not None


def _leans(sentence: str, found: list[_Found], place: int) -> bool:
    """Whether a number without a noun leans on civilians: those before it, else those named in the sentence."""
    before = next((each for each in reversed(found[:place]) if not each.elliptic), None)
    if before is not None:
        return not before.fighter
    return re.search(r"\bcivilians?\b|\bnon-?combatants?\b", sentence) is not None
