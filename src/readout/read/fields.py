"""Named fields -> one source: what each tool calls the text, the day, the outlet, and which of these a table holds.

Names are compared without case and signs, so `publishDate`, `publish_date` and `Publish Date` are one; a dot leads into
an object, as in `source.name`. The first name with a value wins, and `origins` keeps which one it was.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType

from readout.errors import BadSource
from readout.read import texts
from readout.records import Declared, Drop, Source

# Field -> the names that it has, most telling first. Media Cloud, Fundus, news-please, CC-News, POLUSA, All the News,
# the Guardian's and the New York Times' interfaces, NewsAPI, Webz.io, WordPress, IPTC ninjs, Readout's own documents.
FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "id": tuple("id stories_id story_id article_id document_id doc_id docid uuid guid _id _id.$oid".split()),
        "text": tuple(
            "text maintext main_text plain_text plaintext full_text article_text body_text story_text fields.body_text"
            " body content article story raw_text news_text content.rendered article_content transcript".split()
        ),
        "html": tuple("html raw_html html_content body_html content_html page_html html.content page_source".split()),
        "title": tuple(
            "title headline headline.main title.rendered article_title news_title web_title title_rss title_page"
            " heading header subject".split()
        ),
        "outlet": tuple(
            "source outlet media_name publisher publication publication_name source_name source.name newspaper"
            " news_outlet news_source media medium site_name sitename source_info.publisher publisher.name"
            " html.source_info.publisher source_domain domain thread.site website site hostname media_url".split()
        ),
        "published": tuple(
            "published published.start publish_date date_publish date_published publishing_date published_date"
            " publication_date pub_date published_at publish_time published_time date_time_published"
            " web_publication_date first_published release_date issued date_issued versioncreated date datetime".split()
        ),
        "url": tuple(
            "url link article_url web_url news_url page_url requested_url html.requested_url source_url permalink uri"
            " href".split()
        ),
        "canonical": tuple(
            "canonical canonical_url canonical_link url_canonical responded_url html.responded_url".split()
        ),
        "authors": tuple("authors author byline byline.original writers writer journalist creator".split()),
        "retrieved": tuple(
            "retrieved retrieved_at date_download download_date crawl_date date_crawled crawled crawled_at scraped_at"
            " date_scraped fetched_at collect_date indexed_date warc_date source_info.crawl_date"
            " html.crawl_date".split()
        ),
        "language": tuple("language lang language_code".split()),
        "group": ("group",),
    }
)
# Further declared times, kept under their own names: they bound the day of publication but are not it.
_OTHER_TIMES = "modified date_modify date_modified modified_date last_modified lastmod updated updated_at update_date"
_TIMES = tuple(_OTHER_TIMES.split())
# Counts of seconds or, as pandas writes them, milliseconds since 1970; 202108061200 and 2021080612 are none.
_SECONDS = re.compile(r"1\d{9}|[1-9]\d{8}|1\d{12}|(?!19|20)[1-9]\d{11}")
# Objects in objects in a record are looked into so far.
_DEEPEST = 2
# What services write where they keep the rest of an article to themselves.
_CUT_OFF = re.compile(r"\[\+\d+ chars\]\s*\Z")


@dataclass(frozen=True, slots=True)
class Fields:
    """Which names are looked for, per field: the usual ones, or the one that the user has chosen."""

    names: Mapping[str, tuple[str, ...]]
    chosen: frozenset[str] = frozenset()

    @classmethod
    def of(cls, fields: Mapping[str, str] | None) -> "Fields":
        """The names in use when the user says `{"text": "body"}`. Raises `BadSource` for a field that there is not."""
        names = {field: tuple(dict.fromkeys(map(squeezed, known))) for field, known in FIELDS.items()}
        for field, name in (fields or {}).items():
            if field not in FIELDS:
                where = f"--field {field}={name}"
                raise BadSource(where, f"there is no field {field!r}", f"one of {', '.join(FIELDS)}")
            names[field] = (squeezed(name),)
        return cls(names, frozenset(fields or ()))


def squeezed(name: str) -> str:
    """A name without case and signs.

    >>> squeezed("Publish Date"), squeezed("source.name")
    ('publishdate', 'source.name')
    """
    return re.sub(r"[^\w.$]|(?<=.)_", "", name).lower()


def mapping(names: Iterable[str], fields: Mapping[str, str] | None = None) -> dict[str, tuple[str, ...]]:
    """Which of a table's names are read as which field, the first with a value winning.

    >>> mapping(["Publish Date", "maintext", "media_name", "url", "sentiment"])
    {'text': ('maintext',), 'outlet': ('media_name',), 'published': ('Publish Date',), 'url': ('url',)}
    """
    here: dict[str, str] = {}
    for name in names:
        here.setdefault(squeezed(name), name)
    used = {field: tuple(here[n] for n in known if n in here) for field, known in Fields.of(fields).names.items()}
    return {field: found for field, found in used.items() if found}


# ---- one record ------------------------------------------------------------------------------------------------------
def record(values: Mapping[str, object], where: str, fields: Fields) -> Source | Drop:
    """The source of one row or object: its text to the letter, or its page, with all that it declares."""
    here = dict(_spread(values))
    words = _text(here, fields)
    if not words:
        page = _value(here, fields, "html")
        declared = declared_of(here, fields)
        if page is not None and isinstance(page[1], str) and page[1].strip():
            return texts.webpage(page[1], where, declared)
        return _no_text(values, here, where, fields)
    # A lone surrogate is no character and could not be written out again; NUL ends a text for much other software.
    if re.search("[\ud800-\udfff]", words):
        return texts.drop(
            where, "half of a surrogate pair in the text", "write characters beyond the first plane whole"
        )
    if "\0" in words:
        return texts.drop(where, "a NUL character in the text", "take it out")
    if len(words) > texts.LIMIT:
        return texts.too_large(where)
    if _CUT_OFF.search(words):
        return texts.drop(where, "the service that gave this text has cut it off", "save the article's own page")
    declared = declared_of(here, fields)
    if words.lstrip()[:1] == "<" and texts.is_fragment(words[:2000]):
        return texts.webpage(words, where, declared)
    return Source(where, "record", words, declared)


def textless(names: list[str], where: str, fields: Fields) -> Drop | None:
    """The one drop of a table of which no column is a text; None if one may be."""
    here = {squeezed(name): (name, None) for name in names}
    wanted = (*fields.names["text"], *fields.names["html"])
    if any(name in here or name.partition(".")[0] in here for name in wanted):
        return None
    return _no_text(dict.fromkeys(names), dict(here), where, fields)


def _no_text(values: Mapping[str, object], here: dict[str, tuple[str, object]], where: str, fields: Fields) -> Drop:
    """Why a row yields no source: its text is empty, or it has none because it is a list of addresses."""
    names = ", ".join(str(name)[:40] for name in list(values)[:12])
    if any(name in here for name in fields.names["text"]):
        return texts.drop(where, "no text in this record: the field is empty", "leave it out, or save the page itself")
    if "text" in fields.chosen:
        return texts.drop(where, f"no text here: no field of the name chosen among {names}", "see --field")
    hint = "put the report's words in the field `text`, or say --field text=NAME"
    if any(name in here for name in fields.names["url"]):
        hint = "a list of addresses holds no text: save the pages and give these"
    return texts.drop(where, f"no text here, only {names or 'nothing'}", hint)


def _spread(values: Mapping[str, object]) -> Iterator[tuple[str, tuple[str, object]]]:
    """Squeezed name -> name and value, of a record and of the objects in it; the first of equal names counts."""
    seen: set[str] = set()
    for path, part in _leaves(values):
        key = squeezed(path)
        if key not in seen:
            seen.add(key)
            yield key, (path, part)


def _leaves(values: Mapping[str, object], above: str = "", depth: int = 0) -> Iterator[tuple[str, object]]:
    """Each value of a record and of the objects in it, with the names that lead to it."""
    for name, value in values.items():
        yield f"{above}{name}", value
        if isinstance(value, dict) and depth < _DEEPEST:
            yield from _leaves(value, f"{above}{name}.", depth + 1)


def _value(here: dict[str, tuple[str, object]], fields: Fields, field: str) -> tuple[str, object] | None:
    """Name and value of the first name of a field that has a value."""
    for name in fields.names[field]:
        if name in here and here[name][1] not in (None, "", [], {}):
            return here[name]
    return None


def _text(here: dict[str, tuple[str, object]], fields: Fields) -> str | None:
    """The record's text: a string to the letter, a list or a tree of paragraphs in its order."""
    for name in fields.names["text"]:
        if name in here:
            value = here[name][1]
            words = value if isinstance(value, str) else "\n\n".join(_paragraphs(value))
            if words.strip():
                return words
    return None


def _paragraphs(value: object, depth: int = 0) -> Iterator[str]:
    """The strings of a tree, as Fundus keeps a body: summary, then sections with headlines and paragraphs."""
    if isinstance(value, str):
        if value.strip():
            yield value.strip()
    elif isinstance(value, (list, tuple, dict)) and depth < 6:
        for part in value.values() if isinstance(value, dict) else value:
            yield from _paragraphs(part, depth + 1)


def declared_of(here: dict[str, tuple[str, object]], fields: Fields) -> Declared:
    """What a record declares of itself; a number is taken as its digits, an empty string as nothing."""
    found: dict[str, str] = {}
    origins: list[tuple[str, str]] = []
    for field in ("id", "url", "outlet", "title", "published", "group", "canonical", "retrieved", "language"):
        for name in fields.names[field]:
            words = _words(here[name][1], time=field in {"published", "retrieved"}) if name in here else None
            if words:
                found[field] = words
                origins.append((field, here[name][0]))
                break
    authors = _value(here, fields, "authors")
    if authors:
        origins.append(("authors", authors[0]))
    times = [here[n] for n in (*fields.names["published"], *map(squeezed, _TIMES)) if n in here]
    said = ((name, _words(value, time=True)) for name, value in times)
    return Declared(
        **found,
        authors=tuple(_people(authors[1])) if authors else (),
        dates=tuple((name, words) for name, words in said if words),
        origins=tuple(origins),
    )


def _words(value: object, *, time: bool = False) -> str | None:
    """A value as declared: a string or a number's digits; a time that is a count of seconds, as its date."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, (str, int)) or not str(value).strip():
        return None
    if time and _SECONDS.fullmatch(str(value)):
        number = int(value)
        return datetime.fromtimestamp(number / 1000 if number > 10**11 else number, UTC).isoformat()
    return str(value)


def _people(value: object) -> Iterator[str]:
    """The names of a list, of a list written as a string, or of one string."""
    if isinstance(value, str) and value.lstrip().startswith("[") and len(value) < 2000:
        try:
            value = ast.literal_eval(value.strip())
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            value = [value]
    for person in value if isinstance(value, (list, tuple)) else [value]:
        name = person.get("name") if isinstance(person, dict) else person
        if isinstance(name, str) and name.strip():
            yield name
