"""Two reports side by side: which blocks stand in a row, what of them is marked, and what is left out."""

import pytest

from readout.codebook import Compiled
from readout.link.copies import families
from readout.records import Block, BlockKind, Document, Edge, unknown_when
from readout.views.difference import Aligned, aligned, marked

LEAD = "Foreign Minister Ana Duarte and U.S. envoy Paul Keane agreed to reopen the crossing at Solmar before winter."
QUOTE = "The ministry said that the crossing would be kept open for medical goods and for families on either bank."
FEES = "It has been closed since a dispute over customs fees led to the recall of two ambassadors last spring."
BRIDGE = "A joint commission of eleven engineers will inspect the bridge near Solmar and report to both governments."
TRADE = "Traders in the port have lost about 40 million crowns a month and have asked the cabinet for compensation."
MORE = "The State Department said that Keane would travel to the region again for talks with customs officers."


def document(name: str, *blocks: tuple[BlockKind, str] | str) -> Document:
    """A document of these blocks, one a line; a bare string is a paragraph."""
    text, places = "", []
    for block in blocks:
        kind: BlockKind = "paragraph" if isinstance(block, str) else block[0]
        words = block if isinstance(block, str) else block[1]
        places.append(Block(kind, len(text), len(text) + len(words)))
        text += words + "\n"
    return Document(name, text, tuple(places), unknown_when("no date"))


def edge_of(before: Document, after: Document, rules: Compiled) -> Edge:
    [family] = families((before, after), rules)
    [edge] = family.edges
    assert (edge.before, edge.after) == (before.id, after.id)
    return edge


def shown(
    before: Document, after: Document, rules: Compiled, *, everything: bool = False
) -> list[tuple[list[str], list[str], list[str], int]]:
    """The rows as words: the blocks of both, the kinds of the edits, the rows left out."""
    rows = aligned(edge_of(before, after, rules), before, after, everything=everything)
    return [_words(row, before, after) for row in rows]


def _words(row: Aligned, before: Document, after: Document) -> tuple[list[str], list[str], list[str], int]:
    return (
        [block.span.of(before.text) for block in row.left],
        [block.span.of(after.text) for block in row.right],
        [edit.kind for edit in row.edits],
        row.same,
    )


def test_only_what_matters_is_shown(rules: Compiled) -> None:
    before = document("a", LEAD, QUOTE, FEES, TRADE)
    after = document("b", LEAD.replace("U.S.", "US"), QUOTE, MORE, FEES, TRADE.replace("40", "50"))
    assert shown(before, after, rules) == [
        ([], [], [], 2),
        ([], [MORE], ["added"], 0),
        ([], [], [], 1),
        ([TRADE], [TRADE.replace("40", "50")], ["changed-fact"], 0),
    ]


def test_everything_shows_house_style_too(rules: Compiled) -> None:
    before, after = document("a", LEAD, QUOTE), document("b", LEAD.replace("U.S.", "US"), QUOTE)
    assert shown(before, after, rules) == [([], [], [], 2)]
    assert shown(before, after, rules, everything=True) == [
        ([LEAD], [LEAD.replace("U.S.", "US")], ["house-style"], 0),
        ([QUOTE], [QUOTE], [], 0),
    ]


def test_what_was_dropped_follows_what_it_followed(rules: Compiled) -> None:
    before, after = document("a", MORE, LEAD, FEES, QUOTE), document("b", LEAD, QUOTE)
    assert shown(before, after, rules) == [
        ([MORE], [], ["dropped"], 0),
        ([], [], [], 1),
        ([FEES], [], ["dropped"], 0),
        ([], [], [], 1),
    ]


def test_what_moved_stands_where_it_was_and_where_it_is(rules: Compiled) -> None:
    before, after = document("a", LEAD, QUOTE, FEES, BRIDGE), document("b", LEAD, FEES, BRIDGE, QUOTE)
    assert shown(before, after, rules) == [
        ([], [], [], 1),
        ([QUOTE], [], ["moved"], 0),
        ([], [], [], 2),
        ([], [QUOTE], ["moved"], 0),
    ]


def test_a_paragraph_that_was_parted_is_one_row(rules: Compiled) -> None:
    before = document("a", LEAD, f"{QUOTE} {TRADE}", FEES)
    after = document("b", LEAD, QUOTE, TRADE.replace("40", "50"), FEES)
    assert shown(before, after, rules) == [
        ([], [], [], 1),
        ([f"{QUOTE} {TRADE}"], [QUOTE, TRADE.replace("40", "50")], ["changed-fact"], 0),
        ([], [], [], 1),
    ]


def test_furniture_has_no_row_and_headlines_have_one(rules: Compiled) -> None:
    before = document("a", ("headline", "Crossing to reopen"), LEAD, QUOTE, FEES, ("promo", "Sign up for our letter"))
    after = document("b", ("headline", "Border opens before winter"), LEAD, QUOTE, FEES)
    assert shown(before, after, rules) == [
        (["Crossing to reopen"], ["Border opens before winter"], ["reworded"], 0),
        ([], [], [], 3),
    ]


@pytest.mark.parametrize("later", [False, True])
def test_marked_letters_are_those_of_the_edits(later: bool, rules: Compiled) -> None:  # noqa: FBT001
    before, after = document("a", LEAD, TRADE), document("b", LEAD, TRADE.replace("40", "50"))
    [_, row] = aligned(edge_of(before, after, rules), before, after)
    [block] = row.right if later else row.left
    parts = marked(block, (after if later else before).text, row.edits, later=later)
    number = "50" if later else "40"
    assert [part.text for part in parts] == ["Traders in the port have lost about ", number, TRADE.split("40")[1]]
    assert [part.edit.kind if part.edit else None for part in parts] == [None, "changed-fact", None]


def test_a_change_inside_what_moved_is_marked_as_a_change(rules: Compiled) -> None:
    before = document("a", LEAD, TRADE, FEES, BRIDGE)
    after = document("b", LEAD, FEES, BRIDGE, TRADE.replace("40", "50"))
    rows = aligned(edge_of(before, after, rules), before, after)
    parts = marked(rows[-1].right[0], after.text, rows[-1].edits, later=True)
    assert [part.edit.kind for part in parts if part.edit] == ["moved", "changed-fact", "moved"]


def test_every_block_stands_in_one_row(rules: Compiled) -> None:
    before, after = document("a", LEAD, QUOTE, FEES, TRADE), document("b", MORE, FEES, f"{LEAD} {BRIDGE}", QUOTE)
    edge = edge_of(before, after, rules)
    rows = aligned(edge, before, after, everything=True)
    assert sorted(block.start for row in rows for block in row.left) == [block.start for block in before.blocks]
    assert sorted(block.start for row in rows for block in row.right) == [block.start for block in after.blocks]
