"""Places that lead back to the source: bytes of a text file, characters of a page's markup."""

import codecs
import html
import random
import re
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from readout.codebook import Compiled
from readout.read import texts
from readout.read.places import Shown, in_bytes, in_page
from readout.records import Document, Source, Span
from readout.structure import structure

TODAY = date(2026, 11, 21)
# Letters, quotation marks and signs that Windows-1252 has too.
LETTERS = "abcdefgh éüßñ ABC .,-–—‘’“”€£ \u00a0"
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "cp1252")
LINES = st.lists(st.text(LETTERS, min_size=1, max_size=80), min_size=1, max_size=8)
WORDS = st.lists(st.text("abcdeéü&<>\"'’–.,", min_size=1, max_size=9), min_size=8, max_size=20)


def document(source: Source, rules: Compiled) -> Document:
    found = structure(source, rules, today=TODAY)
    assert isinstance(found, Document), found
    return found


def encoded(words: str, encoding: str) -> bytes:
    mark = codecs.BOM_UTF16_BE if encoding == "utf-16-be" else b""
    return mark + words.encode(encoding)


# ---- bytes -----------------------------------------------------------------------------------------------------------
@given(LINES, st.sampled_from(ENCODINGS), st.sampled_from(["\n", "\r\n", "\r"]))
def test_the_bytes_of_every_block_are_its_text(rules: Compiled, lines: list[str], encoding: str, end: str) -> None:
    # Enough plain words that the encodings without a mark can be told.
    words = end.join(["Der Minister sprach in Zürich mit dem Botschafter über die Fähre.", *lines])
    data = encoded(words, encoding)
    source = texts.text(data, "a.txt")
    # Windows-1252 has no mark: where it holds little but signs it is refused.
    assume(isinstance(source, Source) or encoding != "cp1252")
    assert isinstance(source, Source)
    assert source.encoding
    bare = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(encoding, encoding)
    found = document(source, rules)
    assert found.blocks
    for block in found.blocks:
        place = in_bytes(data, source, block.span)
        assert place
        assert data[slice(*place)].decode(bare).replace("\r\n", "\n").replace("\r", "\n") == block.span.of(found.text)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("Zürich".encode(), "utf-8"),
        ("Zürich".encode("utf-8-sig"), "utf-8-sig"),
        ("Zürich".encode("utf-16"), "utf-16"),
        ("Envoys met in Oslo".encode("utf-16-le"), "utf-16-le"),
        ("Präsident – “so”".encode("cp1252"), "cp1252"),
    ],
)
def test_a_source_says_what_its_bytes_were_decoded_with(data: bytes, encoding: str) -> None:
    source = texts.text(data, "a.txt")
    assert isinstance(source, Source)
    assert source.encoding == encoding


def test_a_page_says_what_its_bytes_were_decoded_with() -> None:
    data = "<html><head><meta charset='iso-8859-1'></head><body>Zürich</body></html>".encode("latin-1")
    source = texts.text(data, "a.html", page=True)
    assert isinstance(source, Source)
    assert (source.encoding, source.form) == ("cp1252", "html")
    assert in_bytes(data, source, Span(0, 6)) is None


def test_the_items_of_a_digest_lead_back_to_their_own_bytes(rules: Compiled) -> None:
    data = "\r\nÖl talks held\r\nEnvoys met.\r\n==Kyodo\r\n\r\n\r\nFähre sinks\r\nNobody died.\r\n==Kyodo".encode()
    items = [item for item in texts.texts(data, "digest.txt") if isinstance(item, Source)]
    assert len(items) == 2
    for item in items:
        for block in document(item, rules).blocks:
            place = in_bytes(data, item, block.span)
            assert place
            assert data[slice(*place)].decode().replace("\r\n", "\n") == block.span.of(item.text)


def test_no_bytes_without_an_encoding_or_of_another_file() -> None:
    assert in_bytes(b"Envoys met.", Source("a.eml", "text", "Envoys met."), Span(0, 6)) is None
    source = Source("a.txt", "text", "Envoys met.", encoding="utf-8")
    assert in_bytes(b"Ferries sink.", source, Span(0, 6)) is None
    assert in_bytes(b"\xff\xfe\xff", source, Span(0, 2)) is None


# ---- pages -----------------------------------------------------------------------------------------------------------
def marked_up(words: list[str], seed: int) -> str:
    """The words with entities, nested inline tags, comments and hard spaces among them."""
    chance = random.Random(seed)
    kinds = ["{}", "<b>{}</b>", "<a href='x?a>b'><i class=\"a > b\">{}</i></a>", "{}<!-- no <p> word -->", "<span>{}"]
    closed = [kind.format(entities(word, chance)) + "</span>" * ("<span>" in kind) for word in words
              for kind in [chance.choice(kinds)]]  # fmt: skip
    return "".join(word + chance.choice([" ", "&nbsp;", "\n  ", " <!-- -->"]) for word in closed)


def entities(word: str, chance: random.Random) -> str:
    def named(char: str) -> str:
        return chance.choice([html.escape(char), f"&#{ord(char)};", f"&#x{ord(char):X};"])

    return "".join(named(char) for char in word)


def stripped(markup: str) -> str:
    """The words of a piece of markup, by a way of its own."""
    bare = re.sub(r"<!--.*?-->", "", markup, flags=re.DOTALL)
    bare = re.sub(r"</?(?:b|span|i(?: class=\"a > b\")?|a(?: href='x\?a>b')?)>", "", bare)
    return " ".join(html.unescape(bare).split())


@given(st.lists(WORDS, min_size=1, max_size=4), st.integers(0, 1000))
def test_the_markup_at_the_place_of_a_paragraph_shows_it(paragraphs: list[list[str]], seed: int) -> None:
    body = "".join(f"<p class='a'>{marked_up(words, seed + at)}</p>\n" for at, words in enumerate(paragraphs))
    markup = f"<html><head><title>ab</title><script>var a = 'ab'</script></head><body>{body}</body></html>"
    lines = [" ".join(words) for words in paragraphs]
    text, shown, start = "\n".join(lines), Shown.of(markup), 0
    for line in lines:
        place = shown.place(text, Span(start, start + len(line)))
        assert place
        assert stripped(place.of(markup)) == line
        start += len(line) + 1


def test_every_paragraph_of_a_page_leads_back(rules: Compiled) -> None:
    story = (
        "Foreign Minister Liv Dahl met her <b>Chilean</b> counterpart Ana&nbsp;Ruiz in the harbour town on Monday.",
        "The two spoke for <!-- about --> three hours about &ldquo;licences&rdquo; for farms on both coasts, she said.",
        "Ruiz told <a href='/r'>reporters</a> that her government wanted a treaty &mdash; before the season opens.",
    )
    markup = f"<html><body><article>{''.join(f'<p>{line}</p>' for line in story)}</article></body></html>"
    found = document(Source("a.html", "html", markup), rules)
    places = [in_page(markup, found.text, span) for span in found.spans("paragraph")]
    assert [place.of(markup) if place else None for place in places] == list(story)


def test_of_the_same_words_those_in_the_same_surroundings() -> None:
    markup = "<p>Top: Talks failed.</p><h1>Envoys</h1><p>Talks failed.</p><p>Nobody knew why.</p>"
    place = in_page(markup, "Talks failed.\nNobody knew why.", Span(0, 13))
    assert place
    assert place.start == markup.rindex("Talks failed.")


def test_no_place_where_the_page_does_not_show_the_words() -> None:
    markup = '<html><script type=\'application/ld+json\'>{"articleBody": "Envoys met."}</script><p>Log in.</p></html>'
    assert in_page(markup, "Envoys met.", Span(0, 11)) is None
    assert in_page(markup, "   ", Span(0, 3)) is None
