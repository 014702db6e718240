"""A stretch of a line on its way to a block."""

from dataclasses import dataclass
from typing import Literal

from readout.records import BlockKind

# Before the story's first words, near them, or behind.
Place = Literal["head", "lead", "body"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line; `kind` is None until the order of the pieces tells it."""

    kind: BlockKind | None
    start: int
    end: int
    rule: str
    line: int

    def told(self, kind: BlockKind, rule: str) -> "Piece":
        """The same stretch with a kind and the rule that told it."""
        return Piece(kind, self.start, self.end, rule, self.line)

    def of(self, flat: str) -> str:
        """The words of the piece."""
        return flat[self.start : self.end]
