"""Who holds which office, as the held documents introduce people: what each says is kept, and joined on asking.

`link.learned` says what one document introduces; here the entries of many become what it would say of all of them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from readout.records import Evidence, Learned


def holders(entries: Iterable[tuple[str, Learned]], homes: Mapping[str, str]) -> tuple[Learned, ...]:
    """One entry for each person in an office, of (document, entry) pairs; `homes` are the families of documents."""
    seen: dict[str, list[tuple[str, Learned]]] = {}
    for document, entry in entries:
        seen.setdefault(entry.id, []).append((document, entry))
    found = (_joined(places, homes) for places in seen.values())
    return tuple(sorted(found, key=lambda entry: (entry.state, entry.office, entry.name, entry.id)))


def _joined(places: list[tuple[str, Learned]], homes: Mapping[str, str]) -> Learned:
    """One person in one office, of all the documents that introduce them so."""
    places = sorted(places, key=lambda place: (place[1].first or date.max, place[0]))
    names = Counter(entry.name for _, entry in places)
    days = [entry.first for _, entry in places if entry.first]
    first: dict[str, Evidence] = {}
    for document, entry in places:
        first.setdefault(homes.get(document) or document, entry.evidence[0])
    return replace(
        places[0][1],
        name=min(names, key=lambda name: (-names[name], name)),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        documents=len(places),
        families=len(first),
        evidence=tuple(first.values()),
    )
