"""The same report in another outlet's furniture is the same report: its paragraphs and its records do not change."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import own
from readout.records import Declared, Document, Source
from readout.structure import structure

RULES, EXTRACTOR = own.rules(), own.extractor()

PARAGRAPHS = (
    (
        "Kenyan Foreign Minister Grace Otieno met her Ugandan counterpart, Moses Okello, in Kampala on Tuesday and "
        "agreed to reopen three border posts, Kenya's foreign ministry said in a statement."
    ),
    '"The ministers agreed that lorries would cross by night from June," the Kenyan foreign ministry said.',
    "Okello warned that Uganda would close its market to Kenyan milk if the toll on the northern road was not lifted.",
    "The two countries signed a road pact in 2016.",
)
HEADS = (
    "",
    "By Faith Njeri\n\n",
    "By Faith Njeri and Tom Odhiambo\n\nThe Lake Herald\n\n",
    "Published 4:15 p.m. EDT May 14, 2019\n\n",
    "Skip to main content\n\nAdvertisement\n\n",
    "NAIROBI, May 14 (Reuters) - ",
    "NAIROBI, Kenya (AP) — ",
    "NAIROBI, May 14 (Xinhua) -- ",
)
TAILS = (
    "",
    "\n\n(Reporting by Faith Njeri; Editing by Tom Odhiambo)",
    "\n\n###",
    "\n\n(END)\n-\nHippo wanders into Kisumu hotel\n-\nTea prices fall for third week\n-\nUgandan runner wins in Doha",
    "\n\nRead more: Tea prices fall for third week",
    "\n\nSign up for our newsletter",
    "\n\nCopyright 2019 The Lake Herald. All rights reserved.",
    "\n\nFollow us on Twitter and Facebook",
    "\n\n___\n\nAssociated Press writer Faith Njeri contributed to this report.",
)


def read(head: str, gap: str, tail: str) -> Document:
    """The report in this furniture."""
    text = head + gap.join(PARAGRAPHS) + tail
    made = structure(Source("t", "text", text, Declared(id="t", published="2019-05-14")), RULES, today=date(2026, 1, 1))
    assert isinstance(made, Document)
    return made


def told(document: Document) -> list[tuple[str, ...]]:
    """What is read in a report, without the places, which furniture shifts."""
    found = EXTRACTOR.extract(document)
    return [
        *(("statement", s.content.quote, s.speaker or "", s.channel, s.kind) for s in found.statements),
        *(("event", e.type, e.status, e.evidence.quote) for e in found.events),
        *(("contact", c.mode, c.status, c.when.iso or "", *c.states) for c in found.contacts),
    ]


PLAIN = read("", "\n\n", "")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(HEADS), st.sampled_from(["\n\n", "\n\n\n", "\n"]), st.sampled_from(TAILS))
def test_furniture_changes_nothing(head: str, gap: str, tail: str) -> None:
    """Paragraphs and records are the same in any furniture."""
    wrapped = read(head, gap, tail)

    assert list(PARAGRAPHS) == [span.of(wrapped.text) for span in wrapped.spans("paragraph")]
    assert told(PLAIN) == told(wrapped)


def test_the_report_says_something() -> None:
    """The law would be empty if nothing were read."""
    kinds = {line[0] for line in told(PLAIN)}

    assert {"statement", "event", "contact"} == kinds
