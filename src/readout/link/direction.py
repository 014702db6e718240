"""Which of two copies is the older, and what says so: credits, days, times, marks of versions, notes of corrections.

Each kind of evidence votes for one order or for none. Where two of them disagree nothing is stated, and neither is it
where only weak evidence speaks: that one text holds the other whole is said, and decides nothing. Days and hours order
what was published, so they say who took from whom only where one text stands for the most part in the other; else both
may be made of a text that is not held. What a desk carries over by mistake, "told Reuters" in a paper, is evidence too.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from readout.codebook.entries import Outlet
from readout.records import BlockKind, Document, Span

_WHOLE = 95  # hundredths of a text that stand in the other where nothing of weight was left out
_MUCH = 90  # ... where the one nearly holds the other
_MORE = 15  # ... by which the other must have more
_OWN = 50  # a text of which less stands in the other has more of its own, or of a third
_AROUND = 30  # letters before a phrase that two texts share
_CREDITING: tuple[BlockKind, ...] = ("credit", "byline", "note")


Voices = tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class Order:
    """-1 where the first of two documents is the older, 1 where the second is, 0 where nothing tells; and why.

    `via_unseen`: the evidence tells of a text that is neither of the two.
    """

    sign: int
    reasons: tuple[str, ...] = ()
    via_unseen: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """How many hundredths of each of two documents stand in the other; `most` of either, with its quotations."""

    a: int
    b: int
    most: int


def direction(a: Document, b: Document, held: Held, outlets: tuple[Outlet, ...], voices: Voices = ()) -> Order:
    """Which is the older, with the evidence; nothing where the evidence disagrees."""
    every = (
        _by_agency(a, b, held, outlets), _by_credit(a, b, outlets), _by_voice(a, b, outlets, voices),
        _by_version(a, b, outlets), _by_correction(a, b, outlets),
    )  # fmt: skip
    published = (_by_day(a, b), _by_time(a, b))
    third = held.most < _OWN and not any(vote.sign for vote in every)
    reasons = tuple(dict.fromkeys(reason for vote in (*every, *published) for reason in vote.reasons))
    if third:
        third_text = "each has more of its own: both may be made of a text that is not held"
        return Order(0, (*reasons, third_text), via_unseen=True)
    unseen = any(vote.via_unseen for vote in every)
    signs = {vote.sign for vote in (*every, *published) if vote.sign}
    if len(signs) == 2:
        return Order(0, (*reasons, "the two disagree, so the direction stays unknown"), unseen)
    return Order(signs.pop(), reasons, unseen) if signs else Order(0, (*reasons, *_weak(a, b, held)), unseen)


def _weak(a: Document, b: Document, held: Held) -> Iterator[str]:
    """That one text holds the other."""
    if max(held.a, held.b) >= _MUCH and abs(held.a - held.b) >= _MORE:
        inner, outer = (a, b) if held.a > held.b else (b, a)
        yield f"nearly all of {inner.id} stands in {outer.id}, which has more: weak evidence that {outer.id} is later"


# ---- agencies and credits --------------------------------------------------------------------------------------------
def _by_agency(a: Document, b: Document, held: Held, outlets: tuple[Outlet, ...]) -> Order:
    """The agency's own text before one that credits it."""
    agency = common_agency(a, b, outlets)
    if agency is None:
        return Order(0)
    names = _names(agency, outlets)
    own_a, own_b = _own(a, names), _own(b, names)
    if own_a == own_b:
        return Order(0)
    own, other, kept = (a, b, held.a) if own_a else (b, a, held.b)
    if (_rank(own) or 0) > 0 and kept < _WHOLE:
        reason = f"{own.id} is a later version ({own.version}); {other.id} may be made of an earlier one"
        return Order(0, (reason,), via_unseen=True)
    reason = f"{own.id} is {agency}'s own text ({_mark(own, names)}), {other.id} credits {agency}"
    return Order(-1 if own_a else 1, (reason,))


def credits_unheld(document: Document, agency: str, outlets: tuple[Outlet, ...]) -> bool:
    """Whether a document credits an agency and is not its own text."""
    return not _own(document, _names(agency, outlets))


def common_agency(a: Document, b: Document, outlets: Iterable[Outlet]) -> str | None:
    """The agency that both texts name as theirs, or that is the outlet of the one and credited by the other."""
    for agency in filter(None, (a.agency, b.agency)):
        names = _names(agency, outlets)
        if all(_is(names, document.agency) or _is(names, document.outlet) for document in (a, b)):
            return agency
    return None


def _names(agency: str, outlets: Iterable[Outlet]) -> frozenset[str]:
    """All names of an agency, in lower case, as the codebook lists them; else the one it goes by."""
    known = (outlet for outlet in outlets if agency.lower() in {outlet.id.lower(), outlet.name.lower()})
    return frozenset(
        {agency.lower()} | {name.lower() for outlet in known for name in (outlet.id, outlet.name, *outlet.names)}
    )


def _is(names: frozenset[str], value: str | None) -> bool:
    return value is not None and value.lower() in names


def _own(document: Document, names: frozenset[str]) -> bool:
    """Whether the text is the agency's own: it is the outlet, or no outlet is known and the dateline names it."""
    return _is(names, document.outlet) or (document.outlet is None and _datelined(document, names))


def _datelined(document: Document, names: frozenset[str]) -> bool:
    datelines = (span.of(document.text).lower() for span in document.spans("dateline"))
    return any(name in line for line in datelines for name in names)


def _mark(document: Document, names: frozenset[str]) -> str:
    return "its dateline names it" if _datelined(document, names) else "it is the outlet"


def _by_credit(a: Document, b: Document, outlets: tuple[Outlet, ...]) -> Order:
    """A document that credits the outlet of the other around its text, and not the other way, was taken from it."""
    if common_agency(a, b, outlets):
        return Order(0)  # agencies have versions, and that is looked at
    a_credits, b_credits = _credits(a, b), _credits(b, a)
    if a_credits == b_credits:
        return Order(0)
    reader, source = (a, b) if a_credits else (b, a)
    return Order(1 if a_credits else -1, (f"{reader.id} credits {source.outlet}, which published {source.id}",))


def _credits(document: Document, other: Document) -> bool:
    if not other.outlet or document.outlet == other.outlet:
        return False
    name = re.compile(rf"(?<!\w){re.escape(other.outlet)}(?!\w)", re.IGNORECASE)
    pairs = zip((None, *document.blocks), document.blocks, strict=False)
    around = (b for last, b in pairs if b.kind in _CREDITING and not (last is not None and last.kind == "caption"))
    return any(name.search(document.text, block.start, block.end) for block in around)


# ---- what is carried over --------------------------------------------------------------------------------------------
def _by_voice(a: Document, b: Document, outlets: tuple[Outlet, ...], voices: Voices) -> Order:
    """A house speaks of itself in its own text; the same words in the text of another house were carried over."""
    carried_by_b, carried_by_a = _carried(a, b, outlets, voices), _carried(b, a, outlets, voices)
    if (carried_by_a is None) == (carried_by_b is None):
        return Order(0)
    house, other, words = (a, b, carried_by_b) if carried_by_b else (b, a, carried_by_a)
    reason = f"{other.id} has carried over what {house.outlet} says of itself in {house.id}: {words!r}"
    return Order(-1 if carried_by_b else 1, (reason,))


def _carried(house: Document, other: Document, outlets: tuple[Outlet, ...], voices: Voices) -> str | None:
    """The words by which the outlet of one text speaks of itself there and, word for word, in a text of another."""
    if not house.outlet or not other.outlet:
        return None
    names = _names(house.outlet, outlets)

    def words(name: str) -> set[str]:
        return set(re.findall(r"\w+", name.lower()))

    # "Fox" may be Fox News: who shares a word of the name is taken for the same house.
    if any(words(name) & words(other.outlet) for name in names):
        return None
    names = frozenset(name.removeprefix("the ") for name in names)
    theirs = " ".join(span.of(other.text) for span in other.spans("paragraph"))
    for span in house.spans("paragraph"):
        for voice in voices:
            for found in voice.finditer(house.text, span.start, span.end):
                if found["house"].lower() in names and _with_before(found, span) in theirs:
                    return found.group()
    return None


def _with_before(found: re.Match[str], span: Span) -> str:
    """A match with some letters before it, so that both texts share more than a phrase."""
    return found.string[max(span.start, found.start() - _AROUND) : found.end()]


# ---- versions --------------------------------------------------------------------------------------------------------
_NUMBERED = re.compile(r"(?:LEAD|LD|UPDATE|WRAPUP)D?[ -]?(\d{1,2})|(\d{1,2})(?:ST|ND|RD|TH)?[ -]?(?:LEAD|LD)")
_FIRST = re.compile(r"LEAD|LD|UPDATE")


def _rank(document: Document) -> int | None:
    """The number of a version: 0 without a mark, -1 for the first flash; None for a mark that tells no number."""
    mark = (document.version or "").upper()
    numbered = _NUMBERED.search(mark)
    if numbered:
        return int(numbered[1] or numbered[2])
    if _FIRST.search(mark):
        return 1
    return {"": 0, "URGENT": -1}.get(mark)


def _by_version(a: Document, b: Document, outlets: tuple[Outlet, ...]) -> Order:
    """Of the versions of one house the lower number came first."""
    ours, theirs = _rank(a), _rank(b)
    if ours is None or theirs is None or ours == theirs or not _of_one_house(a, b, outlets):
        return Order(0)
    first, second = (a, b) if ours < theirs else (b, a)
    before, after = (document.version or "no mark" for document in (first, second))
    reason = f"versions of one house: {first.id} ({before}) comes before {second.id} ({after})"
    return Order(-1 if first is a else 1, (reason,))


def _of_one_house(a: Document, b: Document, outlets: tuple[Outlet, ...]) -> bool:
    """Whether both are one outlet's, or one agency's own texts."""
    if a.outlet is not None and a.outlet == b.outlet:
        return True
    agency = common_agency(a, b, outlets)
    return agency is not None and not any(credits_unheld(document, agency, outlets) for document in (a, b))


_MENDED = re.compile(
    r"\b(?:earlier|previous|prior) version\b|^\W*correct(?:s|ed|ion)\b|\b(?:has been|was) (?:corrected|amended)",
    re.IGNORECASE,
)


def _by_correction(a: Document, b: Document, outlets: tuple[Outlet, ...]) -> Order:
    """Of two texts of one house, the one that says that it mends an earlier version is the later."""
    ours, theirs = _mends(a), _mends(b)
    if ours == theirs or not _of_one_house(a, b, outlets):
        return Order(0)
    earlier, later = (b, a) if ours else (a, b)
    return Order(1 if ours else -1, (f"{later.id} says that it mends an earlier version, {earlier.id} does not",))


def _mends(document: Document) -> bool:
    if (document.version or "").upper().startswith("CORRECT"):
        return True
    return any(_MENDED.search(span.of(document.text)) for span in document.spans("note"))


# ---- days and times --------------------------------------------------------------------------------------------------
def _by_day(a: Document, b: Document) -> Order:
    """The earlier day first; a day that was itself taken from a sibling proves nothing."""
    ours, theirs = a.published, b.published
    if "sibling" in {ours.basis, theirs.basis} or not (ours.start and ours.end and theirs.start and theirs.end):
        return Order(0)
    if ours.end <= theirs.start:
        return Order(-1, (_earlier(a, b),))
    return Order(1, (_earlier(b, a),)) if theirs.end <= ours.start else Order(0)


def _earlier(first: Document, second: Document) -> str:
    return f"{first.id} is dated {first.published.start}, {second.id} {second.published.start}"


def _by_time(a: Document, b: Document) -> Order:
    """The earlier hour first, where both declare one with its zone."""
    ours, theirs = _moment(a), _moment(b)
    if ours is None or theirs is None or ours == theirs:
        return Order(0)
    first, second = ((a, ours), (b, theirs)) if ours < theirs else ((b, theirs), (a, ours))
    (earlier, at), (later, then) = first, second
    reason = f"{earlier.id} was published at {at:%Y-%m-%d %H:%M} UTC, {later.id} at {then:%Y-%m-%d %H:%M}"
    return Order(-1 if earlier is a else 1, (reason,))


def _moment(document: Document) -> datetime | None:
    """The declared time of publication, if it has an hour and a zone; midnight is how a mere day is written."""
    try:
        moment = datetime.fromisoformat(document.declared.published or "")
    except ValueError:
        return None
    if moment.tzinfo is None or not (moment.hour or moment.minute or moment.second):
        return None
    return moment.astimezone(UTC).replace(second=0, microsecond=0)
