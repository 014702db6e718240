"""From one document to its records: mentions, statements, events and contacts. Pure, one document at a time."""

from readout.codebook.compiled import Compiled
from readout.extract.actors import Knowledge, mentions
from readout.extract.claims import EventRules
from readout.extract.contacts import ContactRules, contacts
from readout.extract.contexts import ContextRules, in_context
from readout.extract.dates import Days
from readout.extract.events import events
from readout.extract.lines import Gate, lines
from readout.extract.moves import MoveRules, moves
from readout.extract.occasions import occasions
from readout.extract.relate import Relation, RelationRules, relate, trained
from readout.extract.statements import StatementRules, statements
from readout.extract.story import Story
from readout.extract.terms import at_their_day, of_the_day
from readout.language import Language
from readout.records import Document, Extraction

__all__ = ["Extractor", "Relation", "RelationRules", "relate", "trained"]


class Extractor:
    """The extraction recipe with everything it needs, compiled once and used for every document."""

    def __init__(self, rules: Compiled, language: Language) -> None:
        self.rules = rules
        self.language = language
        self._knowledge = Knowledge.of(rules)
        self._statements = StatementRules.of(rules)
        self._events = EventRules.of(rules)
        self._spoken = EventRules.of(rules, spoken=True)
        self._contacts = ContactRules.of(rules)
        self._contexts = ContextRules.of(rules)
        self._moves = MoveRules.of(rules)
        self._gate = Gate(rules.verbs, (self._events, self._spoken), self._contacts, self._moves)
        self._nouns = self._events.nouns | self._spoken.nouns | self._contacts.heads | self._moves.heads
        self._made_by = f"{language.name}, codebook {rules.codebook.version}"

    def extract(self, document: Document) -> Extraction:
        """Who is named, who says what, what is done to whom, and who was in contact with whom."""
        day = document.published.start
        named = of_the_day(mentions(document, self._knowledge), self._knowledge, day)
        said = statements(document, named, self._statements)
        parsed = lines(document, named, self.language, self._gate, self._nouns)
        story = Story.of(document, named, parsed, said, Days(document, self.rules))
        met = contacts(story, self._contacts)
        done = in_context(occasions(story, met, events(story, self._events, self._spoken)), story, self._contexts)
        done = at_their_day(done, named, self._knowledge, day)
        met = at_their_day(met, named, self._knowledge, day)
        return Extraction(document.id, named, said, done, met, self._made_by, moves(story, self._moves))
