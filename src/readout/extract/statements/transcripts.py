"""Transcripts: one direct statement a turn, questions apart from answers, officials who speak on background.

The turns are the document's own (`Document.turns`); each of the first of them is a statement of the person whose last
name its head gives. What asks, only leads or is an aside is said by nobody whom the text names.
"""

from collections.abc import Iterator

from readout.extract.actors.spelling import unmarked
from readout.extract.statements.channels import ANONYMOUS, ChannelRules
from readout.extract.statements.speakers import unnamed
from readout.extract.statements.subjects import Subject
from readout.records import Actor, Document, Mention, Span, Statement, content_id
from readout.text import plain

TURNS = 6


def transcript(document: Document, mentions: tuple[Mention, ...], channels: ChannelRules) -> Iterator[Statement]:
    """One direct statement a turn, for the first turns; a question is asked by nobody whom the text names."""
    title = channels.of_title(document.title)
    for turn in document.turns[:TURNS]:
        if turn.kind == "aside":
            continue
        question = turn.kind == "question"
        asks = question or turn.kind == "moderator"
        who = _person(document, mentions, turn.head) if turn.speaker and turn.kind != "moderator" else None
        if question and who and who.kind == "unknown":
            who = None
        background = who is not None and who.kind == "unknown" and "official" in (who.name or "").lower()
        yield Statement(
            id=content_id("statement", document.id, turn.words.start, turn.words.end),
            document=document.id,
            kind="direct",
            content=document.quote(turn.words.start, turn.words.end, "question" if asks else "turn"),
            cue=None,
            mention=document.quote(turn.head.start, turn.head.end, "turn"),
            speakers=(who,) if who else (),
            channel=ANONYMOUS if background else title.channel if title else "speech",
            act="ask" if asks else "say",
            strength=None if asks else 0,
        )


def _person(document: Document, mentions: tuple[Mention, ...], head: Span) -> Actor:
    """The person of the document whose last name the head gives, without the office behind it."""
    last = unmarked(plain(head.of(document.text)).partition(",")[0]).split()[-1]
    for mention in mentions:
        for actor in mention.actors:
            if actor.kind == "person" and actor.name and unmarked(plain(actor.name)).split()[-1] == last:
                return actor
    return unnamed(Subject(head), document.text)
