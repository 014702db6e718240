"""Which version of a report an agency marks it as: "2nd LD", "UPDATE 2", "URGENT"; by patterns of the codebook."""

from readout.codebook import Compiled
from readout.records import Block, Declared
from readout.text import plain

# A mark stands in a title or above it: in a headline, or in a slug that reads like a byline or a note.
_ABOVE = frozenset(("headline", "byline", "note"))


def version(declared: Declared, flat: str, blocks: tuple[Block, ...], rules: Compiled) -> str | None:
    """The mark in the declared title, else in a line above the story's first paragraph; None without one."""
    lines = [plain(declared.title or "")]
    for block in blocks:
        if block.kind == "paragraph":
            break
        if block.kind in _ABOVE:
            # A slug may be cut like a dateline: "AP-EU--" and what follows are one line.
            lines.append(flat[flat.rfind("\n", 0, block.start) + 1 : block.end].strip())
    for line in lines:
        for pattern in rules.of_kind.get("version", ()):
            match = rules.patterns[pattern.id].search(line)
            if match:
                return match["version"]
    return None
