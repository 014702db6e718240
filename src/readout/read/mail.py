"""Mail from press lists -> a source a message, and one for each release in PDF or Word that hangs on it.

The day is the header's Date, the outlet the sender's name, the title the subject.
"""

import email
import re
from collections.abc import Iterator
from email.header import decode_header
from email.message import Message
from email.policy import compat32
from email.utils import parseaddr
from io import BufferedReader

from readout.read import offices, texts
from readout.records import Declared, Drop, Source

_PDF = "application/pdf"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# More parts than any message has; mail nested so deep would exhaust the reader.
_MOST_PARTS = 1000


def message(data: bytes, where: str) -> Iterator[Source | Drop]:
    """The sources of one message."""
    try:
        # The older policy: the newer one raises on many headers that are merely careless.
        mail = email.message_from_bytes(data, policy=compat32)
        parts = _parts(mail)
    except Exception as error:  # noqa: BLE001 - this parser raises many things at broken mail
        yield texts.drop(where, f"not mail that can be read: {type(error).__name__}", "save its text as .txt")
        return
    if not (mail.get("From") or mail.get("Date") or mail.get("Subject")):
        yield texts.drop(where, "not mail: no From, Date or Subject", "save its text as .txt")
        return
    declared = _declared(mail)
    attached = [part for part in parts if part.get_content_type() in {_PDF, _WORD}]
    body = _body(parts)
    if body:
        yield Source(where, "text", body, declared)
    elif not attached:
        yield texts.drop(where, "mail without text", "save what it links to")
    for number, part in enumerate(attached, 1):
        place = f"{where}#{number} {_words(part.get_filename() or '')}".rstrip()
        payload = _payload(part)
        read = offices.pdf if part.get_content_type() == _PDF else offices.docx
        yield read(payload, place, declared)


def mailbox(handle: BufferedReader, where: str) -> Iterator[Source | Drop]:
    """The messages of an mbox file, one in memory at a time."""
    for number, data in enumerate(_messages(handle), 1):
        place = f"{where}#{number}"
        if len(data) > texts.LIMIT:
            yield texts.too_large(place)
        else:
            yield from message(data, place)


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


def _parts(mail: Message) -> list[Message]:
    """The parts of a message that hold something themselves, in order, without those of messages attached to it."""
    found: list[Message] = []
    waiting = [mail]
    while waiting and len(found) < _MOST_PARTS:
        part = waiting.pop()
        inner = part.get_payload() if part.is_multipart() else None
        if isinstance(inner, list) and part.get_content_maintype() == "multipart":
            waiting.extend(part for part in reversed(inner) if isinstance(part, Message))
        elif not isinstance(inner, list):
            found.append(part)
    return found


def _body(parts: list[Message]) -> str | None:
    """The words of a message: its plain text, else its page without markup."""
    for kind in ("text/plain", "text/html"):
        for part in parts:
            if part.get_content_type() == kind and part.get_content_disposition() != "attachment":
                found = texts.decoded(_payload(part), page=True, charset=_charset(part))
                words = found.words if isinstance(found, texts.Decoded) else ""
                words = texts.one_line_end(words).replace("\0", " ")
                words = texts.flat(words) + "\n" if kind == "text/html" else words
                if words.strip():
                    return words
    return None


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
