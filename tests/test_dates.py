"""Time expressions: as fine as they are said, relative to the day of publication, unknown where that is."""

from datetime import date

import pytest

from readout.codebook import Compiled
from readout.extract.dates import dates, resolve
from readout.records import Block, Document, When, unknown_when
from readout.structure.calendar import stretch

# A Wednesday.
ANCHOR = stretch(date(2019, 5, 15), "day", "metadata")


@pytest.mark.parametrize(
    ("words", "iso", "basis"),
    [
        ("Wednesday", "2019-05-15", "relative"),
        ("Thursday", "2019-05-09", "relative"),
        ("on Monday (local time)", "2019-05-13", "relative"),
        ("next Wednesday", "2019-05-22", "relative"),
        ("last Wednesday", "2019-05-08", "relative"),
        ("this Friday", "2019-05-17", "relative"),
        ("today", "2019-05-15", "relative"),
        ("tonight", "2019-05-15", "relative"),
        ("yesterday", "2019-05-14", "relative"),
        ("tomorrow", "2019-05-16", "relative"),
        ("the day before yesterday", "2019-05-13", "relative"),
        ("Thursday, May 17", "2018-05-17", "relative"),
        ("Saturday, May 17", "2019-05-17", "relative"),
        ("Aug. 6", "2019-08-06", "relative"),
        ("December 30", "2018-12-30", "relative"),
        ("the evening of May 5", "2019-05-05", "relative"),
        ("30 December 2017", "2017-12-30", "stated"),
        ("March 17, 2018", "2018-03-17", "stated"),
        ("Friday, Dec. 29, 2017", "2017-12-29", "stated"),
        ("2017-12-29", "2017-12-29", "stated"),
        ("the 17th", "2019-04-17", "relative"),
        ("the 15th", "2019-05-15", "relative"),
        ("three days ago", "2019-05-12", "relative"),
        ("last month", "2019-04", "relative"),
        ("earlier this month", "2019-05", "relative"),
        ("two months ago", "2019-03", "relative"),
        ("in September", "2018-09", "relative"),
        ("in July", "2019-07", "relative"),
        ("last May", "2018-05", "relative"),
        ("May 2018", "2018-05", "stated"),
        ("in 2018", "2018", "stated"),
        ("since 2018", "2018", "stated"),
        ("last year", "2018", "relative"),
        ("four years ago", "2015", "relative"),
    ],
)
def test_value_is_as_fine_as_said(words: str, iso: str, basis: str) -> None:
    when = resolve(words, ANCHOR)
    assert (when.iso, when.basis) == (iso, basis)
    assert when.reasons


@pytest.mark.parametrize(
    ("words", "start", "end", "grain"),
    [
        ("last week", date(2019, 5, 6), date(2019, 5, 13), "week"),
        ("this week", date(2019, 5, 13), date(2019, 5, 20), "week"),
        ("next week", date(2019, 5, 20), date(2019, 5, 27), "week"),
        ("two weeks ago", date(2019, 4, 29), date(2019, 5, 6), "week"),
        ("January 9-10", date(2019, 1, 9), date(2019, 1, 11), "span"),
        ("January 9\u201310", date(2019, 1, 9), date(2019, 1, 11), "span"),
        ("the weekend", date(2019, 5, 11), date(2019, 5, 13), "span"),
        ("this past weekend", date(2019, 5, 11), date(2019, 5, 13), "span"),
        ("this weekend", date(2019, 5, 18), date(2019, 5, 20), "span"),
        ("next weekend", date(2019, 5, 18), date(2019, 5, 20), "span"),
        ("April 3 and 4", date(2019, 4, 3), date(2019, 4, 5), "span"),
        ("the 1990s", date(1990, 1, 1), date(2000, 1, 1), "decade"),
        ("the second quarter of 2018", date(2018, 4, 1), date(2018, 7, 1), "quarter"),
    ],
)
def test_stretches(words: str, start: date, end: date, grain: str) -> None:
    when = resolve(words, ANCHOR)
    assert (when.start, when.end, when.grain) == (start, end, grain)


@pytest.mark.parametrize("words", ["Friday", "last week", "Aug. 6", "in September", "the 17th", "two days ago"])
def test_without_a_day_of_publication_it_stays_unknown(words: str) -> None:
    when = resolve(words, unknown_when("no date in dateline"))
    assert (when.start, when.basis) == (None, "unknown")
    assert any("no date in dateline" in reason for reason in when.reasons)


@pytest.mark.parametrize("words", ["Feb. 30, 2018", "soon", "the 40th", "April 9-3"])
def test_what_is_no_time_is_unknown(words: str) -> None:
    assert resolve(words, ANCHOR).basis == "unknown"


def test_full_dates_need_no_anchor() -> None:
    assert resolve("March 17, 2018", unknown_when()).iso == "2018-03-17"


def found(rules: Compiled, *parts: tuple[str, str], published: When = ANCHOR) -> list[tuple[str, str | None]]:
    text, blocks = "", []
    for kind, words in parts:
        blocks.append(Block(kind, len(text), len(text) + len(words)))  # type: ignore[arg-type]
        text += words + "\n"
    document = Document("d", text, tuple(blocks), published)
    return [(text[item.start : item.end], item.when.iso) for item in dates(document, rules)]


def test_expressions_of_a_story(rules: Compiled) -> None:
    story = "They met on Monday, weeks after a pact of May 4, 2018, and will meet on Friday, aides said on the 14th."
    assert found(rules, ("paragraph", story)) == [
        ("Monday", "2019-05-13"),
        ("May 4, 2018", "2018-05-04"),
        ("Friday", "2019-05-17"),
        ("the 14th", "2019-05-14"),
    ]


def test_places_hold_with_typographic_spaces(rules: Compiled) -> None:
    assert found(rules, ("paragraph", "Élan: “yes” – since\u00a02017, in\u202fMay\u00a02018.")) == [
        ("2017", "2017"),
        ("May\u00a02018", "2018-05"),
    ]


def test_a_dated_caption_anchors_itself_alone(rules: Compiled) -> None:
    assert found(
        rules,
        ("caption", "Ministers in Bergen on March 3, 2017. The talks began on Thursday."),
        ("paragraph", "They spoke on Monday."),
    ) == [("March 3, 2017", "2017-03-03"), ("Thursday", "2017-03-02"), ("Monday", "2019-05-13")]


def test_only_the_story_is_read(rules: Compiled) -> None:
    assert found(rules, ("dateline", "OSLO, May 4 --"), ("related", "Ferry opens Friday"), ("promo", "© 2019")) == []


@pytest.mark.parametrize(
    "words",
    [
        "He may go.",
        "It rose 2.5 to 2018 points.",
        "a letter by May and Lund",
        "the 17th century",
        "Fridays",
        "May 4,000 men",
    ],
)
def test_near_misses(rules: Compiled, words: str) -> None:
    assert [item for item in found(rules, ("paragraph", words)) if item[0] != "2018"] == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("The ministers met in Bern in July.", "2018-07"),
        ("The ministers agreed to meet in July.", "2019-07"),
        ("The summit in July is at risk.", "2019-07"),
        ("The ministers spoke by telephone on Friday.", "2019-05-10"),
        ("The force is to be gone by Friday.", "2019-05-17"),
        ("The port was shelled Thursday morning local time.", "2019-05-16"),
        ("The port was shelled Friday morning local time.", "2019-05-10"),
    ],
)
def test_the_sentence_says_which_side(rules: Compiled, words: str, expected: str) -> None:
    assert [iso for _, iso in found(rules, ("paragraph", words))] == [expected]
