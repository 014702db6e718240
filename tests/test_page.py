"""Web pages: main text, title, day, authors, outlet and address, from pages written for these tests."""

import json
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readout.codebook import Compiled
from readout.records import Declared, Document, Drop, Source
from readout.structure import structure

TODAY = date(2024, 6, 1)
NOTHING = Declared()
STORY = (
    "Foreign Minister Liv Dahl met her Chilean counterpart Ana Ruiz in the harbour town on Monday afternoon.",
    "The two ministers spoke for three hours about licences for salmon farms on both coasts, an aide said.",
    "Ruiz told reporters that her government wanted a treaty before the season opens in late September.",
    "Dahl said that Norway was ready to lower its tariffs if inspectors from both countries could visit the farms.",
    "A second round of talks is planned for the spring, when both parliaments will have voted on their budgets.",
)
BODY = "".join(f"<p>{line}</p>" for line in STORY)


def page(head: str = "", body: str = BODY, *, h1: str = "", around: str = "<article>{}</article>") -> str:
    heading = f"<h1>{h1}</h1>" if h1 else ""
    return f"<!DOCTYPE html><html><head>{head}</head><body>{heading}{around.format(body)}</body></html>"


def ld(**fields: object) -> str:
    node = {"@context": "https://schema.org", "@type": "NewsArticle", **fields}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def read(markup: str, rules: Compiled, declared: Declared = NOTHING) -> Document:
    found = structure(Source("a.html", "html", markup, declared), rules, today=TODAY)
    assert isinstance(found, Document), found
    return found


def dropped(markup: str, rules: Compiled) -> Drop:
    found = structure(Source("a.html", "html", markup), rules, today=TODAY)
    assert isinstance(found, Drop)
    return found


# ---- day -------------------------------------------------------------------------------------------------------------
def test_day_of_json_ld_goes_before_meta_tags_and_every_candidate_is_named(rules: Compiled) -> None:
    head = ld(headline="Ministers meet", datePublished="2024-05-06T23:30:00-04:00", dateModified="2024-05-09")
    found = read(page(head + meta("article:published_time", "2024-05-07T03:30:00Z")), rules).published

    assert (found.iso, found.basis) == ("2024-05-06", "metadata")
    assert found.reasons == (
        "datePublished of the page's JSON-LD says 2024-05-06T23:30:00-04:00",
        "passed over, 2024-05-07: article:published_time of the page's meta tags says 2024-05-07T03:30:00Z",
    )


@pytest.mark.parametrize(
    ("head", "day"),
    [
        (meta("article:published_time", "1715040000000"), "2024-05-07"),
        (meta("article:published_time", "1715040000"), "2024-05-07"),
        ('<meta name="DC.date.issued" content="2024-05-06">', "2024-05-06"),
        ('<meta itemprop="datePublished" content="6 May 2024">', "2024-05-06"),
        ('<script type="application/ld+json">{"datePublished": "2024-05-06", oops}</script>', "2024-05-06"),
        (ld(datePublished="2024-05-06").replace("}</script>", "};</script>"), "2024-05-06"),
        (ld(**{"@type": "WebPage", "datePublished": "2024-05-06"}), "2024-05-06"),
        (ld(**{"@type": "Thing", "@graph": [{"@type": ["BlogPosting"], "datePublished": "2024-05-06"}]}), "2024-05-06"),
    ],
)
def test_day_in_each_of_its_places(head: str, day: str, rules: Compiled) -> None:
    found = read(page(head), rules).published

    assert (found.iso, found.basis) == (day, "metadata")


def test_day_of_another_story_is_not_the_pages(rules: Compiled) -> None:
    others = {"itemListElement": [{"@type": "NewsArticle", "headline": "Other", "datePublished": "2020-01-01"}]}
    found = read(page(ld(headline="Ministers meet", hasPart=others, **others)), rules).published

    assert found.iso is None


def test_day_to_come_is_passed_over(rules: Compiled) -> None:
    head = ld(headline="Ministers meet", datePublished="2031-01-01") + meta("article:published_time", "2024-05-06")
    found = read(page(head), rules).published

    assert found.iso == "2024-05-06"
    assert found.reasons[-1].startswith("passed over, a day to come: datePublished")


def test_day_given_with_the_source_goes_first(rules: Compiled) -> None:
    found = read(page(ld(datePublished="2024-05-06")), rules, Declared(published="2024-05-05")).published

    assert found.iso == "2024-05-05"


def test_unmarked_stamp_below_the_heading_is_only_likely(rules: Compiled) -> None:
    stamps = '<time datetime="2024-05-07T10:00">10:00</time>'
    markup = page(body=stamps + BODY, h1="Ministers meet").replace("<body>", '<body><time datetime="2024-05-31">')
    found = read(markup, rules).published

    assert (found.iso, found.basis) == ("2024-05-07", "inferred")
    assert found.reasons[0] == "the first time stamp below the heading says 2024-05-07T10:00"


def test_address_goes_before_a_likely_day(rules: Compiled) -> None:
    url = "https://post.example/2024/05/06/ministers-meet"
    found = read(page(body='<time datetime="2024-05-31">now</time>' + BODY), rules, Declared(url=url)).published

    assert (found.iso, found.basis) == ("2024-05-06", "metadata")


def test_likely_day_needs_to_be_near_the_datelines(rules: Compiled) -> None:
    lines = BODY.replace("<p>Foreign", "<p>OSLO, March 3 (AP) — Foreign")
    for stamp, day in (("2014-03-03", "2014-03-03"), ("2020-03-04", "2020-03-04"), ("2022-12-21", None)):
        found = read(page(body=f'<time datetime="{stamp}">then</time>' + lines), rules).published
        assert found.iso == day
        assert any(stamp in reason for reason in found.reasons)


# ---- title -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("head", "h1", "title"),
    [
        (ld(headline="Ministers &quot;meet&quot;"), "", 'Ministers "meet"'),
        (meta("og:title", "Ministers meet at last") + ld(headline="Ministers meet"), "", "Ministers meet at last"),
        (
            meta("og:title", "Salmon talks: ministers | Fjord Post") + meta("og:site_name", "Fjord Post")
            + ld(headline="Ministers on salmon"), "", "Ministers on salmon",
        ),
        (meta("og:title", "Ministers on salmon - National | Fjord"), "Ministers on salmon", "Ministers on salmon"),
        ("<title>Ministers on salmon | Fjord Post</title>", "Ministers on salmon", "Ministers on salmon"),
        ("<title>Ministers on salmon — Post</title>" + meta("og:site_name", "Fjord Post"), "", "Ministers on salmon"),
        (meta("og:title", "Fjord Post") + meta("og:site_name", "Fjord Post"), "Ministers meet", "Ministers meet"),
        (meta("og:title", "BUDGET | More for patrol boats at sea"), "", "BUDGET | More for patrol boats at sea"),
    ],
)  # fmt: skip
def test_title(head: str, h1: str, title: str, rules: Compiled) -> None:
    assert read(page(head, h1=h1), rules).title == title


# ---- authors, outlet, address ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("head", "body", "authors"),
    [
        (ld(author=[{"@type": "Person", "name": "Eva Lund"}, {"name": "Tom Berg"}]), "", ("Eva Lund", "Tom Berg")),
        (ld(author="By Eva Lund and Tom Berg"), "", ("Eva Lund", "Tom Berg")),
        (meta("article:author", "https://social.example/eva"), '<a rel="author">Eva Lund</a>', ("Eva Lund",)),
        (
            ld(author={"name": "Fjord Post"}) + meta("og:site_name", "Fjord Post"),
            '<span class="byline">By Eva Lund</span>', ("Eva Lund",),
        ),
        (ld(author={"name": "Fjord Post"}) + meta("og:site_name", "Fjord Post"), "", ("Fjord Post",)),
        (ld(author=None), "", ()),
    ],
)  # fmt: skip
def test_authors(head: str, body: str, authors: tuple[str, ...], rules: Compiled) -> None:
    assert read(page(head, body + BODY), rules).authors == authors


def test_outlet_and_canonical_address(rules: Compiled) -> None:
    head = ld(publisher={"@type": "Organization", "name": "Fjord Post"})
    link = '<link rel="canonical" href="/salmon/1">'
    found = read(page(head + link), rules)
    whole = read(page(head + link + meta("og:url", "https://post.example/x?utm=1")), rules)

    assert (found.outlet, found.url) == ("Fjord Post", None)
    assert whole.url == "https://post.example/salmon/1"
    given_url = "https://mirror.example/1"
    assert read(page(head + link), rules, Declared(url=given_url)).url == given_url


# ---- main text -------------------------------------------------------------------------------------------------------
def test_title_is_not_repeated_in_the_text(rules: Compiled) -> None:
    body = f"<p>World</p><h2>Ministers’ talks on salmon</h2>{BODY}"
    found = read(page("<title>Ministers' talks on salmon</title>", body), rules)

    assert found.text == "\n".join(STORY)


def test_story_printed_twice_stands_once(rules: Compiled) -> None:
    assert read(page(body=BODY + BODY), rules).text == "\n".join(STORY)


def test_story_in_several_containers_is_whole(rules: Compiled) -> None:
    more = [f"In farm number {number}, {line[0].lower()}{line[1:]}" for number in range(4) for line in STORY]
    parts = ["".join(f"<p>{line}</p>" for line in lines) for lines in (STORY, more[:10], more[10:])]
    boxes = (f'<div class="grid"><div class="body">{part}</div></div>' for part in parts)
    body = "<aside>Advertisement</aside>".join(boxes)
    found = read(page(body=body, around="<div>{}</div>"), rules)

    assert found.text == "\n".join([*STORY, *more])


def test_headlines_of_other_stories_go(rules: Compiled) -> None:
    link = '<a href="/2">Fishing fleet returns to port after five weeks at sea</a>'
    middle = f"<p>Read more: {link}</p>"
    behind = f"<ul><li>{link}</li><li><a href='/3'>Council of small ports elects a new chairwoman</a></li></ul>"
    lines = [f"<p>{line}</p>" for line in STORY]
    found = read(page(body="".join([*lines[:2], middle, *lines[2:], behind])), rules)

    assert found.text == "\n".join(STORY)


def test_story_that_only_json_ld_holds(rules: Compiled) -> None:
    whole = "\n\n".join(STORY).replace("'", "&#39;")
    found = read(page(ld(headline="Ministers meet", articleBody=whole), f"<p>{STORY[0][:50]}… Read on</p>"), rules)

    assert found.text == "\n".join(STORY)


def test_link_within_a_sentence_stays(rules: Compiled) -> None:
    body = BODY.replace("licences for salmon farms", '<a href="/l">licences for salmon farms</a>')

    assert read(page(body=body), rules).text == "\n".join(STORY)


# ---- bad pages -------------------------------------------------------------------------------------------------------
DEEP = 10_000


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("<html></html>", "no article in this page"),
        ("", "no article in this page"),
        ("<", "no article in this page"),
        ("<html><body><nav><a href='/'>Home</a></nav></body></html>", "no article in this page"),
        (page(body="<div>" * DEEP + BODY + "</div>" * DEEP), "markup nested too deep"),
        (page(body="<ul><li>" * DEEP + BODY), "markup nested too deep"),
        (page(body="<b>" * DEEP + BODY), "markup nested too deep"),
        (page(body=BODY * 8000), "a page too large for one article"),
    ],
)
def test_page_without_an_article_is_a_named_drop(markup: str, reason: str, rules: Compiled) -> None:
    found = dropped(markup, rules)

    assert (found.stage, found.where, found.reason) == ("structure", "a.html", reason)


@pytest.mark.slow
@pytest.mark.parametrize(
    "markup",
    [
        page(body="".join(f"<p>{number}. {STORY[0]}</p>" for number in range(19_000))),
        page(body=f"<p>{STORY[0] * 20_000}</p>"),
        page('<script type="application/ld+json">' + "[" * 1_000_000 + "</script>"),
        page('<script type="application/ld+json">{"headline":"' + "a\\" * 1_000_000 + "</script>"),
        page(ld(author=", and " * 200_000, headline="a | - " * 200_000)),
        page(meta("og:title", "a - " * 400_000) + f"<title>{'| ' * 400_000}</title>"),
        page(body=f"<p class='{'a ' * 1_000_000}'>{STORY[0]}</p>{BODY}"),
    ],
    ids=["paragraphs", "one-line", "deep-json", "broken-json", "long-names", "long-titles", "long-class"],
)
def test_no_page_hangs(markup: str, rules: Compiled) -> None:
    start = time.process_time()
    read(markup, rules)

    # No measure of speed: what is quadratic in such a page takes minutes.
    assert time.process_time() - start < 60


def test_nul_and_lone_surrogates_are_spaces(rules: Compiled) -> None:
    found = read(page(body=BODY.replace(" met ", " met\0").replace(" spoke ", " spoke\ud800")), rules)

    assert found.text == "\n".join(STORY)


WHOLE = page(
    ld(headline="Ministers meet", datePublished="2024-05-06", author={"name": "Eva Lund"})
    + meta("og:title", "Ministers meet | Fjord Post") + '<link rel="canonical" href="https://post.example/1">',
    '<time datetime="2024-05-06">Monday</time>' + BODY + "<ul><li><a href='/2'>Council elects a new chair</a></ul>",
    h1="Ministers meet",
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    start=st.integers(0, len(WHOLE)), length=st.integers(0, len(WHOLE)),
    put=st.sampled_from(("", "\0", "<", ">", '"', "</script>", "<!--", "&#0;", "<![CDATA[", "\ufffe", "<svg><title>")),
)  # fmt: skip
def test_damaged_page_is_a_document_or_a_named_drop(start: int, length: int, put: str, rules: Compiled) -> None:
    damaged = WHOLE[:start] + put + WHOLE[start + length :]
    found = structure(Source("a.html", "html", damaged), rules, today=TODAY)

    if isinstance(found, Drop):
        assert found.reason
    else:
        assert found.text
        assert all(found.text[block.start : block.end].strip() for block in found.blocks)


# ---- what came with the page -----------------------------------------------------------------------------------------
def test_fields_that_the_page_fills_in_have_their_origin(rules: Compiled) -> None:
    head = ld(headline="Ministers meet", datePublished="2024-05-06") + meta("og:site_name", "Fjord Post")
    given_ = Declared(url="https://press.example/1", retrieved="2024-05-07", origins=(("url", "WARC-Target-URI"),))
    declared = read(page(head), rules, given_).declared
    assert (declared.title, declared.outlet, declared.retrieved) == ("Ministers meet", "Fjord Post", "2024-05-07")
    assert dict(declared.origins) == {"url": "WARC-Target-URI", "title": "the page", "outlet": "the page"}
    assert [value for _, value in declared.dates] == ["2024-05-06"]
