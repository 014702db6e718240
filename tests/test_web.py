"""The web pages: what each shows, where links lead, who is refused; and that no word of a document does anything."""

import csv
import io
import json
import random
import re
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from browsed import Made, TestClient, made_of
from commands import run
from readout.codebook import Compiled
from readout.pipeline import related, structured
from readout.read import sources
from readout.records import (
    Account,
    Actor,
    Block,
    BlockKind,
    Cell,
    Change,
    Comparison,
    Contact,
    Declared,
    Document,
    Edge,
    Edit,
    Event,
    Extraction,
    Family,
    Matter,
    Mention,
    Move,
    Reading,
    Relay,
    Row,
    Since,
    Span,
    Statement,
    Story,
    When,
)
from readout.store import Store
from readout.views.web import _bound, is_loopback, names_of
from readout.views.web.app import application
from readout.views.web.guard import HEADERS, host_of
from readout.views.web.marked import Mark, lines

TODAY = date(2024, 5, 1)


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory, rules: Compiled) -> Path:
    """A store of the examples."""
    path = tmp_path_factory.mktemp("web") / "examples.db"
    documents, drops = structured(sources([Path(__file__).parent.parent / "examples/reports"]), rules, today=TODAY)
    with Store.open(path) as kept:
        kept.put(related(documents, rules, drops=drops), rules)
    return path


@pytest.fixture(scope="session")
def client(desk: Path, rules: Compiled) -> Iterator[TestClient]:
    # Entered, it keeps its one event loop: a new one for each request costs more than most pages.
    with TestClient(application(desk, rules), base_url="http://localhost", follow_redirects=False) as opened:
        yield opened


@pytest.fixture(scope="session")
def compared(desk: Path) -> Contact:
    """The call of which both sides give an account."""
    with Store.open(desk) as kept:
        return next(contact for contact in kept.contacts() if contact.mode == "call")


def read(client: TestClient, path: str) -> Made:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return made_of(answer.text)


# ---- what there is ---------------------------------------------------------------------------------------------------
@pytest.mark.slow
def test_every_link_leads_somewhere_and_every_place_is_there(client: TestClient) -> None:
    seen: dict[str, Made] = {}
    wanted = ["/"]
    targets: list[tuple[str, str]] = []
    while wanted and len(seen) < 90:
        path = wanted.pop(0)
        if path in seen:
            continue
        seen[path] = read(client, path)
        for link in seen[path].links:
            parts = urlsplit(link)
            if parts.scheme:
                assert parts.scheme in {"http", "https"}
                continue
            bare = (parts.path or urlsplit(path).path) + (f"?{parts.query}" if parts.query else "")
            if parts.fragment:
                targets.append((bare if parts.path else path, parts.fragment))
            # States of the codebook without anything held, and second choices of a facet, are alike.
            far = bare.startswith("/actor/") and not bare.startswith(("/actor/NOR", "/actor/KAZ"))
            if bare.endswith((".json", ".csv")) or ".json?" in bare or ".csv?" in bare:
                answer = client.get(bare)
                assert answer.status_code == 200, bare
            elif not far and "&" not in parts.query and not (parts.query and "?" in path):
                wanted.append(bare)
    assert len(seen) > 60
    for page, fragment in targets:
        if page in seen:
            assert fragment in seen[page].values("id"), (page, fragment)


LISTS = ("/", "/contacts", "/statements", "/events", "/matters", "/actors", "/search?q=corridor", "/actor/NOR",
         "/dyad/KAZ/NOR")  # fmt: skip


@pytest.mark.parametrize("path", LISTS)
def test_every_page_is_json_and_csv_too(client: TestClient, path: str) -> None:
    bare, _, query = path.partition("?")
    name = "/front" if bare == "/" else bare
    found = client.get(f"{name}.json?{query}")
    assert found.headers["content-type"] == "application/json"
    assert isinstance(found.json(), dict)
    table = client.get(f"{name}.csv?{query}")
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}


def test_a_contact_has_its_accounts_side_by_side_and_each_cell_its_place(client: TestClient, compared: Contact) -> None:
    page = read(client, f"/contact/{compared.id}")
    assert "The ministers agreed that the trans-Caspian grain corridor should open" in page.text
    places = [link for link in page.links if "#s-" in link]
    assert len(places) > 10
    for link in places:
        document, _, fragment = link.partition("#")
        assert fragment in read(client, document).values("id")
    data = client.get(f"/contact/{compared.id}.json").json()
    assert data["contacts"][0]["topics"]


def test_a_place_is_lit_by_the_number_that_its_pieces_share(client: TestClient, compared: Contact) -> None:
    telling = compared.tellings[0]
    page = client.get(f"/document/{telling.document}").text
    anchor = page.index(f'id="s-{telling.start}-{telling.end}"')
    number = page[anchor : anchor + 60].split('class="at ')[1].split('"')[0]
    assert number.startswith("a")
    assert f"n{number[1:]}" in page[anchor:]
    assert f".{number}:target~.n{number[1:]}" in client.get("/static/lit.css").text


def test_a_place_that_is_no_finding_can_be_marked(client: TestClient, compared: Contact) -> None:
    page = read(client, f"/document/{compared.documents[0]}?at=3-17#s-3-17")
    assert "s-3-17" in page.values("id")
    for odd in ("?at=x-y", "?at=99999999-999999999", "?at=7", "?at=9-2", "?from=abc", "?from=99999999"):
        assert client.get(f"/document/{compared.documents[0]}{odd}").status_code == 200


def test_statements_and_events_have_addresses_of_their_own(client: TestClient) -> None:
    for kind, start in (("statements", "/statement/"), ("events", "/event/")):
        row = client.get(f"/{kind}.json").json()["rows"][0]
        answer = client.get(start + row["id"])
        assert answer.headers["location"] == f"/document/{row['document']}#s-{row['start']}-{row['end']}"
        assert client.get(f"{start}nothing").status_code == 404


def test_filters_and_pages_have_addresses(client: TestClient) -> None:
    both = client.get("/contacts.json?state=NOR&state=KAZ").json()
    assert both == client.get("/contacts.json?state=Norway&state=kazakhstan").json()
    assert both["total"] == 3
    assert client.get("/contacts.json?state=NOR&state=KAZ&mode=call").json()["total"] == 1
    kind = client.get("/events.json").json()["rows"][-1]["type"]
    assert {row["type"] for row in client.get(f"/events.json?type={kind}").json()["rows"]} == {kind}
    assert client.get("/statements.json?words=harvest&copies=each").json()["total"] > 1
    assert client.get("/contacts.json?since=nonsense").json()["total"] == 3
    assert client.get("/contacts?after=nonsense").status_code == 400


def test_a_long_list_is_whole_as_csv(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readout.views.web.pages.lists.WHOLE", 4)
    monkeypatch.setattr("readout.views.web.pages.lists.PAGE", 4)
    total = client.get("/statements.json?copies=each").json()["total"]
    assert total > 8
    rows = list(csv.reader(io.StringIO(client.get("/statements.csv?copies=each").content.decode("utf-8-sig"))))
    assert len(rows) == total + 1
    first = client.get("/statements.json?copies=each").json()
    assert len(first["rows"]) == 4
    assert client.get(first["next"]).json()["rows"][0] != first["rows"][0]


def test_a_chart_is_drawn_on_the_server(client: TestClient) -> None:
    for ink in ("", "?ink=dark"):
        answer = client.get(f"/dyad/KAZ/NOR/chart.svg{ink}")
        assert answer.headers["content-type"] == "image/svg+xml"
        assert b"<script" not in answer.content
        assert b"cooperation" in answer.content
        again = client.get(f"/dyad/KAZ/NOR/chart.svg{ink}", headers={"if-none-match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    assert client.get("/dyad/KAZ/CHL/chart.svg").status_code == 404


def test_an_empty_store_has_pages_too(tmp_path: Path, rules: Compiled) -> None:
    Store.open(tmp_path / "empty.db").close()
    client = TestClient(application(tmp_path / "empty.db", rules), base_url="http://localhost")
    assert "The store is empty" in client.get("/").text
    for path in ("/contacts", "/statements", "/events", "/matters", "/actor/NOR", "/dyad/NOR/KAZ", "/search?q=x"):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize(("host", "warned"), [("127.0.0.1", False), ("0.0.0.0", True)])  # noqa: S104 - stopped at once
def test_the_command_says_where_and_warns(
    desk: Path, rules: Compiled, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], host: str, *,
    warned: bool,
) -> None:  # fmt: skip
    monkeypatch.setattr("readout.views.web.open_rules", lambda _: rules)
    monkeypatch.setattr("uvicorn.Server.run", lambda _, sockets: [one.close() for one in sockets])
    assert run("serve", desk, "--host", host, "--port", 0, "--processes", 1) == 0
    said = capsys.readouterr().err
    assert f"http://{host}:" in said
    assert ("WARNING" in said) is warned


def test_the_command_refuses_what_is_no_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("serve", tmp_path / "none.db") == 2
    assert "there is no store" in capsys.readouterr().err


# ---- who may ask -----------------------------------------------------------------------------------------------------
def test_what_is_not_there_is_said(client: TestClient) -> None:
    for path in ("/contact/contact-0", "/document/none", "/family/none", "/actor/ATLANTIS", "/nothing", "/static/none",
                 "/document/none.json"):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code == 404
        assert made_of(answer.text).tags.count("h1") == 1


def test_every_answer_has_the_headers(client: TestClient) -> None:
    paths = ("/", "/static/readout.css", "/nothing", "/front.json", "/front.csv", "/dyad/KAZ/NOR/chart.svg")
    for answer in (*(client.get(path) for path in paths), client.get("/", headers={"host": "evil.example"})):
        for name, value in HEADERS.items():
            assert answer.headers[name] == value
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


def test_a_fault_shows_nothing_of_itself(desk: Path, rules: Compiled, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        message = "<b>secret</b>"
        raise RuntimeError(message)

    monkeypatch.setattr("readout.views.web.pages.front.page", broken)
    client = TestClient(application(desk, rules), base_url="http://localhost", raise_server_exceptions=False)
    answer = client.get("/")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert answer.headers["content-security-policy"] == HEADERS["Content-Security-Policy"]


def test_it_answers_to_its_own_names_alone(desk: Path, rules: Compiled) -> None:
    def status(host: str, names: tuple[str, ...] = names_of("127.0.0.1")) -> int:
        asked = TestClient(application(desk, rules, names=names), base_url="http://localhost")
        return int(asked.get("/static/keys.js", headers={"host": host}).status_code)

    assert {status(host) for host in ("localhost", "LOCALHOST:8040", "127.0.0.1:8040", "[::1]:8040")} == {200}
    strangers = ("evil.example", "localhost.evil.example", "", "127.0.0.1.evil.example", "10.0.0.7", "localhost@evil")
    assert {status(host) for host in strangers} == {421}
    everywhere = names_of("0.0.0.0", ("desk.example",))  # noqa: S104 - nothing listens
    assert [status(host, everywhere) for host in ("10.0.0.7", "desk.example:80", "evil.example")] == [200, 200, 421]
    assert host_of("desk.example:80") == "desk.example"
    assert [is_loopback(host) for host in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "desk.example")] == [  # noqa: S104
        True, True, True, False, False,
    ]  # fmt: skip


def test_no_path_leads_out_of_the_fixed_files(client: TestClient, desk: Path) -> None:
    for path in ("../app.py", "..%2fapp.py", "%2e%2e/%2e%2e/app.py", "..\\app.py", "readout.css/../../app.py",
                 "....//app.py", quote(str(desk), safe=""), "%00", "readout.css%00.js"):  # fmt: skip
        assert client.get(f"/static/{path}").status_code == 404
    for path in ("/document/..%2f..%2fetc%2fpasswd", "/document//etc/passwd", "/contact/%2e%2e%2f"):
        assert client.get(path).status_code == 404


def test_what_is_too_long_is_refused(client: TestClient) -> None:
    assert client.get("/search?q=" + "x" * 5000).status_code == 414
    assert client.get("/search?" + "&".join(f"a{n}=b" for n in range(300))).status_code == 200
    body = "token=" + "x" * 20_000
    answer = client.post("/judge", content=body, headers={"content-type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 400


SQL = ("'; DROP TABLE document; --", '" OR 1=1 --', "x' UNION SELECT text FROM document --", "%", "_", "NEAR(a b)",
       "a*",
       "^a", "title:a", "-a", "(", '"', "'", "\\", "a AND", "\x00", "NOT", "{a b}: c", "ﷺ")  # fmt: skip


@pytest.mark.parametrize("words", SQL)
def test_no_words_are_a_command_to_the_store(client: TestClient, words: str) -> None:
    asked = quote(words, safe="")
    for path in (f"/search?q={asked}", f"/contacts?state={asked}&mode={asked}&topic={asked}&words={asked}",
                 f"/statements?speaker={asked}&words={asked}&act={asked}", f"/events?type={asked}&actor={asked}",
                 f"/search?q=corridor&outlet={asked}&year={asked}", f"/matters?state={asked}"):  # fmt: skip
        assert client.get(path).status_code == 200, path
    for path in (f"/document/{asked}", f"/actor/{asked}", f"/contact/{asked}"):
        assert client.get(path).status_code == 404, path
    assert client.get("/front.json").json()["totals"]["documents"] == 6


# ---- judging ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def judging(tmp_path: Path, desk: Path, rules: Compiled) -> TestClient:
    """The pages of a copy of the store, in which something may be written."""
    copy = tmp_path / "copy.db"
    with closing(sqlite3.connect(desk)) as held, closing(sqlite3.connect(copy)) as new:
        held.backup(new)
    return TestClient(application(copy, rules), base_url="http://localhost", follow_redirects=False)


def _form(page: Made) -> dict[str, str]:
    """The fields of the first form that judges."""
    inputs: list[dict[str, str]] = []
    for tag, key, value in page.attributes:
        if tag == "input" and key in {"type", "id"}:
            inputs.append({})
        if tag == "input" and inputs:
            inputs[-1][key] = value
    hidden = [field for field in inputs if field.get("type") == "hidden" and "name" in field]
    return {field["name"]: field["value"] for field in reversed(hidden[-4:] if len(hidden) < 4 else hidden[:4])}


def test_a_judgement_is_kept_and_shown(judging: TestClient, compared: Contact) -> None:
    fields = _form(read(judging, f"/contact/{compared.id}"))
    assert set(fields) == {"token", "contact", "other", "verdict"}
    answer = judging.post("/judge", data=fields | {"why": "another call"})
    assert answer.status_code == 303
    page = read(judging, answer.headers["location"])
    assert "Your judgement is kept" in page.text


def _acts(client: TestClient, path: str) -> list[dict[str, str]]:
    """The fields of the forms that take a judgement back, with what was said as their `words`."""
    section = re.search(r'<section class="judged".*?</section>', client.get(path).text, re.DOTALL)
    forms = re.findall(r"<li>(.*?)</li>", section[0], re.DOTALL) if section else []
    return [
        dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
        | {"words": " ".join(re.sub(r"<[^>]+>", "", form).split())}
        for form in forms
    ]


def test_a_judgement_stands_on_the_page_and_is_taken_back_there(judging: TestClient, compared: Contact) -> None:
    before = sorted(compared.documents)
    fields = _form(read(judging, f"/contact/{compared.id}"))
    answer = judging.post("/judge", data=fields | {"why": "another <call>"})
    (act,) = _acts(judging, answer.headers["location"])
    assert "tells of another contact than" in act["words"]
    assert "another &lt;call&gt;" in act["words"]
    # The document that was judged stands elsewhere, and there the judgement is seen as well.
    others = {row["id"] for row in judging.get("/contacts.json").json()["rows"] if fields["other"] in row["documents"]}
    assert any(_acts(judging, f"/contact/{id_}") for id_ in others)
    answer = judging.post("/judge", data={name: value for name, value in act.items() if name != "words"})
    assert answer.status_code == 303
    assert "taken back" in read(judging, answer.headers["location"]).text
    (again,) = _acts(judging, answer.headers["location"])
    assert "tell of one contact" in again["words"]
    rows = judging.get("/contacts.json").json()["rows"]
    assert any(sorted(row["documents"].split("; ")) == before for row in rows)
    stale = judging.post("/judge", data={name: value for name, value in act.items() if name != "words"})
    assert stale.status_code == 400


def test_contacts_that_are_joined_can_be_taken_apart_again(judging: TestClient, compared: Contact) -> None:
    page = read(judging, f"/contact/{compared.id}")
    rows = judging.get("/contacts.json").json()["rows"]
    other = next(row for row in rows if row["id"] != compared.id)
    token = _form(page)["token"]
    fields = {"token": token, "contact": compared.id, "other": other["id"], "verdict": "same"}
    acts = _acts(judging, judging.post("/judge", data=fields).headers["location"])
    act = next(act for act in acts if "tell of one contact" in act["words"])
    judging.post("/judge", data={name: value for name, value in act.items() if name != "words"})
    after = judging.get("/contacts.json").json()["rows"]
    assert {row["documents"] for row in after} == {row["documents"] for row in rows}


def test_who_asks_before_the_pages_are_ready_is_not_turned_away() -> None:
    listening = _bound("127.0.0.1", 0)
    with socket.create_connection(listening.getsockname(), timeout=5):
        listening.close()


def test_no_other_page_can_judge(judging: TestClient, compared: Contact) -> None:
    fields = _form(read(judging, f"/contact/{compared.id}"))
    before = judging.get("/contacts.json").json()
    for headers in ({"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}):
        assert judging.post("/judge", data=fields, headers=headers).status_code == 403
    assert judging.post("/judge", data=fields | {"token": "0" * 64}).status_code == 403
    assert judging.post("/judge", data={k: v for k, v in fields.items() if k != "token"}).status_code == 403
    assert judging.post("/judge", content=json.dumps(fields)).status_code == 400
    for path in ("/judge", "/contact/x", "/"):
        assert judging.put(path).status_code in {404, 405}
    assert judging.get("/judge").status_code == 405
    judging.cookies.clear()
    assert judging.post("/judge", data=fields).status_code == 403
    assert judging.get("/contacts.json").json() == before


def test_a_judgement_of_nonsense_is_refused(judging: TestClient, compared: Contact) -> None:
    fields = _form(read(judging, f"/contact/{compared.id}"))
    for wrong in ({"verdict": "maybe"}, {"contact": "contact-0"}, {"other": "none"}, {"contact": fields["other"]}):
        assert judging.post("/judge", data=fields | wrong).status_code == 400


# ---- words of strangers ----------------------------------------------------------------------------------------------
EVIL = (
    "<script>evil()</script>", '"><img src=x onerror=evil()>', "'><svg/onload=evil()>",
    "</title><script>evil()</script>",
    "</a><iframe src=//evil.example></iframe>", "<b onmouseover=evil()>", "{{ 7*7 }}", "{% include 'base.html' %}",
    "javascript:evil()", "<!--", "-->", "]]>", "<style>*{display:none}</style>", "\u202eevil\u202c", "\u2066\u202e",
    "a\x00b", "\x1b[31m", "&lt;script&gt;", "<base href=//evil.example>", "<form action=//evil.example>",
    '<a href="javascript:evil()">', "\ufeff", "<plaintext>", "'; DROP TABLE document; --", "=cmd()",
)  # fmt: skip
OURS = {
    "html", "head", "meta", "title", "link", "script", "body", "a", "header", "div", "nav", "ul", "li", "form", "label",
    "input", "main", "p", "h1", "h2", "h3", "b", "bdi", "span", "footer", "section", "table", "thead", "tbody", "tr",
    "th",
    "td", "details", "summary", "br", "dl", "dt", "dd", "small", "aside", "article", "fieldset", "button", "select",
    "option", "datalist", "mark", "picture", "source", "img", "code", "ins", "del",
}  # fmt: skip


OUR_SCRIPT = "/static/keys.js"


def _hostile(number: int, chance: random.Random) -> tuple[Document, Extraction, Contact, Comparison]:
    """A document all of whose strings are hostile, and findings all over it."""

    def evil() -> str:
        return " ".join(chance.choice(EVIL) for _ in range(2))

    text = "\n".join(f"{evil()} {chance.choice(EVIL)} talks {evil()}" for _ in range(6))
    id_ = f"evil-{number}-{chance.choice(EVIL)}"
    cuts = sorted(chance.sample(range(1, len(text)), 4))
    kinds: tuple[BlockKind, ...] = ("headline", "paragraph", "caption", "paragraph", "related")
    ends = zip(kinds, (0, *cuts), (*cuts, len(text)), strict=True)
    blocks = tuple(Block(kind, start, end, evil()) for kind, start, end in ends)
    day = When(date(2024, 1, 1 + number % 28), date(2024, 1, 2 + number % 28), "day", "stated", (evil(),))
    document = Document(
        id_, text, blocks, day, title=evil(), url=f"javascript:{evil()}", outlet=evil(), agency=evil(),
        authors=(evil(),),
        office=evil(), issuer="NOR", where=evil(), version=evil(), declared=Declared(url=evil()),
    )  # fmt: skip

    def place() -> tuple[int, int]:
        start = chance.randrange(len(text) - 1)
        return start, chance.randint(start + 1, len(text))

    actor = Actor("person", evil(), "NOR", evil(), evil())
    other = Actor("body", evil(), evil(), None, None)
    statements = tuple(
        Statement(
            f"statement-{number}-{n}", id_, "direct", document.quote(*place(), evil()), document.quote(*place(), "cue"),
            document.quote(*place(), "mention"), (actor,), (Relay(other, None),), evil(), None, evil(),
        )
        for n in range(4)
    )  # fmt: skip
    events = tuple(
        Event(f"event-{number}-{n}", id_, "ACCUSE", evil(), "happened", (actor,), (other,), day,
              document.quote(*place(), evil()), evil(), (evil(),))
        for n in range(3)
    )  # fmt: skip
    mentions = tuple(Mention(*place(), "name", (actor,), evil()) for _ in range(5))
    contact = Contact(f"contact-{number}", "call", "held", day, (actor, other), (document.quote(*place(), evil()),),
                      evil(), reasons=(evil(),))  # fmt: skip
    move = Move(f"move-{number}", id_, "channel", evil(), evil(), "happened", (actor, other), day,
                document.quote(*place(), evil()))  # fmt: skip
    cells = tuple(
        Cell(party, id_, party, chance.choice(text.split()), evil(), 3, document.quote(*place(), evil()))
        for party in ("NOR", other.state or "")
    )
    comparison = Comparison(
        contact.id, tuple(Account(cell.party, id_, "own-release", evil(), full=True) for cell in cells),
        (Row(evil(), cells, "differ", evil()),), (cells[0].evidence,), (cells[1].evidence,), (cells[0].evidence,),
        (evil(),),
    )  # fmt: skip
    return document, Extraction(id_, mentions, statements, events, (contact,), "rules", (move,)), contact, comparison


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory, rules: Compiled) -> Iterator[tuple[TestClient, Reading]]:
    """The pages of a store of a hundred hostile documents."""
    chance = random.Random(7)
    made = [_hostile(number, chance) for number in range(100)]
    documents = tuple(document for document, _, _, _ in made)
    pairs = list(zip(documents[::2], documents[1::2], strict=True))
    families = tuple(
        Family(f"family-{number}", (a.id, b.id), (Edge(a.id, b.id, "edited", "known", (EVIL[number % len(EVIL)],), (
            Edit("dropped", Span(0, 9), None), Edit("added", None, Span(3, 12)),
            Edit("reworded", Span(12, 20), Span(15, 30)),
        )),))
        for number, (a, b) in enumerate(pairs)
    )  # fmt: skip
    since = tuple(
        Since(b[2].id, a[2].id, "NOR", full=True, changes=(
            Change(b[3].rows[0].topic, "strengthened", a[3].rows[0].cells[0], b[3].rows[0].cells[0], (EVIL[0],), ()),
        ))
        for a, b in zip(made[::2], made[1::2], strict=True)
    )  # fmt: skip
    matters = tuple(
        Matter(f"matter-{number}", "channel", e.moves[0].states, e.moves) for number, (_, e, _, _) in enumerate(made)
    )
    reading = Reading(
        documents, tuple(e for _, e, _, _ in made), families, (), tuple(c for _, _, c, _ in made),
        tuple(c for _, _, _, c in made), matters=matters, since=since,
        stories=tuple(Story(f"story-{n}", (a.id, b.id), (EVIL[1],)) for n, (a, b) in enumerate(pairs)),
    )  # fmt: skip
    path = tmp_path_factory.mktemp("hostile") / "<img src=x onerror=evil()>.db"
    with Store.open(path) as kept:
        kept.put(reading, rules)
    with TestClient(application(path, rules), base_url="http://localhost") as opened:
        yield opened, reading


def _harmless(page: str, path: str) -> None:
    made = made_of(page)
    assert set(made.tags) <= OURS
    assert made.tags.count("script") == 1
    assert {value.split("?")[0] for tag, key, value in made.attributes if tag == "script" and key == "src"} == {
        OUR_SCRIPT
    }
    for tag, key, value in made.attributes:
        assert not key.startswith("on"), (tag, key)
        assert key != "style"
        if key in {"href", "src", "action", "srcset"}:
            assert value.startswith(("/", "#", "http://", "https://")), value
            assert not value.startswith("//")
    assert not {"\x00", "\x1b"} & set(page), path
    assert "49" not in made.text or "{{ 7*7 }}" in made.text


def _pages(reading: Reading) -> Iterator[str]:
    yield from ("/", "/contacts", "/statements", "/events", "/matters", "/actors", "/search?q=talks", "/actor/NOR")
    yield from (f"/document/{quote(document.id, safe='')}" for document in reading.documents)
    yield from (f"/contact/{contact.id}" for contact in reading.contacts[::2])
    yield from (f"/family/{family.id}" for family in reading.families[::5])
    yield from (
        f"/dyad/NOR/{quote(state, safe='')}" for c in reading.contacts[::10] for state in c.states if state != "NOR"
    )
    yield from (f"/search?q={quote(words, safe='')}" for words in EVIL)
    yield from (f"/contacts?state={quote(words, safe='')}&topic={quote(words, safe='')}" for words in EVIL)


@pytest.mark.slow
def test_no_word_of_a_hundred_hostile_documents_does_anything(hostile: tuple[TestClient, Reading]) -> None:
    client, reading = hostile
    for path in _pages(reading):
        answer = client.get(path)
        assert answer.status_code == 200, path
        _harmless(answer.text, path)


def test_hostile_records_are_json_and_csv_too(hostile: tuple[TestClient, Reading]) -> None:
    client, reading = hostile
    for document in reading.documents[:25]:
        path = f"/document/{quote(document.id, safe='')}"
        assert client.get(f"{path}.json").json()["text"] == document.text
        name = client.get(f"{path}.csv").headers["content-disposition"]
        assert name.isascii()
        assert not {"<", ">", "/", "\\"} & set(name)


def test_every_place_of_a_hostile_document_is_there_whatever_overlaps(hostile: tuple[TestClient, Reading]) -> None:
    client, reading = hostile
    for document, extraction in zip(reading.documents[:20], reading.extractions, strict=False):
        ids = made_of(client.get(f"/document/{quote(document.id, safe='')}").text).values("id")
        assert len(ids) == len(set(ids))
        for found in (*(s.content for s in extraction.statements), *(e.evidence for e in extraction.events)):
            assert f"s-{found.start}-{found.end}" in ids


def test_a_table_of_hostile_words_has_no_formula(hostile: tuple[TestClient, Reading]) -> None:
    client, _ = hostile
    for path in ("/contacts.csv", "/statements.csv", "/events.csv", "/search.csv?q=talks"):
        rows = csv.reader(io.StringIO(client.get(path).content.decode("utf-8-sig")))
        assert not [cell for row in rows for cell in row if cell.lstrip()[:1] in {"=", "+", "@"}]


def test_the_pieces_of_a_text_are_the_text() -> None:
    chance = random.Random(11)
    text = "".join(chance.choice("abc \n") for _ in range(400)) + "z"
    document = Document(
        "d", text, (Block("headline", 0, 50), Block("paragraph", 60, 300)), When(None, None, "unknown", "unknown")
    )
    for _ in range(40):
        spans = [sorted(chance.sample(range(len(text)), 2)) for _ in range(12)]
        marks = [Mark(start, end, chance.choice(("statement", "event")), "") for start, end in spans]
        places = [Span(start, end) for start, end in spans[:6]]
        drawn = lines(document, marks, places, Span(0, len(text)))
        for line in drawn:
            assert "".join(piece.words for piece in line.pieces) == text[line.start : line.end]
        words = "".join(text[line.start : line.end] for line in drawn)
        assert "".join(words.split()) == "".join(text.split())  # nothing but white space is left out
        anchors = [anchor.id for line in drawn for piece in line.pieces for anchor in piece.anchors]
        assert len(anchors) == len(set(anchors))
        seen = {f"s-{p.start}-{p.end}" for p in places for line in drawn if p.start < line.end and line.start < p.end}
        assert seen == set(anchors)
