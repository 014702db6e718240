"""Copies: what joins a family and what does not, the edits, the direction, lent days, joined statements."""

import random
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import hypothesis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readout.codebook import Compiled
from readout.link.align import edits
from readout.link.candidates import candidates
from readout.link.copies import between, copied, families
from readout.link.facts import Facts
from readout.link.fold import HouseStyle, fold, quotations
from readout.link.told import lend_dates, tell
from readout.records import (
    Actor,
    Block,
    BlockKind,
    Document,
    Edge,
    Edit,
    Event,
    Extraction,
    Family,
    Span,
    Statement,
    When,
    unknown_when,
)
from readout.text import letters

LEAD = (
    "Foreign Minister Ana Duarte and U.S. envoy Paul Keane agreed on Friday to reopen the border crossing at Solmar "
    "before the winter, the ministry said."
)
QUOTE = (
    '"Both sides will keep the crossing open for medical goods and for families who live on either bank of the river," '
    "the ministry said in a note to reporters."
)
BACKGROUND = (
    "The crossing has been closed since a dispute over customs fees led to the recall of two ambassadors last spring, "
    "and traders have asked for compensation ever since."
)
ADDED = (
    "The State Department said that Keane would travel to the region again next month for talks with customs officers."
)
END = (
    "A joint commission of eleven engineers will inspect the bridge near Solmar and report to both governments by May."
)
BODY = (LEAD, QUOTE, BACKGROUND, END)


def document(name: str, *blocks: tuple[BlockKind, str] | str, day: date | None = None) -> Document:
    """A document of these blocks, one a line; a bare string is a paragraph."""
    text, places = "", []
    for block in blocks:
        words = block if isinstance(block, str) else block[1]
        kind: BlockKind = "paragraph" if isinstance(block, str) else block[0]
        places.append(Block(kind, len(text), len(text) + len(words)))
        text += words + "\n"
    when = When(day, day + timedelta(1), "day", "stated") if day else unknown_when("no date in the text")
    return Document(name, text, tuple(places), when)


def only_edge(documents: Iterable[Document], rules: Compiled) -> Edge:
    [family] = families(documents, rules)
    [edge] = family.edges
    return edge


def said(edit: Edit, before: Document, after: Document) -> tuple[str, str | None, str | None]:
    """An edit with the words instead of the places."""
    ours = edit.before.of(before.text) if edit.before else None
    theirs = edit.after.of(after.text) if edit.after else None
    return edit.kind, ours, theirs


def differences(a: str, b: str, rules: Compiled) -> list[tuple[str, str | None, str | None]]:
    first, second = document("a", *a.split("\n")), document("b", *b.split("\n"))
    style = HouseStyle.of(rules)
    found = edits(fold(first, style), fold(second, style), Facts.of(rules.codebook))
    return [said(edit, first, second) for edit in found]


# ---- house style -----------------------------------------------------------------------------------------------------
def test_house_style_examples_and_near_misses(rules: Compiled) -> None:
    style = HouseStyle.of(rules)
    patterns = rules.codebook.patterns_of("house-style")
    assert patterns
    for pattern in patterns:
        assert pattern.examples, pattern.id
        for example in pattern.examples:
            before, after = example.split(" => ")
            assert style.fold(before)[0] == after, pattern.id
            assert rules.patterns[pattern.id].search(before), pattern.id
        for near_miss in pattern.near_misses:
            assert not rules.patterns[pattern.id].match(near_miss), pattern.id
            assert style.fold(near_miss)[0] == near_miss, pattern.id


def test_folded_words_know_their_places(rules: Compiled) -> None:
    text = "The U.S. and N. Korean envoys analysed 28,500 files."
    folded = fold(document("a", text), HouseStyle.of(rules))
    [sentence] = folded.sentences
    places = [folded.place(Span(start, end), 0).of(text) for start, end, _ in sentence.written]
    assert [word for _, _, word in sentence.written] == places
    words = [*zip(sentence.words, places, strict=True)]
    assert ("united-states", "U.S.") in words
    assert ("analyzed", "analysed") in words
    assert ("28500", "28,500") in words
    assert ("envoys", "envoys") in words


@hypothesis.example([".B.Σ"])
@settings(max_examples=300)
@given(st.lists(st.text(st.sampled_from("aBé3Σ.'-_ \n—²İ"), max_size=16), min_size=1, max_size=3))
def test_folded_words_are_the_words_of_the_text(paragraphs: list[str]) -> None:
    folded = fold(document("a", *paragraphs), HouseStyle(()))
    assert folded.words()[0] == letters(folded.text)
    for sentence in folded.sentences:
        assert [*sentence.words] == letters(sentence.inner.of(folded.text))


def test_quotations_of_both_kinds() -> None:
    text = "He said ‘we will not go there’ and “never” but the ministers' plan stands. \"It is"
    assert [span.of(text) for span in quotations(text)] == ["never", "It is", "we will not go there"]


# ---- edits -----------------------------------------------------------------------------------------------------------
def test_same_text_has_no_edits(rules: Compiled) -> None:
    assert differences("\n".join(BODY), "\n".join(BODY), rules) == []


def test_typography_is_no_edit(rules: Compiled) -> None:
    assert differences(QUOTE, QUOTE.replace('"', "”").replace(",", " —"), rules) == []


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("envoys of the U.S. met", "envoys of the US met", ("house-style", "U.S.", "US")),
        ("nine trucks of the army crossed", "9 trucks of the army crossed", ("house-style", "nine", "9")),
        ("the army sent 40 trucks there", "the army sent 50 trucks there", ("changed-fact", "40", "50")),
        ("they will meet on Friday again", "they will meet on Monday again", ("changed-fact", "Friday", "Monday")),
        ("he met with Duarte in Solmar", "he met with Okoro in Solmar", ("changed-fact", "Duarte", "Okoro")),
        ("he met with Duarte in Solmar", "he met with her in Solmar", ("reworded", "Duarte", "her")),
        ("she would not sign the note", "she would sign the note", ("changed-fact", "not", None)),
        ("both sides kept the cease-fire", "both sides kept the ceasefire", ("house-style", "cease-fire", "ceasefire")),
        ("it was worse. Worse still, he left", "it was worse. Indeed still, he left", ("reworded", "Worse", "Indeed")),
        ("he rejected the old plan there", "he dismissed the old plan there", ("reworded", "rejected", "dismissed")),
    ],
)
def test_kinds_of_edits(before: str, after: str, expected: tuple[str, str, str], rules: Compiled) -> None:
    assert differences(f"Yesterday {before}.", f"Yesterday {after}.", rules) == [expected]


def test_added_sentences_are_one_edit_a_paragraph(rules: Compiled) -> None:
    more = f"{ADDED} He did not say when."
    found = differences("\n".join(BODY), "\n".join((LEAD, QUOTE, more, ADDED[::-1], BACKGROUND, END)), rules)
    assert found == [("added", None, more), ("added", None, ADDED[::-1])]


def test_moved_paragraph(rules: Compiled) -> None:
    found = differences("\n".join(BODY), f"{LEAD}\n{BACKGROUND}\n{END}\n{QUOTE}", rules)
    assert [kind for kind, _, _ in found] == ["moved"]


def test_split_sentence_is_no_addition(rules: Compiled) -> None:
    split = BACKGROUND.replace(", and traders", ". Traders")
    assert differences(BACKGROUND, split, rules) == [("reworded", "and", None)]


def test_a_paragraph_that_moved_whole_is_one_edit(rules: Compiled) -> None:
    two = f"{BACKGROUND} {ADDED}"
    found = differences(f"{LEAD}\n{two}\n{QUOTE}\n{END}", f"{LEAD}\n{QUOTE}\n{END}\n{two}", rules)
    assert found == [("moved", two, two)]


def test_a_paragraph_with_a_break_of_its_own_keeps_its_places(rules: Compiled) -> None:
    odd = f"\x01 {LEAD}"
    first, second = document("a", odd, END), document("b", odd.replace("Friday", "Monday"), END)
    style = HouseStyle.of(rules)
    found = edits(fold(first, style), fold(second, style), Facts.of(rules.codebook))
    assert [said(edit, first, second) for edit in found] == [("changed-fact", "Friday", "Monday")]


def test_an_open_quotation_ends_with_its_paragraph(rules: Compiled) -> None:
    words, quoted = fold(document("a", 'He said "no', "and left."), HouseStyle.of(rules)).words()
    assert [*zip(words, quoted, strict=True)] == [("he", "."), ("said", "."), ("no", "q"), ("and", "."), ("left", ".")]


def test_pairs_of_one_origin_are_those_of_the_families(rules: Compiled) -> None:
    documents = [*wire_and_reprint(), document("c", *BODY), document("d", ADDED * 2), document("e", BACKGROUND[::-1])]
    edges = [edge for family in families(documents, rules) for edge in family.edges if edge.kind != "shared-source"]
    assert set(copied(documents, rules)) == {between(edge) for edge in edges}


# ---- edges -----------------------------------------------------------------------------------------------------------
def wire_and_reprint() -> tuple[Document, Document]:
    wire = document(
        "wire",
        ("headline", "Neighbors to reopen crossing"),
        ("dateline", "SOLMAR, Nov. 6 (Nordpress) --"),
        *BODY,
        day=date(2026, 11, 6),
    )
    folded = [text.replace("U.S.", "US") for text in (LEAD, QUOTE, ADDED, BACKGROUND, END)]
    reprint = document("reprint", ("dateline", "SOLMAR --"), *folded, ("credit", "(Nordpress)"))
    return replace(wire, agency="Nordpress"), replace(reprint, agency="Nordpress")


def test_reprint_is_edited_wire(rules: Compiled) -> None:
    wire, reprint = wire_and_reprint()
    edge = only_edge((reprint, wire), rules)
    assert (edge.before, edge.after, edge.kind, edge.direction) == ("wire", "reprint", "edited", "known")
    assert [said(edit, wire, reprint) for edit in edge.edits] == [
        ("dropped", "Neighbors to reopen crossing", None),
        ("house-style", "SOLMAR, Nov. 6 (Nordpress) --", "SOLMAR --"),
        ("house-style", "U.S.", "US"),
        ("added", None, ADDED),
        ("house-style", None, "(Nordpress)"),
    ]
    why = " / ".join(edge.why)
    assert "1 passage added relative to wire" in why
    assert "reprint credits Nordpress" in why
    assert "a later version by Nordpress, not held here, may lie between" in why
    assert edge.via_unseen
    assert "added by" not in why


def test_direction_unknown_without_evidence(rules: Compiled) -> None:
    edge = only_edge((document("a", *BODY), document("b", *BODY, ADDED)), rules)
    assert edge.direction == "unknown"
    assert not edge.via_unseen


def test_a_reprint_of_an_earlier_version_hangs_together_by_one_that_is_not_seen(rules: Compiled) -> None:
    wire, reprint = wire_and_reprint()
    later = replace(wire, text=f"{wire.text}{ADDED}\n", version="2nd LD")
    added = Block("paragraph", len(wire.text), len(wire.text) + len(ADDED))
    shorter = replace(reprint, blocks=tuple(block for block in reprint.blocks if block.span.of(reprint.text) != END))
    edge = only_edge((replace(later, blocks=(*wire.blocks, added)), shorter), rules)
    assert edge.via_unseen
    assert "reprint may be made of an earlier one" in " / ".join(edge.why)


def test_earlier_day_comes_first(rules: Compiled) -> None:
    a, b = document("a", *BODY, day=date(2026, 11, 7)), document("b", *BODY, day=date(2026, 11, 6))
    edge = only_edge((a, b), rules)
    assert (edge.before, edge.after, edge.kind, edge.direction) == ("b", "a", "copy", "known")


def test_contradicting_evidence_leaves_the_direction_unknown(rules: Compiled) -> None:
    wire, reprint = wire_and_reprint()
    earlier = replace(reprint, published=When(date(2026, 11, 5), date(2026, 11, 6), "day", "stated"))
    edge = only_edge((wire, earlier), rules)
    assert edge.direction == "unknown"
    assert "disagree" in " / ".join(edge.why)


def test_the_other_day_says_nothing_where_both_have_more_of_their_own(rules: Compiled) -> None:
    own = (
        "In the capital the opposition asked for a vote on the accord and said it had learned of it from the radio.",
        "Ferries on the lower river will run as before, the port office said, and no lorry will be turned away.",
        "A fisherman who has lived on the bank for sixty years said that he would believe it when he saw it.",
    )
    other = (
        "The crossing was built after the war with money from four lenders and widened twice in the years since then.",
        "Hotels near the bridge, most of them shut since the spring, said that they would look for cooks and porters.",
        "Neither government would say what became of the fees that were paid in advance by the larger of the shippers.",
    )
    shared = (LEAD, END[:60])
    a = document("a", *shared, *own, day=date(2026, 11, 6))
    b = document("b", *shared, *other, day=date(2026, 11, 7))
    edge = only_edge((a, b), rules)
    assert (edge.kind, edge.direction) == ("edited", "unknown")
    assert "both may be made of a text that is not held" in " / ".join(edge.why)
    assert edge.via_unseen
    assert only_edge((a, document("b", *shared, own[0], day=date(2026, 11, 7))), rules).direction == "known"


def test_a_voice_that_was_carried_over_tells_the_source(rules: Compiled) -> None:
    told = f"{END[:-1]}, an engineer told the Solmar Herald."
    herald = replace(document("z", LEAD, BACKGROUND, told), outlet="Solmar Herald")
    reprint = replace(document("a", LEAD, BACKGROUND, told), outlet="Okoro Times")
    edge = only_edge((herald, reprint), rules)
    assert (edge.before, edge.after, edge.direction) == ("z", "a", "known")
    assert "told the Solmar Herald" in " / ".join(edge.why)
    neither = replace(reprint, outlet="Third Paper"), replace(reprint, id="b")
    assert only_edge(neither, rules).direction == "unknown"


def test_voices_have_examples_and_near_misses(rules: Compiled) -> None:
    for pattern in rules.codebook.patterns_of("own-voice"):
        for example in pattern.examples:
            found = rules.patterns[pattern.id].search(example)
            assert found, pattern.id
            assert found["house"] in {"Nordpress", "Solmar Herald"}, example
    reporters, _, minister = (one.near_misses[0] for one in rules.codebook.patterns_of("own-voice"))
    for near_miss in (reporters, minister):
        assert not any(rules.patterns[one.id].search(near_miss) for one in rules.codebook.patterns_of("own-voice"))


def test_one_quoted_communique_makes_no_copy(rules: Compiled) -> None:
    note = (
        '"The parties agreed that the channel between the two headquarters shall be restored at once, that no vessel '
        'shall pass the line without notice, and that a commission shall meet every month to hear complaints," it said.'
    )
    a = document(
        "a", "In Solmar the mood was cautious as officials left the hall late in the evening without a word.", note
    )
    b = document(
        "b", "Traders welcomed the text, which was read out on the radio before most of them were awake.", note
    )
    found = families((a, b), rules)
    assert [family.documents for family in found] == [("a",), ("b",)]
    assert [edge.kind for family in found for edge in family.edges] == ["shared-source"]


def test_formulas_of_one_office_make_no_copy(rules: Compiled) -> None:
    def readout(name: str, who: str, what: str) -> Document:
        text = (
            f"The following is attributable to the spokesperson of the department. The Secretary spoke with {who}. "
            f"They discussed {what}. The Secretary reaffirmed the enduring commitment of the department to peace."
        )
        return replace(document(name, text), issuer="USA", office="department")

    a = readout("a", "Prime Minister Okoro", "grain exports and the repair of the two bridges over the river")
    b = readout("b", "President Lindqvist", "the release of detained sailors and the coming session of the assembly")
    assert len(families((a, b), rules)) == 2


def test_distant_days_are_no_candidates_unless_nearly_all_is_shared(rules: Compiled) -> None:
    a = document("a", *BODY, day=date(2026, 1, 1))
    other = "The harbour authority of the capital has nothing to do with any of this and counts its ships as ever. "
    b = document("b", LEAD, other * 3, day=date(2026, 3, 1))
    assert len(families((a, b), rules)) == 2
    assert len(families((a, replace(b, published=a.published)), rules)) == 1
    assert len(families((a, document("b", *BODY, day=date(2026, 3, 1))), rules)) == 1


def test_order_of_arrival_is_nothing(rules: Compiled) -> None:
    documents = [*wire_and_reprint(), document("c", *BODY), document("d", ADDED * 2), document("e", BACKGROUND[::-1])]
    expected = families(documents, rules)
    assert sorted(name for family in expected for name in family.documents) == sorted(x.id for x in documents)
    for seed in range(5):
        random.Random(seed).shuffle(documents)
        assert families(documents, rules) == expected


def test_a_very_large_family_holds_together(rules: Compiled) -> None:
    documents = [document(f"d{number:03}", *BODY, f"Number {number} prints it.") for number in range(70)]
    assert len(families(documents, rules)) == 1
    assert len(candidates(documents)) < 70 * 69 / 2


# ---- days ------------------------------------------------------------------------------------------------------------
def test_a_copy_gets_the_day_of_its_sibling(rules: Compiled) -> None:
    pair = wire_and_reprint()
    wire, reprint = lend_dates(pair, families(pair, rules))
    assert wire == pair[0]
    assert (reprint.published.start, reprint.published.basis) == (date(2026, 11, 6), "sibling")
    assert reprint.published.reasons == (
        "an edited version of the same text as wire, dated 2026-11-06",
        "its lead says Friday, and 2026-11-06 is a Friday",
    )


def test_another_weekday_is_not_lent(rules: Compiled) -> None:
    wire, reprint = wire_and_reprint()
    other = replace(reprint, text=reprint.text.replace("Friday", "Monday"))
    _, undated = lend_dates((wire, other), families((wire, other), rules))
    assert undated.published.start is None
    assert undated.published.candidates == (date(2026, 11, 6),)
    assert "Monday" in " / ".join(undated.published.reasons)


# ---- telling once ----------------------------------------------------------------------------------------------------
PRICE = Actor("person", "Paul Keane", "USA")
MINISTRY = Actor("body", None, "PRT", "foreign ministry")


def extraction(held: Document, *said: tuple[str, Actor]) -> Extraction:
    """The statements that these words of a document are."""
    made = []
    for words, speaker in said:
        found = re.search(re.escape(words), held.text)
        assert found
        content = held.quote(*found.span(), "test")
        made.append(Statement(f"{held.id}-{found.start()}", held.id, "indirect", content, None, None, (speaker,)))
    event = Event(f"{held.id}-event", held.id, "AGREE", None, "happened", (MINISTRY,), (PRICE,), held.published,
                  held.quote(0, 60, "test"))  # fmt: skip
    return Extraction(held.id, (), tuple(made), (event,), (), "test")


def test_statements_of_copies_are_told_once() -> None:
    a, b = document("a", *BODY), document("b", LEAD.replace("U.S.", "US"), QUOTE, ADDED)
    family = Family("family-1", ("a", "b"))
    told = tell(
        (family,),
        (
            extraction(
                a, ("agreed on Friday to reopen the border crossing", MINISTRY), ("The crossing has been", PRICE)
            ),
            extraction(b, ("agreed on Friday to reopen the border crossing", MINISTRY), (ADDED[24:80], PRICE)),
        ),
    )
    places = [(one.kind, [place.document for place in one.places], one.missing_from) for one in told]
    assert places == [
        ("statement", ["a", "b"], ()),
        ("statement", ["a"], ("b",)),
        ("event", ["a", "b"], ()),
        ("statement", ["b"], ("a",)),
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("they will not reopen the crossing this year", PRICE), ("they will reopen the crossing this year", PRICE)),
        (("about 40 of the trucks were sent back", PRICE), ("about 50 of the trucks were sent back", PRICE)),
        (("they will reopen the crossing", PRICE), ("they will reopen the crossing", MINISTRY)),
    ],
)  # fmt: skip
def test_what_is_not_the_same_statement(first: tuple[str, Actor], second: tuple[str, Actor]) -> None:
    filler = " said somebody at the end of a very long day in the capital of the country."
    a, b = document("a", first[0] + filler), document("b", second[0] + filler)
    told = tell((Family("family-1", ("a", "b")),), (extraction(a, first), extraction(b, second)))
    assert [len(one.places) for one in told if one.kind == "statement"] == [1, 1]


def test_a_family_of_one_tells_everything_once() -> None:
    a = document("a", *BODY)
    told = tell((Family("family-1", ("a",)),), (extraction(a, (BACKGROUND, PRICE), (END, MINISTRY)),))
    assert [(one.kind, len(one.places), one.missing_from) for one in told] == [
        ("statement", 1, ()), ("statement", 1, ()), ("event", 1, ()),
    ]  # fmt: skip
