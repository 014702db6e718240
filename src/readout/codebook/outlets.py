"""All outlets of the codebook by name and by host, so that a report's publisher is one look into a table."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from readout.codebook.entries import Codebook, Outlet

# What may stand behind a name: a host in brackets, or the section of a paper ("The Herald - News").
_HOST_BEHIND = re.compile(r"\s*\([^()]*\)$|\s+-\s+(?:news|opinion|politics|world)$")


@dataclass(frozen=True, slots=True)
class Outlets:
    """The outlets by their names as written, by their names in one case, and by their hosts."""

    written: Mapping[str, Outlet]
    folded: Mapping[str, Outlet]
    hosts: Mapping[str, Outlet]

    @classmethod
    def of(cls, codebook: Codebook) -> "Outlets":
        """The index of a codebook's outlets; where two share a name, the first of the table has it."""
        pairs = [(name, outlet) for outlet in codebook.outlets for name in (outlet.name, *outlet.names)]
        pairs.reverse()
        return cls(
            written=dict(pairs),
            folded={name.casefold(): outlet for name, outlet in pairs},
            hosts={name.casefold(): outlet for name, outlet in pairs if _is_host(name)},
        )

    def named(self, name: str | None) -> Outlet | None:
        """The outlet that a name means, with or without a host in brackets behind it, or a host written as a name."""
        if not name:
            return None
        folded = name.casefold().strip()
        exact = self.written.get(name) or self.folded.get(folded) or self.folded.get(_HOST_BEHIND.sub("", folded))
        return exact or (self.at(f"//{folded}") if _is_host(folded) else None)

    def at(self, url: str | None) -> Outlet | None:
        """The outlet whose host is the address's, or its end: "state.example" for "www.state.example"."""
        return next((self.hosts[end] for end in _ends(url) if end in self.hosts), None)


def _is_host(name: str) -> bool:
    return "." in name and " " not in name


def _ends(url: str | None) -> Iterator[str]:
    """The host of an address and the domains that it lies in, the narrowest first; none of an address that is broken.

    >>> list(_ends("https://www.press.example/a"))
    ['www.press.example', 'press.example', 'example']
    """
    try:
        host = (urlsplit(url).hostname or "") if url else ""
    except ValueError:
        return
    while host:
        yield host
        host = host.partition(".")[2]
