"""Counts: events of a party or a dyad by month, copies folded and every telling side by side; and how much is held."""

import sqlite3

from readout.store.asked import Month, Partner, Totals

_PARTNERS = 50


def monthly(
    connection: sqlite3.Connection, a: str, b: str | None, *, since: str | None, until: str | None, status: str | None
) -> tuple[Month, ...]:
    """The months of a party, or of two parties whoever acts on whom, in order; each type of event by itself."""
    low, high = (min(a, b), max(a, b)) if b is not None else (a, "")
    terms, values = ["low = ?", "high = ?"], [low, high]
    for term, value in (
        ("month >= ?", since[:7] if since else None), ("month <= ? AND month > ''", until[:7] + "~" if until else None),
        ("status = ?", status),
    ):  # fmt: skip
        if value is not None:
            terms.append(term)
            values.append(value)
    rows = connection.execute(
        "SELECT month, month.type, quad, sum(folded), sum(raw) FROM month LEFT JOIN quad ON quad.type = month.type"  # noqa: S608
        f" WHERE {' AND '.join(terms)} GROUP BY month, month.type ORDER BY month, month.type",
        values,
    )
    return tuple(Month(*row) for row in rows)


def partners(connection: sqlite3.Connection, state: str) -> tuple[Partner, ...]:
    """Those with whom a party has most events."""
    rows = connection.execute(
        "SELECT other, sum(folded) AS f, sum(raw) FROM ("
        " SELECT high AS other, folded, raw FROM month WHERE low = ? AND high > ''"
        " UNION ALL SELECT low, folded, raw FROM month WHERE high = ? AND low <> high)"
        " GROUP BY other ORDER BY f DESC, other LIMIT ?",
        (state, state, _PARTNERS),
    )
    return tuple(Partner(*row) for row in rows)


def totals(connection: sqlite3.Connection) -> Totals:
    """How many there are of each."""
    numbers = dict(connection.execute("SELECT what, number FROM tally"))
    return Totals(*(numbers[what] for what in ("document", "family", "statement", "event", "contact")))
