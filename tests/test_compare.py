"""Accounts side by side: cells, rows, relations, and what follows from them."""

import re
from datetime import date

import own
from readout.codebook.compiled import Compiled, compile_codebook
from readout.codebook.entries import Codebook, ContactWord, Cue, Topic
from readout.link.accounts import is_remarks
from readout.link.compare import compare
from readout.records import (
    Actor,
    Block,
    Comparison,
    Contact,
    Document,
    Extraction,
    Mention,
    Row,
    Span,
    Statement,
    Turn,
    When,
)

CUES = (
    Cue("say", "say", "t:1", 0),
    Cue("agree", "agree", "t:2"),
    Cue("discuss", "discuss", "t:3", 2, ("np",), readout=True),
    Cue("reaffirm", "reaffirm", "t:4", 5),
    Cue("express support for", "support", "t:5", 4),
    Cue("stress", "stress", "t:6", 4),
    Cue("urge", "urge", "t:7", 6),
)
TOPICS = (
    Topic("grain", "grain exports", ("grain export*", "grain corridor"), "t:1"),
    Topic("fish", "fishing rights", ("fishing", "fish stocks"), "t:2"),
    Topic("border", "the border", ("border*",), "t:3"),
    Topic("relief", "relief work", ("relief work", "relief effort*"), "t:4"),
    Topic("aid", "aid", ("aid package",), "t:5", same_as=("relief",)),
)
RULES: Compiled = compile_codebook(
    Codebook(
        version="test", states=(), organisations=(), bodies=(), offices=(), holders=(), outlets=(), patterns=(),
        cues=CUES, events=(), contacts=(ContactWord("meeting", "t:1", ("talks",), ("meet with", "speak with")),),
        matters=(), moves=(), topics=TOPICS, tone=("frank",), honorifics=(), given_names_last=(),
        irregular_verbs=(("meet", "met", "met"), ("hold", "held", "held"), ("speak", "spoke", "spoken"),
                         ("make", "made", "made")),
        plain_verbs=("hold", "continue", "visit", "want"),
    )
)  # fmt: skip

SOLBERG = Actor("person", "Ida Solberg", "NOR", "Foreign Minister")
ROJAS = Actor("person", "Elena Rojas", "CHL", "Foreign Minister")
MINISTRY = Actor("body", "Chilean Foreign Ministry", "CHL", None, "CHL:GOV")
NAMES = (("Solberg", (SOLBERG,)), ("Rojas", (ROJAS,)), ("The two ministers", (SOLBERG, ROJAS)))
DAY = When(date(2031, 5, 6), date(2031, 5, 7), "day", "stated")


def document(name: str, text: str, issuer: str | None = None) -> Document:
    return Document(name, text, (Block("paragraph", 0, len(text)),), DAY, issuer=issuer)


def mentions(text: str) -> tuple[Mention, ...]:
    found = [
        Mention(at, at + len(name), "joint" if len(actors) > 1 else "name", actors, "test")
        for name, actors in NAMES
        for at in range(len(text))
        if text.startswith(name, at)
    ]
    return tuple(sorted(found, key=lambda mention: mention.start))


def said(report: Document, content: str, speaker: Actor, cue: str = "said") -> Statement:
    at, verb = report.text.index(content), report.text.index(cue)
    return Statement(
        f"s{at}", report.id, "direct", report.quote(at, at + len(content), "t"),
        report.quote(verb, verb + len(cue), "t"), None, (speaker,),
    )  # fmt: skip


def compared(*documents: Document, statements: tuple[Statement, ...] = ()) -> Comparison:
    contact = Contact(
        "c", "call", "held", DAY, (SOLBERG, ROJAS), tuple(d.quote(0, len(d.text), "t") for d in documents)
    )
    read = [
        Extraction(d.id, mentions(d.text), tuple(s for s in statements if s.document == d.id), (), (), "test")
        for d in documents
    ]
    found = compare(contact, documents, read, (), RULES)
    texts = {d.id: d.text for d in documents}
    for evidence in (*(cell.evidence for row in found.rows for cell in row.cells), *found.imputed, *found.next_steps):
        assert evidence.quote == texts[evidence.document][evidence.start : evidence.end]
    return found


def row(found: Comparison, topic: str) -> Row:
    return next(row for row in found.rows if row.topic == topic)


def test_a_topic_of_both_sides_is_one_row() -> None:
    found = compared(
        document("n", "Solberg spoke with Rojas. The two ministers reaffirmed the grain corridor.", "NOR"),
        document("c", "Rojas spoke with Solberg. The two ministers agreed to widen grain exports.", "CHL"),
    )
    grain = row(found, "grain exports")
    assert grain.relation == "both"
    assert [(cell.party, cell.agent, cell.verb) for cell in grain.cells] == [
        ("NOR", "both", "reaffirmed"),
        ("CHL", "both", "agreed"),
    ]
    assert grain.cells[0].evidence.quote == "The two ministers reaffirmed the grain corridor"


def test_an_agreement_against_a_mere_word_of_one_side_differs() -> None:
    found = compared(
        document("n", "Solberg expressed strong support for fishing in the bay.", "NOR"),
        document("c", "The two ministers agreed to divide the fish stocks.", "CHL"),
    )
    fish = row(found, "fishing rights")
    assert fish.relation == "differ"
    assert fish.reason.startswith("joint against unilateral")
    assert fish.cells[0].verb == "expressed strong support"
    assert [evidence.document for evidence in found.imputed] == ["c"]


def test_a_coordination_is_cut_where_the_topic_changes() -> None:
    found = compared(document("n", "Solberg stressed fishing in the bay, relief work and the border.", "NOR"))
    assert {row.topic: row.cells[0].evidence.quote for row in found.rows} == {
        "fishing rights": "Solberg stressed fishing in the bay",
        "relief work": "relief work",
        "the border": "the border",
    }


def test_coordinated_acts_have_their_own_verbs() -> None:
    found = compared(document("n", "The two ministers discussed the border and agreed to open fishing.", "NOR"))
    assert [(row.topic, cell.verb, cell.agent) for row in found.rows for cell in row.cells] == [
        ("the border", "discussed", "both"),
        ("fishing rights", "agreed", "both"),
    ]


def test_what_a_passive_verb_is_about_stands_before_it() -> None:
    """The subject of a passive act is its content; where nobody is named the act is the verb alone."""
    found = compared(document("n", "The right to fishing was reaffirmed.", "NOR"))
    assert [("fishing rights", "reaffirmed")] == [(r.topic, c.verb) for r in found.rows for c in r.cells]


def test_a_passive_behind_a_phrase_without_a_comma() -> None:
    """What a passive is about is found behind "During the talks", whether a comma stands there or not."""
    found = compared(document("n", "During the talks support for fishing was reaffirmed.", "NOR"))
    assert [("fishing rights", "reaffirmed", "both")] == [
        (r.topic, c.verb, c.agent) for r in found.rows for c in r.cells
    ]


def test_a_meeting_to_do_something_tells_what_was_done() -> None:
    found = compared(document("n", "Solberg met with Rojas to discuss fishing.", "NOR"))
    assert [("fishing rights", "discuss", "both")] == [(r.topic, c.verb, c.agent) for r in found.rows for c in r.cells]


def test_a_quotation_of_a_ministry_is_opened() -> None:
    report = document("wire", '"The two ministers agreed to continue relief work in the bay," the ministry said.')
    content = "The two ministers agreed to continue relief work in the bay"
    found = compared(report, statements=(said(report, content, MINISTRY),))
    (cell,) = row(found, "relief work").cells
    assert (cell.party, cell.agent, cell.verb) == ("CHL", "both", "agreed")
    assert found.accounts[0].kind == "news-account"
    assert not found.accounts[0].full


def test_what_is_absent_is_not_in_the_text_we_hold() -> None:
    report = document("wire", '"Rojas urged them to guard the border," the ministry said.')
    found = compared(
        document("n", "Solberg stressed fishing.", "NOR"),
        report,
        statements=(said(report, "Rojas urged them to guard the border", MINISTRY),),
    )
    assert row(found, "fishing rights").reason == "only NOR; CHL: not in the text we hold"
    assert row(found, "the border").reason == "only CHL; NOR: not in its full text"


def test_kindred_topics_of_two_sides_are_laid_together() -> None:
    found = compared(
        document("n", "Solberg discussed the aid package.", "NOR"), document("c", "Rojas discussed relief work.", "CHL")
    )
    assert len(found.rows) == 1
    assert len({cell.party for cell in found.rows[0].cells}) == 2


def test_next_steps_tone_and_shared_phrases() -> None:
    found = compared(
        document("n", "In a frank conversation Solberg agreed to reopen northern fishing grounds quickly.", "NOR"),
        document("c", "The two ministers discussed how to reopen northern fishing grounds quickly.", "CHL"),
    )
    assert [evidence.document for evidence in found.next_steps] == ["n"]
    assert [evidence.quote for evidence in found.tone] == ["frank"]
    assert found.shared_phrases == ("reopen northern fishing grounds quickly",)


def transcript(talk: str) -> Document:
    """A transcript of the Norwegian ministry, with a paragraph and a turn for each line that has words."""
    lines = [Span(found.start(), found.end()) for found in re.finditer(r".+", talk)]
    heads = [Span(line.start, talk.index(":", line.start)) for line in lines]
    turns = tuple(
        Turn("speech", head, Span(head.end + 3, line.end), head.of(talk))
        for line, head in zip(lines, heads, strict=True)
    )
    paragraphs = tuple(Block("paragraph", line.start, line.end) for line in lines)
    return Document("n", talk, paragraphs, DAY, issuer="NOR", turns=turns)


def test_a_guests_turn_in_a_transcript_is_the_guests_own_words() -> None:
    talk = (
        "MINISTER SOLBERG:  The two ministers discussed the border at length.\n\n"
        "MINISTER ROJAS:  The two ministers agreed to reopen fishing."
    )
    found = compared(transcript(talk))
    assert {cell.party: cell.verb for row in found.rows for cell in row.cells} == {"NOR": "discussed", "CHL": "agreed"}
    assert {account.kind for account in found.accounts} == {"own-remarks"}


def test_a_transcript_is_remarks() -> None:
    assert is_remarks(transcript("FOREIGN MINISTER SOLBERG:  Welcome.\n\nFOREIGN MINISTER ROJAS:  Thank you."))
    assert not is_remarks(document("n", "Solberg met with Rojas.", "NOR"))


def test_every_phrase_of_the_codebook_speaks_of_its_topic() -> None:
    topics, index = own.book().topics, own.rules().topics
    for topic in topics:
        assert set(topic.same_as) <= set(index.names), topic.at
        for phrase in topic.phrases:
            words = phrase.replace(" * ", " Nordic ").replace("*", "")
            assert topic.id in {hit.topic for hit in index.find(f"They spoke of {words} today.")}, (topic.id, phrase)


def test_near_misses_of_topics() -> None:
    index = own.rules().topics
    for text in ("They spoke of football.", "The grainy picture was shown.", "He waited in the lobby."):
        assert index.find(text) == ()


def acts(text: str) -> list[tuple[str, str, str]]:
    """Topic, verb and evidence of each cell of a Norwegian release."""
    rows = compared(document("n", text, "NOR")).rows
    cells = [(cell.evidence.start, row.topic, cell.verb, cell.evidence.quote) for row in rows for cell in row.cells]
    return [(topic, verb, quote) for _, topic, verb, quote in sorted(cells)]


def test_every_act_of_a_list_has_its_own_verb() -> None:
    found = acts("Solberg stressed quiet on the border, urged talks on fishing, and discussed grain exports.")
    assert [(topic, verb) for topic, verb, _ in found] == [
        ("the border", "stressed"), ("fishing rights", "urged"), ("grain exports", "discussed"),
    ]  # fmt: skip


def test_a_participle_before_its_noun_and_a_comma_in_a_number_part_nothing() -> None:
    (only,) = acts("Solberg discussed fishing, and continued efforts by both at fishing for 400,000 people.")
    assert only[:2] == ("fishing rights", "discussed")


def test_an_adjective_or_an_infinitive_may_be_the_act() -> None:
    assert [verb for _, verb, _ in acts("Solberg is very grateful for the aid package.")] == ["is very grateful"]
    assert [verb for _, verb, _ in acts("Solberg wants to reaffirm fishing rights.")] == ["wants to reaffirm"]


def test_what_is_told_beside_the_sentence_is_no_act() -> None:
    found = acts("As Rojas said, Solberg stressed fishing rights.")
    assert [verb for _, verb, _ in found] == ["stressed"]


def test_the_full_stop_of_initials_stays() -> None:
    (found,) = acts("Solberg discussed grain exports to the U.S.")
    assert found[2].endswith("U.S.")


def test_a_stance_that_is_told_of_both_is_imputed_where_the_other_side_does_not_bear_it_out() -> None:
    own = document("n", "The two ministers discussed the importance of grain exports.", "NOR")
    silent = document("c", "Rojas stressed fishing rights.", "CHL")
    agreeing = document("c", "Rojas discussed the importance of grain exports.", "CHL")
    assert [evidence.rule for evidence in compared(own, silent).imputed] == ["imputed"]
    assert not compared(own, agreeing).imputed
