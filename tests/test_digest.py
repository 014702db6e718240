from dataclasses import replace

import pytest

from readout.records import Account, Drop, Reading, unknown_when
from readout.views import wording
from readout.views.digest import MOST, digest


@pytest.mark.parametrize("width", [40, 60, 80, 100, 140])
def test_it_keeps_to_the_width_of_the_window(reading: Reading, width: int) -> None:
    made = digest(reading, width=width)
    assert max(map(len, made.splitlines())) <= width
    assert "\x1b" not in made


@pytest.mark.parametrize("width", [60, 100])
def test_it_says_who_says_what(reading: Reading, width: int) -> None:
    made = " ".join(digest(reading, width=width).split())
    for words in ("CALL held", "3 Mar 2021 (2 Mar 2021 elsewhere)", "NOR Liv Dahl, Foreign Minister", "they differ"):
        assert words in made
    for words in ("salmon licences", "discussed", "not in the text", "frank", "contact-aa11bb22cc33"):
        assert words in made


def test_copies_are_folded_and_counted(reading: Reading) -> None:
    made = digest(reading)
    assert "1 family (1 copy folded)" in made
    assert made.count("THREATEN") == 1
    assert "edited copy of wire.txt: 1 paragraph added, 1 contact dropped" in " ".join(made.split())
    assert made.count("both agreed") == 1


def test_the_contact_is_not_repeated_among_the_events(reading: Reading) -> None:
    assert "CONSULT" not in digest(reading)
    assert "CONSULT" in digest(replace(reading, contacts=(), comparisons=()))


def test_days_and_drops_come_with_their_reasons(reading: Reading) -> None:
    made = " ".join(digest(reading).split())
    assert "3 Mar 2021 inferred: March 3 is a Wednesday in 2021" in made
    assert "3 Mar 2021 taken from a copy" in made
    assert "in/empty.txt holds no text (is it the right file?)" in made


def test_a_contact_with_one_account_has_a_line(reading: Reading) -> None:
    made = digest(replace(reading, comparisons=()))
    assert "Contacts with one account" in made
    assert "spoke by phone with her Chilean counterpart" in made


def test_a_list_that_is_cut_says_how_long_it_is(reading: Reading) -> None:
    drops = tuple(Drop("read", f"in/{number}.txt", "holds no text") for number in range(MOST + 7))
    assert f"and 7 more; --json gives all {MOST + 7}" in digest(replace(reading, drops=drops))


def test_many_sides_stand_below_each_other(reading: Reading) -> None:
    more = tuple(Account(state, "wire-1", "news-account", None, full=False) for state in ("SWE", "FIN", "ISL", "DNK"))
    comparison = replace(reading.comparisons[0], accounts=reading.comparisons[0].accounts + more)
    made = digest(replace(reading, comparisons=(comparison,)), width=100)
    assert max(map(len, made.splitlines())) <= 100
    assert [line.split()[0] for line in made.splitlines() if line.strip().startswith(("SWE", "FIN"))][:2] == [
        "SWE",
        "FIN",
    ]


def test_nothing_and_the_unknown_are_said_plainly(reading: Reading) -> None:
    assert digest(Reading()) == "Nothing was read.\n"
    undated = replace(reading.documents[0], published=unknown_when("no dateline"))
    made = digest(Reading((undated,)))
    assert "day not known" in made
    assert "not known: no dateline" in " ".join(made.split())


def test_words_that_look_like_markup_stay_words(reading: Reading) -> None:
    rows = (replace(reading.comparisons[0].rows[0], topic="[red]fish[/red]"),)
    assert "[red]fish" in digest(replace(reading, comparisons=(replace(reading.comparisons[0], rows=rows),)))


def test_two_files_of_one_name_are_told_apart_by_their_ids(reading: Reading) -> None:
    same = tuple(replace(document, where=f"{document.id}/report.txt") for document in reading.documents)
    assert wording.names(same) == {"wire-1": "wire-1", "reprint-2": "reprint-2"}
