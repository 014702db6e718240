"""Contacts that nobody names: what two parties agreed together, hosts and guests who greet, one who told another.

Only between parties of whose contact the document does not tell in so many words.
"""

import re
from collections.abc import Iterator, Sequence

from readout.extract.claims import actors_of, word_pattern
from readout.extract.contacts.parties import SAYS, speakers_of
from readout.extract.contacts.words import ContactRules
from readout.extract.standing import when_of
from readout.extract.story import Line, Story, evidence_over
from readout.language import Clause
from readout.records import Actor, Contact, Document, Mention, Span, When, content_id
from readout.text import plain, sentences

_TWO = 2
_DAY_OR_TOPIC = frozenset({"about", "for", "on", "since"})
_HIM = re.compile(r"\s+(?:him|her|them)\b")


def implied(story: Story, told: Sequence[Contact], rules: ContactRules) -> tuple[Contact, ...]:
    """The contacts told, with those that only greetings or joint acts imply, in order of place."""
    known = {contact.states for contact in told}
    today = {contact.states for contact in told if not _before_today(contact, story.document)}
    found = [contact for contact in _greeted(story, rules) if contact.states not in today]
    known.update(contact.states for contact in found)
    for contact in (*_joint(story, rules), *_spoken_to(story, rules)):
        if contact.states not in known:
            known.add(contact.states)
            found.append(contact)
    return tuple(sorted((*told, *found), key=lambda contact: contact.tellings[0].start))


def _before_today(contact: Contact, document: Document) -> bool:
    """Whether a contact is told as held on an earlier day: who met in March may greet one another again today."""
    day, end = document.published.start, contact.when.end
    return contact.status == "held" and day is not None and end is not None and end <= day


def _greeted(story: Story, rules: ContactRules) -> Iterator[Contact]:
    """The meeting at which the speakers of a transcript greet one another: "thank you for having me"."""
    document, phrases = story.document, rules.senses.get("greets", frozenset())
    speakers = tuple(speakers_of(story))
    if not phrases or len({speaker.state for speaker in speakers}) != _TWO:
        return
    pattern, text = word_pattern(phrases), plain(document.text)
    for turn in document.turns:
        match = pattern.search(text, turn.words.start, turn.words.end) if turn.kind == "speech" else None
        if match is not None:
            whole = next(s for s in sentences(text, turn.words.start, turn.words.end) if s.end > match.start())
            yield _contact(document, "meeting", document.published, speakers, whole)
            return


def _joint(story: Story, rules: ContactRules) -> Iterator[Contact]:
    """What people of two states did together as subject of one verb: "Lind and Torres agreed on Monday"."""
    for line in story.lines:
        for clause in line.clauses if line.kind != "caption" else ():
            people = _together(clause, rules)
            if len({person.state for person in people}) >= _TWO:
                when = when_of(clause, line.span, story.dated.within(line.span), story.document)
                mode = "call" if rules.says("speaks", clause.lemma) else "other"
                yield _contact(story.document, mode, when, people, clause.whole)


def _spoken_to(story: Story, rules: ContactRules) -> Iterator[Contact]:
    """What officials of one state told a person of another: "Lima's president had told her that ..."."""
    for line in story.lines:
        for clause in line.clauses if line.kind != "caption" else ():
            done = clause.form == "finite" and clause.tense == "past" and not clause.negated and clause.modal is None
            if not done or clause.passive or not rules.says("tells", clause.lemma):
                continue
            said = actors_of(clause.subject.mentions) if clause.subject else ()
            heard = actors_of(_heard(clause, line, story))
            people = all(actor.kind == "person" and (actor.code or "").endswith(":GOV") for actor in (*said, *heard))
            apart = {actor.state for actor in said}.isdisjoint(actor.state for actor in heard)
            if said and heard and people and apart:
                when = when_of(clause, line.span, story.dated.within(line.span), story.document)
                yield _contact(story.document, "other", when, (*said, *heard), clause.whole)


def _heard(clause: Clause, line: Line, story: Story) -> tuple[Mention, ...]:
    """Whom somebody told it; "him" is who says so: "Torres said Lima's president had told her the port is open"."""
    if clause.object is not None and clause.object.mentions:
        return clause.object.mentions
    if not _HIM.match(story.document.text, clause.verb.end):
        return ()
    before = (c for c in line.clauses if c.form == "finite" and c.verb.end <= clause.group.start)
    return next((c.subject.mentions for c in before if c.lemma in SAYS and c.subject), ())


def _together(clause: Clause, rules: ContactRules) -> tuple[Actor, ...]:
    """The people who are subject of a verb that takes them all to have been in contact."""
    done = clause.form == "finite" and clause.tense == "past" and not clause.negated and clause.modal is None
    if not done or clause.passive or clause.subject is None or not clause.subject.mentions:
        return ()
    if not rules.says("implies", clause.lemma) and not _talked(clause, rules):
        return ()
    named = [m for m in clause.subject.mentions if m.form in {"name", "surname", "joint"}]
    if clause.oblique("with"):  # "they agreed with her view" is no more than an opinion
        return ()
    return tuple(actor for actor in actors_of(named) if actor.kind == "person" and actor.name)


def _talked(clause: Clause, rules: ContactRules) -> bool:
    """Whether two spoke, and not to others: nothing but a day or a topic follows."""
    if not rules.says("speaks", clause.lemma) or clause.object is not None:
        return False
    return all(prep in _DAY_OR_TOPIC for prep, _ in clause.obliques)


def _contact(document: Document, mode: str, when: When, parties: tuple[Actor, ...], span: Span) -> Contact:
    evidence = evidence_over(document, (span,), "contact.implied")
    id_ = content_id("contact", document.id, mode, evidence.start, evidence.end)
    return Contact(id_, mode, "held", when, parties, (evidence,))
