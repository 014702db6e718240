"""Mail from press lists -> a source a message, one for each release that hangs on it, one for each message inside it.

1. The words: all plain text that is not attached, else the page without its markup, also where the plain text is only a
   pointer to the page. The day is the header's Date, the outlet the sender's name, the title the subject.
2. Of a forwarded release the day, sender and subject are those that it was sent with first.
3. Attached releases (PDF, Word, text, page) and messages (digests of a list) are sources of their own.
"""

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.header import decode_header
from email.message import Message
from email.policy import compat32
from email.utils import parseaddr
from io import BufferedReader
from pathlib import Path

from readout.read import offices, texts
from readout.records import Declared, Drop, Source

_PDF = "application/pdf"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_PAGE = "text/html"
_ATTACHED = {".pdf": _PDF, ".docx": _WORD, ".txt": "text/plain", ".htm": _PAGE, ".html": _PAGE}
# More parts than any message has; mail nested so deep would exhaust the reader.
_MOST_PARTS = 1000
_MOST_LAYERS = 4
# Plain text so much shorter than the page beside it only says that there is a page.
_POINTER = 4
# The note above a forwarded message is no longer.
_NOTE = 500
_FORWARDED = re.compile(
    r"^(?:[-_]{2,} ?(?:Forwarded|Original|Fwd:?) [Mm]essage ?[-_]{2,}|Begin forwarded message:)[ \t]*\n\s*"
    r"(?P<head>(?:[ \t>*]*(?:From|Date|Sent|Subject|To|Cc|CC|Reply-To)\*?:\*?[^\n]*\n(?:[ \t]+\S[^\n]*\n)*\n?){2,8})",
    re.MULTILINE,
)
_FLOWED = re.compile(r"(?<=\S) \n(?=\S)(?!-- )")
# The footer that a list's server hangs on each message as a part of its own.
_FOOTER = re.compile(r"\s*(?:_{20,}|-{20,})\s*\n")


@dataclass(slots=True)
class _Parts:
    """What a message is made of: its own words, what is attached, and whole messages."""

    words: list[Message] = field(default_factory=list)
    attached: list[tuple[Message, str]] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)


def message(data: bytes, where: str) -> Iterator[Source | Drop]:
    """The sources of one message."""
    try:
        # The older policy: the newer one raises on many headers that are merely careless.
        mail = email.message_from_bytes(data, policy=compat32)
        _parts(mail)
    except Exception as error:  # noqa: BLE001 - this parser raises many things at broken mail
        yield texts.drop(where, f"not mail that can be read: {type(error).__name__}", "save its text as .txt")
        return
    if not _has_head(mail):
        yield texts.drop(where, "not mail: no From, Date or Subject", "save its text as .txt")
        return
    yield from _sources(mail, where, _declared(mail), 0)


def _has_head(mail: Message) -> bool:
    return bool(mail.get("From") or mail.get("Date") or mail.get("Subject"))


def _sources(mail: Message, where: str, declared: Declared, layer: int) -> Iterator[Source | Drop]:
    """The sources of a message, of what is attached to it and of the messages in it."""
    parts = _parts(mail)
    body = _body(parts.words)
    if isinstance(body, str):
        yield _forwarded(body, where, declared)
    elif body or not (parts.attached or parts.messages):
        yield texts.drop(where, *(body or ("mail without text", "save what it links to")))
    for number, (part, kind) in enumerate(parts.attached, 1):
        place = f"{where}#{number} {_words(part.get_filename() or '')}".rstrip()
        yield _release(_payload(part), place, declared, kind, _charset(part))
    for number, inner in enumerate(parts.messages, len(parts.attached) + 1):
        place = f"{where}#{number}"
        if layer >= _MOST_LAYERS:
            yield texts.drop(place, "mail in mail in mail", "save the inner message by itself")
        else:
            yield from _sources(inner, place, _declared(inner) if _has_head(inner) else declared, layer + 1)


def _release(data: bytes, place: str, declared: Declared, kind: str, charset: str | None) -> Source | Drop:
    """The source of an attached file."""
    if kind in {_PDF, _WORD}:
        return (offices.pdf if kind == _PDF else offices.docx)(data, place, declared)
    found = texts.text(data, place, declared, page=kind == _PAGE, charset=charset)
    # Its places do not lead back to the bytes of the file, which is the mail.
    return found if isinstance(found, Drop) else replace(found, encoding=None)


def _forwarded(body: str, where: str, declared: Declared) -> Source:
    """A message's source; of one that only passes another on, that other one's words, sender, day and subject."""
    match = _FORWARDED.search(body[: _NOTE + 4000])
    if not match or match.start() > _NOTE or not body[match.end() :].strip():
        return Source(where, "text", body, declared)
    head = dict(re.findall(r"^[ \t>*]*([A-Z][\w\-]+)\*?:\*?[ \t]*(\S[^\n]*)", match["head"], re.MULTILINE))
    name, address = parseaddr(head.get("From", ""))
    day = head.get("Date") or head.get("Sent")
    inner = texts.declare(
        Declared(dates=(*((("forwarded Date", day),) if day else ()), *declared.dates)),
        ("outlet", "forwarded From", name or address or head.get("From")),
        ("title", "forwarded Subject", head.get("Subject")),
        ("published", "forwarded Date", day),
        ("language", "Content-Language", declared.language),
    )
    return Source(where, "text", body[match.end() :].lstrip("\n"), inner)


def mailbox(handle: BufferedReader, where: str) -> Iterator[Source | Drop]:
    """The messages of an mbox file, one in memory at a time."""
    number = 0
    for number, data in enumerate(_messages(handle), 1):
        place = f"{where}#{number}"
        if len(data) > texts.LIMIT:
            yield texts.too_large(place)
        else:
            yield from message(data, place)
    if not number:
        yield texts.drop(where, "a mailbox without messages", "nothing to read here; remove it from the list")


def _messages(handle: BufferedReader) -> Iterator[bytes]:
    """The bytes of each message: a line "From " after an empty one begins the next; no more than LIMIT are kept."""
    lines: list[bytes] = []
    size, blank = 0, True
    while line := handle.readline(1 << 16):
        if blank and line.startswith(b"From "):
            if lines:
                yield b"".join(lines)
            lines, size = [], 0
        elif size <= texts.LIMIT:
            lines.append(line[1:] if re.match(rb">+From ", line) else line)
            size += len(line)
        blank = not line.strip()
    if lines:
        yield b"".join(lines)


def _parts(mail: Message) -> _Parts:
    """The parts of a message that hold something themselves, in order."""
    found = _Parts()
    waiting = [mail]
    seen = 0
    while waiting and seen < _MOST_PARTS:
        part = waiting.pop()
        seen += 1
        inner = part.get_payload() if part.is_multipart() else None
        messages = [one for one in inner if isinstance(one, Message)] if isinstance(inner, list) else []
        kind = part.get_content_type()
        if part.get_content_maintype() == "multipart":
            waiting.extend(reversed(messages))
        elif kind == "message/rfc822":
            found.messages.extend(messages[:1])
        elif not messages and (attached := _attached(part, kind)):
            found.attached.append((part, attached))
        elif not messages and kind in {"text/plain", _PAGE}:
            found.words.append(part)
    return found


def _attached(part: Message, kind: str) -> str | None:
    """What a part is that hangs on the message as a file and can be read; None for the message's own words."""
    if kind in {_PDF, _WORD}:
        return kind
    name = _words(part.get_filename() or "")
    if part.get_content_disposition() != "attachment" and not (name and part.get_content_maintype() != "text"):
        return None
    return _ATTACHED.get(Path(name).suffix.lower()) or (kind if kind in {"text/plain", _PAGE} else None)


def _body(parts: list[Message]) -> str | tuple[str, str] | None:
    """The words of a message, or why they cannot be had; None where it has none."""
    found: dict[str, list[str]] = {"text/plain": [], _PAGE: []}
    fault: tuple[str, str] | None = None
    for part in parts:
        words = _said(part)
        if isinstance(words, tuple):
            fault = fault or words
        elif words.strip() and not (_FOOTER.match(words) and any(found.values())):
            found[part.get_content_type()].append(words)
    plain_words, page = "\n".join(found["text/plain"]), "\n".join(found[_PAGE])
    if page and len(page) > _POINTER * len(plain_words):
        return page
    return plain_words or page or fault


def _said(part: Message) -> str | tuple[str, str]:
    """The characters of one part, as they are read; an encoding that does not fit gives way to one that does."""
    data = _payload(part)
    if not data.strip():
        return ""
    found = texts.decoded(data, page=True, charset=_charset(part))
    if not isinstance(found, texts.Decoded):
        found = texts.decoded(data)
    if not isinstance(found, texts.Decoded):
        return found
    words = texts.one_line_end(found.words).replace("\0", " ")
    if part.get_content_type() == _PAGE:
        return texts.flat(words) + "\n"
    if str(part.get_param("format", "")).lower() == "flowed":
        return _FLOWED.sub("" if str(part.get_param("delsp", "")).lower() == "yes" else " ", words)
    return words


def _payload(part: Message) -> bytes:
    """The bytes of a part, its transfer encoding taken off; none where that is broken."""
    try:
        payload = part.get_payload(decode=True)
    except Exception:  # noqa: BLE001 - broken transfer encodings raise many things; the part is then empty, and said to be
        return b""
    return payload if isinstance(payload, bytes) else b""


def _charset(part: Message) -> str | None:
    """The encoding that a part declares."""
    try:
        return part.get_content_charset()
    except (UnicodeError, LookupError, ValueError, TypeError):
        return None


def _declared(mail: Message) -> Declared:
    """Sender, day, subject and language of a message, as its headers give them."""
    sender = _words(mail.get("From") or "")
    name, address = parseaddr(sender)
    dates = tuple((field, _words(mail[field])) for field in ("Date", "Delivery-date") if mail.get(field))
    return texts.declare(
        Declared(dates=dates),
        ("outlet", "From", name or address),
        ("title", "Subject", re.sub(r"\s+", " ", _words(mail.get("Subject") or ""))),
        ("published", "Date", _words(mail.get("Date") or "")),
        ("language", "Content-Language", _words(mail.get("Content-Language") or "")),
        ("url", "Archived-At", _words(mail.get("Archived-At") or "").strip("<> ")),
    )


def _words(header: object) -> str:
    """A header's characters: encoded words decoded, what cannot be decoded shown as U+FFFD.

    >>> _words("=?utf-8?q?Minist=C3=A8re?= <press@state.example>")
    'Ministère <press@state.example>'
    """
    try:
        parts = decode_header(str(header))
    except Exception:  # noqa: BLE001 - binascii, Unicode and header errors: the header then stays as it came
        parts = [(str(header), None)]
    words = "".join(part if isinstance(part, str) else _decoded(part, charset) for part, charset in parts)
    return re.sub("[\ud800-\udfff\0]", "\ufffd", words).strip()


def _decoded(part: bytes, charset: str | None) -> str:
    try:
        return part.decode(charset or "ascii", errors="replace")
    except (LookupError, UnicodeError, ValueError):
        return part.decode("latin-1")
