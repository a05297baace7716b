"""Civilians killed and injured, read from an item's sentences; fighters are not counted."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..late import LatePattern
from .harm import Mention, find_mentions
from .outcome import speaks_of_outcome
from .page import Page, Span
from .sentences import sentences

Pair = tuple[int | None, int | None]
HARM = LatePattern(
    r"\b(?:kill|died|dead|death|fatal|lost\s+(?:their|his|her)\s+li|injur|wound|hurt|harm|casualt|martyr)"
)
_COUNTABLE = LatePattern(
    r"kill|\bdied\b|\bdead\b|death|fatal|perish|martyr|\blost\b|\blives\b|injur|wound|\bhurt\b|harmed"
)
_EARLIER = LatePattern(
    r"\b(?:number|item|no\.|report)s?\s+#?\d[\w\s,#-]*\bon\s+the\b|\bpreviously\s+(?:reported|released|listed|published|assessed)"
    r"|\bincorrectly\s+(?:reported|released|listed|stated)|\b(?:was|were)\s+(?:reported|listed|released)\s+as\b|\bpress\s+release\s+(?:reported|stated)"
)
_ALLEGED = LatePattern(r"\balleg|\breport(?:edly|s?\s+(?:that|of|said|claim))|\bclaim|\baccused|\bpossible\s+civilian")
_NEW_EVENT = LatePattern(
    r"\bsame\s+day\b|\b(?:second|third|another|separate|subsequent|later|follow-?on)\s+(?:air\s?)?strike|\bin\s+addition\b|\badditional|\balso\b"
)
_SAME_EVENT = LatePattern(
    r"\b(?:this|these|those|the\s+same|such)\b|\breview|\breveal|\bconclu|\binvestigation|\bfindings?\b|\bin\s+total\b"
)
_EACH = LatePattern(
    r"\bin\s+each\s+of\s+(?:the(?:se)?\s+)?(?:(?P<n>[a-z]+|\d+)\s+)?(?:air\s?)?(?:strikes|incidents|attacks)\b"
)
_DENIED = LatePattern(
    r"\bno\s+(?:\w+\s+){0,2}civilian|\bdid\s+not\b|\bwere\s+not\b|\binsufficient|\bmore\s+likely\s+than\s+not|\bcivilian\s+casualty?(?:ies)?\s+(?:report|allegation|assessment)"
    r"|\breports?\s+of\s+(?:possible\s+)?civilian\s+casualt|\bcivcas\b|\bonly\s+legitimate|\bcontradict|\bnot\s+credible|\bnon-credible|\blandmine"
)


@dataclass(frozen=True, slots=True)
class Casualties:
    """
    Killed and injured as pairs, the span of what was read, and what was not.

    `harmed` is True where the sentences concede any harm, also one that is not split.
    `unread` holds (span, rule) of the sentences that speak of harm and gave no count;
    `warnings` holds codes of data/warnings.toml.
    """

    killed: Pair = (None, None)
    injured: Pair = (None, None)
    harmed: bool = False
    killed_span: Span | None = None
    injured_span: Span | None = None
    warnings: tuple[str, ...] = ()
    unread: tuple[tuple[Span, str], ...] = ()

    @property
    def span(self) -> Span | None:
        """From the first to the last word that was counted."""
        spans = [span for span in (self.killed_span, self.injured_span) if span]
        return (min(start for start, _ in spans), max(end for _, end in spans)) if spans else None


@dataclass(slots=True)
class _Tally:
    """The counts of one kind of harm, added up sentence by sentence."""

    pair: Pair | None = None
    span: Span | None = None
    warnings: set[str] = field(default_factory=set)

    def take(self, found: Pair, span: Span, *, how: str) -> None:
        if self.pair is None or self.span is None:
            self.pair, self.span = found, span
            return
        if how == "same":
            self.pair = _most(self.pair, found)
        elif how == "new":
            self.pair = _sum(self.pair, found)
        else:
            self.pair = _most(self.pair, found)[0], _sum(self.pair, found)[1]
            self.warnings.add("count_repeated")
        self.span = min(self.span[0], span[0]), max(self.span[1], span[1])


def _sum(one: Pair, other: Pair) -> Pair:
    low = None if one[0] is None and other[0] is None else (one[0] or 0) + (other[0] or 0)
    return low, None if one[1] is None or other[1] is None else one[1] + other[1]


def _most(one: Pair, other: Pair) -> Pair:
    lows = [low for low in (one[0], other[0]) if low is not None]
    return max(lows, default=None), None if one[1] is None or other[1] is None else max(one[1], other[1])


def _added(mentions: list[Mention]) -> tuple[Pair, Span]:
    pair: Pair = mentions[0].count.min, mentions[0].count.max
    for mention in mentions[1:]:
        pair = _sum(pair, (mention.count.min, mention.count.max))
    return pair, (mentions[0].start, max(mention.until for mention in mentions))


def _each(sentence: str, before: str, pair: Pair) -> tuple[Pair, bool]:
    """A count "in each of these strikes": at least two; at most the number of strikes that is stated."""
    match = _EACH.search(sentence)
    if match is None or pair[0] is None:
        return pair, False
    named = _strikes(match["n"] or "")
    stated = named if named is not None else _strikes_before(before)
    low = pair[0] * (named or 2)
    return (low, pair[1] * stated if pair[1] is not None and stated else None), True


def _strikes(word: str) -> int | None:
    words = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
    return int(word) if word.isdecimal() else words.get(word)


def _strikes_before(text: str) -> int | None:
    found = [_strikes(n) or (1 if n in ("one", "a", "an") else None) for n in _STRIKES.findall(text)]
    known = [n for n in found if n]
    return sum(known) if known and sum(known) > 1 else None


_STRIKES = LatePattern(r"\b(one|a|an|two|three|four|five|six|seven|eight|\d{1,2})\s+(?:\w+\s+)?(?:air\s?)?strikes?\b")


def _how(sentence: str, between: str) -> str:
    if _NEW_EVENT.search(between) or _NEW_EVENT.search(sentence):
        return "new"
    return "same" if _SAME_EVENT.search(sentence) else "unsure"


def read_casualties(page: Page, start: int, end: int) -> Casualties:
    """
    Count the civilians that the sentences between two places concede as killed and as injured.

    Null where no number is stated. A sentence that repeats an earlier release, or speaks of
    an allegation, is not counted. Numbers of several sentences are added where the later one
    says that it tells of another strike, and taken once where it says that it tells of the same.
    """
    tallies = {"killed": _Tally(), "injured": _Tally()}
    warnings: set[str] = set()
    unread: list[tuple[Span, str]] = []
    for begin, stop in sentences(page, start, end):
        sentence = page.folded[begin:stop]
        if HARM.search(sentence) is None:
            continue
        if _EARLIER.search(sentence):
            continue
        mentions = find_mentions(sentence) if _COUNTABLE.search(sentence) else []
        if not mentions:
            if not (_DENIED.search(sentence) or speaks_of_outcome(sentence)):
                unread.append(((begin, stop), "harm_not_understood"))
            continue
        if _ALLEGED.search(sentence):
            unread.append(((begin, stop), "alleged_count"))
            continue
        _take(tallies, warnings, unread, (page, start, begin, stop), mentions)
    return _result(tallies, warnings, unread)


def _take(
    tallies: dict[str, _Tally],
    warnings: set[str],
    unread: list[tuple[Span, str]],
    place: tuple[Page, int, int, int],
    mentions: list[Mention],
) -> None:
    page, start, begin, stop = place
    sentence = page.folded[begin:stop]
    for kind, tally in tallies.items():
        counted = [mention for mention in mentions if mention.kind == kind]
        if not counted:
            continue
        pair, span = _added(counted)
        pair, each = _each(sentence, page.folded[start:begin], pair)
        warnings.update(code for mention in counted for code in mention.count.warnings)
        warnings.update({"count_each_strike"} if each else ())
        tally.take(
            pair,
            (begin + span[0], begin + span[1]),
            how=_how(sentence, page.folded[tally.span[1] if tally.span else begin : begin]),
        )
    if any(mention.kind == "mixed" and mention.count.max != 0 for mention in mentions):
        warnings.add("count_not_split")
        unread.append(((begin, stop), "harm_not_split"))


def _result(tallies: dict[str, _Tally], warnings: set[str], unread: list[tuple[Span, str]]) -> Casualties:
    killed, injured = tallies["killed"], tallies["injured"]
    found = warnings | killed.warnings | injured.warnings
    return Casualties(
        killed=killed.pair or (None, None),
        injured=injured.pair or (None, None),
        harmed="count_not_split" in warnings
        or any(value for pair in (killed.pair, injured.pair) for value in pair or ()),
        killed_span=killed.span,
        injured_span=injured.span,
        warnings=tuple(sorted(found)),
        unread=tuple(unread),
    )
