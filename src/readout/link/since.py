"""A party's account of a contact against its own account of the one before with the same counterpart.

The stage, in order: for each contact and each party that gives an account of it, the latest earlier contact between the
same states of which that party gives an account of the same kind; topic by topic the party's words that lie nearest to
each other; what was raised or dropped, which verbs became stronger or weaker, which words were gained or lost.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from readout.link.content import content_words
from readout.records import Account, Cell, Change, ChangeKind, Comparison, Contact, Since

_WORDS = 8  # gained or lost words that are named


def since(contacts: Iterable[Contact], compared: Iterable[Comparison]) -> tuple[Since, ...]:
    """What each party's account changes against its account of the contact before, in the order of the contacts."""
    accounts = {comparison.contact: comparison for comparison in compared}
    series: defaultdict[tuple[str, ...], list[Contact]] = defaultdict(list)
    for contact in contacts:
        if contact.id in accounts and contact.when.start is not None and contact.status in {"held", "ongoing"}:
            series[contact.states].append(contact)
    found: list[Since] = []
    for run in series.values():
        run.sort(key=lambda contact: (contact.when.start is None, contact.when.start, contact.id))
        for number, contact in enumerate(run):
            before = [accounts[earlier.id] for earlier in reversed(run[:number]) if _ended_before(earlier, contact)]
            found += _against_earlier(accounts[contact.id], before)
    return tuple(found)


def _ended_before(earlier: Contact, later: Contact) -> bool:
    """Whether one contact was surely over when the other began."""
    ended, began = earlier.when.end, later.when.start
    return ended is not None and began is not None and ended <= began


def _against_earlier(later: Comparison, before: Sequence[Comparison]) -> Iterator[Since]:
    for party in dict.fromkeys(account.party for account in later.accounts):
        own = _own(later, party)
        earlier = next((comparison for comparison in before if _own(comparison, party)), None)
        if own and earlier is not None:
            held = _own(earlier, party)
            full = any(account.full for account in own) and any(account.full for account in held)
            changes = tuple(_changes(_cells(earlier, party, held), _cells(later, party, own)))
            yield Since(later.contact, earlier.contact, party, full, changes)


def _own(comparison: Comparison, party: str) -> tuple[Account, ...]:
    """The accounts that a party gives through its own release or remarks: reports of others choose from its words."""
    return tuple(a for a in comparison.accounts if a.party == party and a.kind != "news-account")


def _cells(comparison: Comparison, party: str, own: Iterable[Account]) -> dict[str, tuple[Cell, ...]]:
    """The party's cells by topic, those of its own texts."""
    texts = {account.document for account in own}
    cells = {
        row.topic: tuple(cell for cell in row.cells if cell.party == party and cell.document in texts)
        for row in comparison.rows
    }
    return {topic: found for topic, found in cells.items() if found}


def _changes(before: Mapping[str, tuple[Cell, ...]], after: Mapping[str, tuple[Cell, ...]]) -> Iterator[Change]:
    """What changes topic by topic: first what the later account has, then what only the earlier one had."""
    for topic, cells in after.items():
        if topic in before:
            change = _change(topic, *_nearest(before[topic], cells))
            if change is not None:
                yield change
        else:
            yield Change(topic, "raised", None, cells[0])
    for topic, cells in before.items():
        if topic not in after:
            yield Change(topic, "dropped", cells[0], None)


def _nearest(before: Sequence[Cell], after: Sequence[Cell]) -> tuple[Cell, Cell]:
    """The two cells of one topic that share the most content words; of equals the first ones."""
    pairs = [(earlier, later) for earlier in before for later in after]
    return max(pairs, key=lambda pair: len(_words(pair[0]) & _words(pair[1])))


def _change(topic: str, before: Cell, after: Cell) -> Change | None:
    """A verb on another rung of the ladder, else other words; None where nothing of weight changed."""
    gained, lost = _named(after, before), _named(before, after)
    kind: ChangeKind = "reworded"
    if before.strength is not None and after.strength is not None and before.strength != after.strength:
        kind = "strengthened" if after.strength > before.strength else "weakened"
    elif not gained and not lost:
        return None
    return Change(topic, kind, before, after, gained, lost)


def _words(cell: Cell) -> frozenset[str]:
    return content_words(cell.evidence.quote)


def _named(cell: Cell, other: Cell) -> tuple[str, ...]:
    """The words of a cell whose content the other one lacks, in their order, up to a few."""
    missing = _words(cell) - _words(other)
    words = (word.strip(".,;:'\"“”‘’()") for word in cell.evidence.quote.split())
    return tuple(dict.fromkeys(word for word in words if content_words(word) & missing))[:_WORDS]
