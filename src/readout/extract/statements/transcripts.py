"""Transcripts: who has which turn, questions apart from answers, officials who speak on background.

In order: the heads of turns ("MINISTER LIND:", "Q") in the story's paragraphs; if there are enough of them, each turn
is one direct statement of the person whose last name its head gives.
"""

import re
from collections.abc import Iterator, Sequence

from readout.extract.statements.channels import ANONYMOUS, ChannelRules
from readout.extract.statements.speakers import unnamed
from readout.extract.statements.subjects import Subject
from readout.records import Actor, Document, Mention, Span, Statement, content_id
from readout.text import plain, trimmed

TURNS = 6
_HEAD = re.compile(
    r"^(?:(?P<name>[A-ZÀ-Þ][A-ZÀ-Þ .,'()\-]{2,60}?|[A-Z]\w+(?: [A-Z]\w+){1,3})\s*:\s+(?=\S)|"
    r"(?P<question>Q)(?::\s*|\s+)(?=[A-Z(\"—-]))",
    re.MULTILINE,
)
_ASIDE = re.compile(r"(?:\((?:As|In|Through)[^)\n]{0,40}\)\s*)+")
_QUESTION = re.compile(r"(?:Q|QUESTION|REPORTER|JOURNALIST|THE PRESS|MODERATOR)\b", re.IGNORECASE)


def turns(flat: str, paragraphs: Sequence[Span]) -> tuple[tuple[Span, Span], ...]:
    """The turns of a transcript as (head, words); none where the document is no transcript."""
    if not paragraphs:
        return ()
    heads = [
        match
        for match in _HEAD.finditer(flat, paragraphs[0].start)
        if any(p.start <= match.start() < p.end for p in paragraphs)
    ]
    capitals = [match for match in heads if match["name"] and match["name"].isupper()]
    if len(capitals) < 2 and len(heads) < 4:
        return ()
    stops = [match.start() for match in heads[1:]] + [paragraphs[-1].end]
    return tuple(
        (Span(*head.span("name" if head["name"] else "question")), trimmed(flat, Span(head.end(), stop)))
        for head, stop in zip(heads, stops, strict=True)
    )


def transcript(
    document: Document, mentions: tuple[Mention, ...], parts: Sequence[tuple[Span, Span]], channels: ChannelRules
) -> Iterator[Statement]:
    """One direct statement a turn, for the first turns; a question is asked by nobody whom the text names."""
    title = channels.of_title(document.title)
    for head, words in parts[:TURNS]:
        aside = _ASIDE.match(document.text, words.start, words.end)
        span = trimmed(document.text, Span(aside.end() if aside else words.start, words.end))
        if not len(span):
            continue
        question = bool(_QUESTION.match(document.text, head.start, head.end))
        who = None if question else _person(document, mentions, head)
        background = who is not None and who.kind == "unknown" and "official" in (who.name or "").lower()
        yield Statement(
            id=content_id("statement", document.id, span.start, span.end),
            document=document.id,
            kind="direct",
            content=document.quote(span.start, span.end, "question" if question else "turn"),
            cue=None,
            mention=document.quote(head.start, head.end, "turn"),
            speakers=(who,) if who else (),
            channel=ANONYMOUS if background else title.channel if title else "speech",
            act="ask" if question else "say",
            strength=None if question else 0,
        )


def _person(document: Document, mentions: tuple[Mention, ...], head: Span) -> Actor:
    """The person of the document whose last name the turn gives in capitals."""
    words = head.of(document.text).split()
    for mention in mentions:
        for actor in mention.actors:
            if actor.kind == "person" and actor.name and plain(actor.name).upper().split()[-1] == words[-1].upper():
                return actor
    return unnamed(Subject(head), document.text)
