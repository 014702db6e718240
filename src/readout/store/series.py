"""What parties' accounts change against those before, when contacts of the same parties come or go.

An account is held against the latest earlier one of the same party that was over when it began. So a contact that
comes or goes touches itself and those that follow until every party has given an account anew; the contacts before
are looked at until every party has given one. Nothing else of the series is read, however long it is.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator

from readout.link import since
from readout.records import Comparison, Contact
from readout.store.listing import revived
from readout.store.writing import UNMADE, Writer, batches, first_day, marks

Compared = Callable[[Iterable[Contact]], tuple[Comparison, ...]]
Pair = tuple[Contact, Comparison]
_HELD = "own > 0 AND contact.first > '' AND status IN ('held', 'ongoing')"


class Series:
    """The contacts of exactly these parties of which one of them gives an account of its own, in order of day."""

    def __init__(self, connection: sqlite3.Connection, path: str, states: str, compared: Compared) -> None:
        self._connection = connection
        self._path = path
        self._states = states
        self._compared = compared

    def change(self, days: Iterable[str]) -> None:
        """Write anew what accounts change from some days on, as far as contacts that begin on these can reach."""
        after: dict[str, Pair] = {}
        for day in sorted({day for day in days if day}):
            after |= {pair[0].id: pair for pair in self._until_all_have_spoken(day)}
        if not after:
            return
        first = min(contact.when.start.isoformat() for contact, _ in after.values() if contact.when.start)
        spoken = {party for _, comparison in after.values() for party in _spoken(comparison)}
        around = {**{pair[0].id: pair for pair in self._before(first, spoken)}, **after}
        contacts = [contact for contact, _ in around.values()]
        made = since(contacts, [comparison for _, comparison in around.values()])
        for some in batches(after):
            self._connection.execute(f"DELETE FROM since WHERE contact IN ({marks(some)})", some)  # noqa: S608 - marks
        written = {contact.id: contact for contact in contacts}
        Writer(self._connection).since([one for one in made if one.contact in after], written)

    def _until_all_have_spoken(self, day: str) -> Iterator[Pair]:
        """The contacts from a day on, to those at which every party has given an account anew that was over before."""
        over: dict[str, str] = {}  # by party the first day on which an account that it has given anew was over
        for contact, comparison in self._pairs("contact.first >= ?", "ASC", day):
            begins = first_day(contact.when)
            if all(over.get(party, "~") <= begins for party in self._states.split(",")):
                return
            if begins > day and contact.when.end:
                for party in _spoken(comparison):
                    over[party] = min(over.get(party, "~"), contact.when.end.isoformat())
            yield contact, comparison

    def _before(self, day: str, parties: set[str]) -> Iterator[Pair]:
        """The contacts before a day that later ones can be held against.

        These are the ones that were not over by then, and of the others the last in which each party gives an account.
        """
        silent = set(parties)
        for contact, comparison in self._pairs("contact.first < ?", "DESC", day):
            if contact.when.end and contact.when.end.isoformat() <= day:
                if silent & _spoken(comparison):
                    yield contact, comparison
                silent -= _spoken(comparison)
                if not silent:
                    return
            else:
                yield contact, comparison

    def _pairs(self, term: str, order: str, day: str) -> Iterator[Pair]:
        """The contacts of the series on one side of a day, with their comparisons, each opened when it is its turn."""
        query = (
            "SELECT contact.id, own FROM comparison JOIN contact ON contact.id = comparison.contact"  # noqa: S608
            f" WHERE states = ? AND {_HELD} AND {term} ORDER BY contact.first {order}, contact.id {order}"
        )
        for id_, own in self._connection.execute(query, (self._states, day)).fetchall():
            row = self._connection.execute("SELECT record FROM contact WHERE id = ?", (id_,)).fetchone()
            contact = revived(Contact, row[0], self._path)
            made = self._made(contact) if own == UNMADE else self._held(id_)
            if made is not None:
                yield contact, made

    def _held(self, id_: str) -> Comparison:
        row = self._connection.execute("SELECT record FROM comparison WHERE contact = ?", (id_,)).fetchone()
        return revived(Comparison, row[0], self._path)

    def _made(self, contact: Contact) -> Comparison | None:
        """A comparison that was left out when a store was filled with links as they were; None without own account."""
        self._connection.execute("DELETE FROM comparison WHERE contact = ?", (contact.id,))
        found = self._compared((contact,))
        Writer(self._connection).comparisons(found, {contact.id: contact})
        return next((one for one in found if _spoken(one)), None)


def _spoken(comparison: Comparison) -> set[str]:
    """The parties that give an account of their own of a contact."""
    return {account.party for account in comparison.accounts if account.kind != "news-account"}
