"""From one document to its records: mentions, statements, events and contacts. Pure, one document at a time."""

from readout.codebook.compiled import Compiled
from readout.extract.actors import Knowledge, mentions
from readout.extract.contacts import ContactRules, consultations, contacts
from readout.extract.dates import dates
from readout.extract.events import EventRules, events
from readout.extract.relate import Relation, relate
from readout.extract.statements import StatementRules, statements
from readout.extract.story import Story, lines
from readout.language import Language
from readout.records import Document, Extraction

__all__ = ["Extractor", "Relation", "relate"]


class Extractor:
    """The extraction recipe with everything it needs, compiled once and used for every document."""

    def __init__(self, rules: Compiled, language: Language) -> None:
        self.rules = rules
        self.language = language
        self._knowledge = Knowledge.of(rules)
        self._statements = StatementRules.of(rules)
        self._events = EventRules.of(rules)
        self._contacts = ContactRules.of(rules)
        self._triggers = self._events.triggers | self._contacts.triggers
        self._nouns = self._events.nouns | self._contacts.heads
        self._made_by = f"{language.name}, codebook {rules.codebook.version}"

    def extract(self, document: Document) -> Extraction:
        """Who is named, who says what, what is done to whom, and who was in contact with whom."""
        named = mentions(document, self._knowledge)
        dated = dates(document, self.rules)
        said = statements(document, named, self._statements)
        parsed = lines(document, named, self.language, self._triggers, self._nouns)
        story = Story(document, named, tuple(parsed), said, dated)
        met = contacts(story, self._contacts)
        done = consultations(story, met, events(story, self._events))
        return Extraction(document.id, named, said, done, met, self._made_by)
