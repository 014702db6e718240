"""What analysts have said of tellings: that two are of one contact, or that they are not. The latest word holds.

A judgement names tellings by their places, the document and the first character, because ids of contacts change when
documents come and go; so it holds after a rebuild.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from readout.errors import BadSource
from readout.records import Contact, Document, Evidence, Judgement, Place


def judgements_of(
    verdict: str, contact: Contact, other: Contact | Document | object, why: str, made: datetime
) -> tuple[Judgement, ...]:
    """What has to be kept so that a contact and another one, or the telling of a document, are one or apart.

    Raises `BadSource` for another verdict than "same" and "apart", and for what cannot be judged so.
    """
    if verdict not in ("same", "apart"):
        raise BadSource(verdict, "no such verdict", 'say "same" or "apart"')
    held = tuple(Place(telling.document, telling.start) for telling in contact.tellings)
    if isinstance(other, Contact):
        second = tuple(Place(telling.document, telling.start) for telling in other.tellings)
        pairs = [(a, b) for a in held for b in second]
    else:
        name = other.id if isinstance(other, Document) else ""
        own = [place for place in held if place.document == name]
        rest = [place for place in held if place.document != name]
        if verdict == "same" or not own or not rest:
            hint = "a document is judged apart from a contact that it tells of with others"
            raise BadSource(name or str(other), f"cannot be judged {verdict!r} with {contact.id}", hint)
        pairs = [(a, b) for a in own for b in rest]
    moment = made.isoformat(timespec="seconds")
    # The two are spelled out for the type checker, which does not see that nothing else is left.
    said: Literal["same", "apart"] = "same" if verdict == "same" else "apart"
    return tuple(Judgement(first, second, said, why, moment) for first, second in pairs)


@dataclass(frozen=True, slots=True)
class Judged:
    """The judgements that hold, by the places of both tellings."""

    verdicts: Mapping[tuple[Place, Place], Judgement]

    @classmethod
    def of(cls, judgements: Iterable[Judgement]) -> "Judged":
        """The judgements in the order in which they were made; a later one on the same pair replaces an earlier one."""
        held: dict[tuple[Place, Place], Judgement] = {}
        for judgement in judgements:
            held[judgement.first, judgement.second] = held[judgement.second, judgement.first] = judgement
        return cls(held)

    def between(self, tellings: Iterable[Evidence], others: Iterable[Evidence]) -> Judgement | None:
        """What was said of any of these tellings and any of those; that they are apart outweighs that they are one."""
        if not self.verdicts:
            return None
        beside = [Place(other.document, other.start) for other in others]
        pairs = ((Place(telling.document, telling.start), other) for telling in tellings for other in beside)
        said = [self.verdicts[pair] for pair in pairs if pair in self.verdicts]
        return min(said, key=lambda judgement: judgement.verdict != "apart", default=None)
