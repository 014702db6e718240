"""Bytes -> one text or page: decoded, its line ends made one, and refused with a reason where it cannot be read.

1. The encoding: a byte order mark, UTF-8, what the page or its server declares, Windows-1252 where that is plausible.
2. A page says its canonical address, its language and where a browser saved it from; too large a page is refused.
3. A fragment of markup, as in feeds, mail and tables, becomes plain paragraphs.
4. A file of an agency that closes each item with its end mark is cut into these items.
"""

import codecs
import dataclasses
import html
import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import BinaryIO

from readout.records import Declared, Drop, Source

# No report is longer; what is, is an archive or a table.
LIMIT = 20 * 1024 * 1024
# More tags than any article has; a page of this size already takes seconds to reduce to its main text.
MOST_TAGS = 60_000
NOTHING = Declared()
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Codecs that turn bytes into characters, but are no encodings of text that a page could be in.
_NO_CHARSETS = frozenset(("idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape"))
# What is declared by these names is in practice the wider encoding of the same family, as every browser reads it.
_WIDER = MappingProxyType(
    {
        "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030",
        "euc_kr": "cp949", "shift_jis": "cp932",
    }
)  # fmt: skip
_MARKUP = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_FRAGMENT = re.compile(
    r"</?(?:p|br|div|h\d|li|ul|ol|table|tr|td|blockquote|figure|a|b|i|em|strong|span|img)\b[^<>]*>", re.IGNORECASE
)
_BREAK = re.compile(
    r"</?(?:p|br|div|h\d|li|ul|ol|table|tr|blockquote|figure|figcaption|section|article)\b[^<>]*>", re.IGNORECASE
)
# Comments, scripts, and the line that mail shows before it is opened.
_UNSEEN = re.compile(
    r"<!--.*?-->|<(script|style|head|template)\b.*?</\1\s*>"
    r"|<(span|div|p|td)\b[^<>]{0,500}display\s*:\s*none\b[^<>]{0,500}>[^<>]{0,2000}</\2\s*>",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"</?[a-zA-Z!?][^<>]*>")
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{50000,}")
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w\-]{3,20})", re.IGNORECASE)
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
# What Windows-1252 text holds beyond ASCII: letters, typographic quotes and dashes, a few signs.
_WESTERN = re.compile(r"[^\W\d_]|[‘’“”„‚–—…•€£§©®°«»\u00a0½¼²³¿¡·]")
_LINK = re.compile(r"<link\b[^<>]{0,2000}>", re.IGNORECASE)
_HREF = re.compile(r"\bhref\s*=\s*[\"']?([^\"'\s<>]+)", re.IGNORECASE)
_CANONICAL = re.compile(r"\brel\s*=\s*[\"']?canonical\b", re.IGNORECASE)
_LANGUAGE = re.compile(r"<html\b[^<>]{0,1000}?\slang\s*=\s*[\"']?([A-Za-z]{2,3}(?:-\w{2,8})?)\b", re.IGNORECASE)
# The comments that browsers and the SingleFile extension write at the top of a page that they save.
_SAVED = re.compile(r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(?P<url>https?://[^\s>]+)")
_SAVED_ON = re.compile(r"saved date:\s*([^\n]+?)\s*(?:\n|-->)")
# The end mark of a wire item: "==Kyodo" closes a line.
_END_MARK = re.compile(r"==(?P<agency>[A-Z][a-z]+)[ \t]*(?:\n[-\s]*|\Z)")


def drop(where: str, reason: str, hint: str) -> Drop:
    """Something that reading refuses."""
    return Drop("read", where, reason, hint)


def missing(where: str, what: str, extra: str = "formats") -> Drop:
    """A file that needs a library which is not installed."""
    return drop(where, f"{what} cannot be read without its library", f'pip install "readout[{extra}]"')


def too_large(where: str) -> Drop:
    """A report that is no report."""
    size = LIMIT // 1024 // 1024
    return drop(where, f"larger than {size} MB", "split it, one report a file, or write JSONL, one report a line")


def whole(handle: BinaryIO, where: str) -> bytes | Drop:
    """All bytes of a file that holds one report, or a Drop if they are too many."""
    data = handle.read(LIMIT + 1)
    return too_large(where) if len(data) > LIMIT else data


# ---- one text, one page ----------------------------------------------------------------------------------------------
def texts(data: bytes, where: str) -> Iterator[Source | Drop]:
    """The reports of one file of text: one, or each item of an agency's digest; a page if its markup says so."""
    found = text(data, where)
    marks = _marks(found.text) if isinstance(found, Source) and found.form == "text" else []
    if len(marks) < 2 or isinstance(found, Drop):
        yield found
        return
    starts = [0, *(mark.end() for mark in marks)]
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(found.text)], strict=True), 1):
        item = found.text[start:end]
        if item.strip():
            offset = start + len(item) - len(item.lstrip("\n"))
            yield dataclasses.replace(found, where=f"{where}#{number}", text=item.strip("\n") + "\n", offset=offset)


def _marks(words: str) -> list[re.Match[str]]:
    """The end marks of a digest; none if they are not all of one agency."""
    found = list(_END_MARK.finditer(words))
    return found if len({mark.group("agency") for mark in found}) == 1 else []


def text(
    data: bytes, where: str, declared: Declared = NOTHING, *, page: bool = False, charset: str | None = None
) -> Source | Drop:
    """One report's bytes as one source: a page if the caller or its markup says so."""
    found = decoded(data, page=page, charset=charset)
    if not isinstance(found, Decoded):
        return drop(where, *found)
    if not found.words.strip():
        return drop(where, "empty", "nothing to read here; remove it from the list")
    words = one_line_end(found.words)
    if page or _MARKUP.match(words):
        markup = webpage(words, where, declared)
        return markup if isinstance(markup, Drop) else dataclasses.replace(markup, encoding=found.encoding)
    return Source(where, "text", words, declared, found.encoding)


def one_line_end(words: str) -> str:
    r"""The words with one kind of line end.

    >>> one_line_end("They met.\r\nThey left.\r")
    'They met.\nThey left.\n'
    """
    return words.replace("\r\n", "\n").replace("\r", "\n")


def webpage(words: str, where: str, declared: Declared = NOTHING) -> Source | Drop:
    """A web page with what it declares in its head, unless it is too large for one article."""
    if words.count("<") > MOST_TAGS:
        return drop(where, f"a page of more than {MOST_TAGS // 2:,} elements", "save the article's own page")
    if any(tag.group().count("=") > 2000 for tag in _LONG_TAG.finditer(words)):
        return drop(where, "a page with a tag of thousands of attributes", "save the article's own page")
    # No parser of markup takes NUL; the text that counts is made of the page later.
    return Source(where, "html", words.replace("\0", " "), _of_page(words[:200_000], declared))


def _of_page(head: str, declared: Declared) -> Declared:
    """The declared fields of a page, where nothing better is known yet."""
    saved, language = _SAVED.search(head[:2000]), _LANGUAGE.search(head)
    link = next((tag.group() for tag in _LINK.finditer(head) if _CANONICAL.search(tag.group())), None)
    href = _HREF.search(link) if link else None
    day = _SAVED_ON.search(head[:2000]) if saved else None
    return declare(
        declared,
        ("url", "saved-from comment", saved and saved.group("url")),
        ("retrieved", "saved-from comment", day and day.group(1)),
        ("canonical", "link rel=canonical", href and html.unescape(href.group(1))),
        ("language", "html lang", language and language.group(1)),
    )


def declare(declared: Declared, *found: tuple[str, str, str | None]) -> Declared:
    """The fields with what was found added: (field, what it was called there, value); what is known is kept.

    >>> declare(Declared(), ("url", "WARC-Target-URI", "https://a.example/1"), ("title", "Subject", None)).origins
    (('url', 'WARC-Target-URI'),)
    """
    fresh = [(name, origin, value.strip()) for name, origin, value in found if value and value.strip()]
    fresh = [item for item in fresh if getattr(declared, item[0]) is None]
    if not fresh:
        return declared
    values: dict[str, str] = {name: value for name, _, value in reversed(fresh)}
    origins = declared.origins + tuple((name, origin) for name, origin, value in fresh if values[name] == value)
    return dataclasses.replace(declared, origins=origins, **values)  # type: ignore[arg-type]


# ---- fragments of markup ---------------------------------------------------------------------------------------------
def is_fragment(words: str) -> bool:
    """Whether a text is markup, as feeds and content systems keep it.

    >>> is_fragment("<p>The envoys met.</p>"), is_fragment("Trade fell to <b 3 in 2020.")
    (True, False)
    """
    return bool(_FRAGMENT.search(words))


def flat(markup: str) -> str:
    r"""The words of a fragment of markup, a paragraph a line, without its tags.

    >>> flat("<p>The <b>envoys</b> met.</p><p>They left &amp; flew home.</p>")
    'The envoys met.\n\nThey left & flew home.'
    """
    # Line ends of the source mean nothing in markup; only its blocks part paragraphs.
    running = re.sub(r"\s+", " ", _UNSEEN.sub(" ", markup))
    words = html.unescape(_TAG.sub("", _BREAK.sub("\n", running)))
    lines = (re.sub(r"[ \t\u200b]+", " ", line).strip() for line in words.replace("\0", " ").split("\n"))
    return "\n\n".join(line for line in lines if line)


# ---- encodings -------------------------------------------------------------------------------------------------------
@dataclasses.dataclass(frozen=True, slots=True)
class Decoded:
    """The characters of some bytes, and the encoding that they were read in; "utf-8-sig" has a mark before the text."""

    words: str
    encoding: str


def decoded(data: bytes, *, page: bool = False, charset: str | None = None) -> Decoded | tuple[str, str]:
    """The characters of some bytes, or the reason why they are none and the way out."""
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), None) or _unmarked_utf16(data)
    if encoding is None and b"\0" in data and not page:
        return "binary, not text", "give the text itself, as .txt, .html or .jsonl"
    declared = _CHARSET.search(data[:4096]) if page or data.lstrip()[:1] == b"<" else None
    said = declared.group(1).decode() if declared else None
    for name in (encoding,) if encoding else ("utf-8", *_named(charset), *_named(said)):
        words = _strict(data, name)
        if words is not None:
            return Decoded(words, codecs.lookup(name).name)
    broken = "broken encoding: neither UTF-8 nor another that fits", "save it again as UTF-8"
    if encoding:
        return broken
    mended = _mended(data) if page else None
    if (said or charset or "").lower() in {"utf-8", "utf8"}:
        return mended or broken
    return _western(data) or mended or broken


def _named(charset: str | None) -> tuple[str, ...]:
    """The encodings that a declared name may mean, the likeliest first."""
    if not charset:
        return ()
    try:
        wider = _WIDER.get(codecs.lookup(charset).name)
    except (LookupError, ValueError):
        return (charset,)
    return (wider, charset) if wider else (charset,)


def _strict(data: bytes, encoding: str) -> str | None:
    """The characters in this encoding; None if it is none or one byte does not fit."""
    try:
        name = codecs.lookup(encoding).name
        return None if name.replace("-", "_") in _NO_CHARSETS else data.decode(name)
    except (UnicodeError, LookupError, ValueError):
        return None


def _mended(data: bytes) -> Decoded | None:
    """A page in UTF-8 of which a few characters broke on the way: each is shown as U+FFFD."""
    words = data.decode("utf-8", errors="replace")
    return Decoded(words, "utf-8") if words.count("\ufffd") <= max(3, len(words) // 5000) else None


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without its mark, if every other byte is mostly zero and the rest never is."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    if even == 0 and odd > 0.3 * len(data):
        return "utf-16-le"
    return "utf-16-be" if odd == 0 and even > 0.3 * len(data) else None


def _western(data: bytes) -> Decoded | None:
    """The bytes as Windows-1252, if that reads like text: few bytes beyond ASCII, no UTF-8 pairs, all of them usual.

    >>> _western("Präsident – “so”".encode("cp1252")).words
    'Präsident – “so”'
    """
    high = len(data) - len(data.translate(None, bytes(range(128, 256))))
    if high > 0.3 * len(data) or 4 * len(_MULTIBYTE.findall(data)) > high:
        return None
    try:
        words = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    usual = sum(1 for char in words if ord(char) > 127 and _WESTERN.match(char))
    return Decoded(words, "cp1252") if usual >= 0.9 * high else None
