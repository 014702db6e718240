"""Contacts as one document tells them: which parties communicated, how, when, and whether it came to pass.

For each sentence of the story and its captions, in this order:

1. words         a verb of contact ("met", "spoke by phone with") or a noun for one ("phone talks", "summit")
2. parties       from the roles around it; a noun without parties of its own takes those of the clause that it stands in
3. status        held, planned, ongoing, proposed, cancelled, refused: from tense, mood and the verb around a noun
4. tellings      one for each occasion: "calls with Oslo and Lima" tells of two
5. further       what is held at a body of two, and what follows talks told before, in sentences that name nobody
6. once          two tellings of one contact in one document are one contact, with the first place as evidence
7. implied       what nobody names: the greetings of a transcript, what two people agreed together
8. consultations what the contacts are as events

Only a contact between two different states, organisations or armed groups counts.
"""

from readout.extract.contacts.consultations import consultations
from readout.extract.contacts.once import contacts
from readout.extract.contacts.words import ContactRules

__all__ = ["ContactRules", "consultations", "contacts"]
