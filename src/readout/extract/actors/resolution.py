"""From phrases to mentions: whom each phrase means, by the words themselves, by memory, or by where the report stands.

The phrases of one document are read in order, each by the rule for its kind: names and titles (`titles`,
`counterparts`), bodies and people (`bodies`), states and organisations (`states`), words that name nobody (`pronouns`).
Every mention says in `reason` what led to its actors.
"""

from collections.abc import Callable, Iterator, Mapping

from readout.extract.actors.bodies import read_body, read_group, read_several
from readout.extract.actors.cast import Cast
from readout.extract.actors.counterparts import read_counterpart
from readout.extract.actors.phrases import Kind, Phrase
from readout.extract.actors.pronouns import read_joint, read_pronoun
from readout.extract.actors.reader import Reader, Seen
from readout.extract.actors.states import read_outlet, read_party, read_place
from readout.extract.actors.titles import read_person, read_title
from readout.records import Document, Mention

_BY_KIND: Mapping[Kind, Callable[[Reader, Phrase], Seen | None]] = {
    "person": read_person, "title": read_title, "counterpart": read_counterpart,
    "body": read_body, "group": read_group, "several": read_several,
    "party": read_party, "place": read_place, "outlet": read_outlet,
    "joint": read_joint, "pronoun": read_pronoun,
}  # fmt: skip


def resolved(document: Document, cast: Cast) -> Iterator[Mention]:
    """The mentions of all phrases that name somebody, in order."""
    reader = Reader.of(document, cast)
    for phrase in cast.phrases:
        reader.now = phrase.sentence
        seen = _BY_KIND[phrase.kind](reader, phrase)
        if seen is not None:
            reader.remember(seen)
            yield seen.mention
