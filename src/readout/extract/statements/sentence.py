"""One sentence as the grammar of speech sees it: its place, tokens, cues, and the frames made of them."""

from dataclasses import dataclass

from readout.extract.statements.cues import Hit
from readout.extract.statements.quotations import Quotation
from readout.extract.statements.subjects import Line, Subject
from readout.records import Span


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence in which no quotation is cut: its place, paragraph, and the quotations in it."""

    start: int
    end: int
    paragraph: int
    quotes: tuple[Quotation, ...]

    @property
    def whole_quote(self) -> Quotation | None:
        """The quotation that fills the whole sentence."""
        if len(self.quotes) != 1:
            return None
        quote = self.quotes[0]
        return quote if quote.start <= self.start and quote.end >= self.end - 1 else None


@dataclass(frozen=True, slots=True)
class Frame:
    """One cue with its subject and content; `tail` where the content went before ("C, X said")."""

    hit: Hit
    subject: Subject | None
    content: Span
    tail: bool = False
    more: Span | None = None
    relays: tuple["Frame", ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """Everything the grammar of frames looks at: the covered text, the unit, its tokens and cues."""

    flat: str
    unit: Unit
    line: Line
    hits: tuple[Hit, ...]
    before: Unit | None
    release: bool
