"""Voices: in which channel a speaker goes on whose sentence names none.

A channel once named holds for the same voice (the speaker, or the relay that passes the words on) until another is
named: first forward through the document, then back to a lead that stands before it. A sentence that only tells of
the occasion ("Lind was speaking to reporters in Oslo") names a channel as well.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from readout.records import Actor, Evidence, Statement

UNSPECIFIED = "unspecified"
# A spokesperson is the channel only where no other is named.
WEAK = frozenset({UNSPECIFIED, "spokesperson"})
OCCASIONS = frozenset({"press-conference", "briefing", "interview", "speech", "broadcast"})
# One of these stands in every sentence that tells of an occasion: a cheap look before the expressions.
_HINTS = (
    "interview", "report", "journalist", "confer", "brief", "speech", "address", "remarks", "lecture", "sermon",
    "speaking", "spoke", "told", "testif", "rally", "hearing", "presser", "release", "availab", "television", "TV",
    "radio", "video", "on NBC", "on CBS", "on ABC", "on CNN", "on MSNBC", "on CNBC", "on Fox", "on BBC", "on Sky",
    "on Al", "media",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Occasion:
    """A sentence without a statement that tells in which channel somebody speaks, and the words for it."""

    start: int
    speakers: tuple[Actor, ...]
    channel: str
    evidence: Evidence | None


def may_tell(words: str) -> bool:
    """Whether a sentence may tell of an occasion at all."""
    return any(map(words.__contains__, _HINTS))


def carried(said: Sequence[Statement], occasions: Sequence[Occasion]) -> tuple[Statement, ...]:
    """The statements with channels carried over from the same voice: first forward, then back to a lead."""
    forward = _carry(_in_order(said, occasions))
    return tuple(reversed(_carry(reversed(_in_order(forward, occasions)))))


def _in_order(said: Sequence[Statement], occasions: Sequence[Occasion]) -> list[Statement | Occasion]:
    """Both by place; statements keep their order."""
    found: list[Statement | Occasion] = []
    waiting = list(occasions)
    for statement in said:
        while waiting and waiting[0].start < statement.content.start:
            found.append(waiting.pop(0))
        found.append(statement)
    return [*found, *waiting]


def _carry(told: Iterable[Statement | Occasion]) -> list[Statement]:
    """Each statement whose channel is not said takes that of the last one by the same voice."""
    latest: dict[object, tuple[str, Evidence | None]] = {}
    done: list[Statement] = []
    for one in told:
        if isinstance(one, Occasion):
            latest[_names(one.speakers)] = (one.channel, one.evidence)
            continue
        voice, office = _voice(one), _office(one)
        known = latest.get(voice) or latest.get(office)
        released = _released(one)
        if known and (one.channel in WEAK or (released and one.kind == "direct")):
            done.append(replace(one, channel=known[0], channel_evidence=known[1]))
            continue
        done.append(one)
        if one.channel not in WEAK and not released:
            latest |= {voice: (one.channel, one.channel_evidence)} if voice else {}
            latest |= {office: (one.channel, one.channel_evidence)} if office and not one.chain else {}
    return done


def _released(statement: Statement) -> bool:
    """Whether the channel is no more than that an official release holds the words."""
    return statement.channel == "press-release" and statement.channel_evidence is None


def _names(speakers: tuple[Actor, ...]) -> tuple[str, ...]:
    """What tells speakers apart; their offices may be told more or less fully."""
    return tuple(actor.label for actor in speakers)


def _voice(statement: Statement) -> tuple[str, ...]:
    """Whose channel it is: the outermost relay's that the text names, else the speakers'."""
    relay = statement.chain[0] if statement.chain else None
    return _names((relay.actor,) if relay and relay.evidence else statement.speakers)


def _office(statement: Statement) -> tuple[str, str] | None:
    """A state's ministries and their spokespersons share a voice: what one releases, the other does."""
    actor = statement.chain[0].actor if statement.chain else statement.speakers[0] if statement.speakers else None
    if actor is None or actor.state is None:
        return None
    speaks = actor.kind == "body" if statement.chain else "spokes" in (actor.office or "").lower()
    return ("office", actor.state) if speaks else None
