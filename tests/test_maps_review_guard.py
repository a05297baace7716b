"""S7.2: the review answers its own machine, by its own name, to who came in by the link, and its own pages alone."""

import http.client
import re
import socket
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from review_desk import Open, opened, project

from data import WorldFault, read_judgements
from maps import load_project
from maps.review import Guard, Sessions, Terms, prepare
from maps.review.guard import MOST_BODY, cookie_name

CARD = "/card/p%3Awatch%3AV4"


class Client:
    """A client that says of itself only what a test tells it to say."""

    def __init__(self, review: Open) -> None:
        self.port = review.running.review.port
        self.origin = review.origin
        self.cookie = ""

    def ask(
        self, method: str, path: str, form: dict[str, str] | None = None, **headers: str
    ) -> tuple[int, str, dict[str, str]]:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        told = {"Host": f"127.0.0.1:{self.port}"} | ({"Cookie": self.cookie} if self.cookie else {})
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        body = urlencode(form) if form is not None else None
        if body is not None:
            told |= {"Content-Type": "application/x-www-form-urlencoded"}
        try:
            link.request(method, path, body, {name: value for name, value in told.items() if value})
            answer = link.getresponse()
            text = answer.read().decode("utf-8", "replace")
        finally:
            link.close()
        return answer.status, text, {name.lower(): value for name, value in answer.getheaders()}

    def own(self, path: str, form: dict[str, str]) -> tuple[int, str, dict[str, str]]:
        return self.ask("POST", path, form, Origin=self.origin, Sec_Fetch_Site="same-origin")

    def enter(self, address: str) -> "Client":
        status, _, headers = self.own("/enter", {"token": address.partition("#")[2]})
        assert status == 303
        self.cookie = headers["set-cookie"].partition(";")[0]
        return self

    def csrf(self) -> str:
        return re.search(r'name="csrf" value="([^"]+)"', self.ask("GET", "/alias")[1])[1]

    def decision(self, **more: str) -> dict[str, str]:
        card = self.ask("GET", CARD)[1]
        revision = re.search(r'name="revision" value="([^"]+)"', card)[1]
        return {"csrf": self.csrf(), "revision": revision, "answer": "unplaceable"} | more


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    with opened(project(tmp_path_factory.mktemp("valdria"))) as running:
        yield running


@pytest.fixture
def client(review: Open) -> Client:
    """Somebody who came in, with an alias."""
    address = review.further[-1] if review.further else review.running.address
    made = Client(review).enter(address)
    made.own("/alias", {"csrf": made.csrf(), "alias": "Desk 1"})
    return made


def lines(review: Open) -> int:
    return len(read_judgements(review.log))


def test_it_listens_on_loopback_alone(review: Open) -> None:
    assert review.running.socket.getsockname()[0] == "127.0.0.1"
    others = {one[4][0] for one in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
    for address in others:
        if not address.startswith("127."):
            with pytest.raises((ConnectionError, TimeoutError)):
                socket.create_connection((address, review.running.review.port), timeout=2)


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:{port}",
        "127.0.0.1",
        "127.0.0.1:80",
        "localhost.evil.example:{port}",
        "0.0.0.0:{port}",
    ],
)
def test_another_name_is_not_answered(client: Client, host: str) -> None:
    status, text, _ = client.ask("GET", "/", Host=host.format(port=client.port))
    assert (status, "Valdria" in text) == (421, False)


def test_its_own_names_are_answered(client: Client) -> None:
    assert client.ask("GET", "/")[0] == 200
    assert client.ask("GET", "/", Host=f"localhost:{client.port}")[0] == 200


def test_without_the_cookie_nothing_is_told(review: Open) -> None:
    stranger = Client(review)
    for path in ("/", "/queue", CARD, "/history", "/base", "/places?name=Mosul", "/parse?text=1", "/next"):
        status, text, _ = stranger.ask("GET", path)
        assert (status, "Valdria" in text) == (401, False), path
    stranger.cookie = f"{cookie_name(stranger.port)}=guess"
    assert stranger.ask("GET", "/")[0] == 401


def test_the_token_opens_one_session_once(review: Open) -> None:
    address = review.further[-1] if review.further else review.running.address
    before = len(review.further)
    assert Client(review).enter(address)
    assert len(review.further) == before + 1
    status, text, headers = Client(review).own("/enter", {"token": address.partition("#")[2]})
    assert (status, "set-cookie" in headers) == (403, False)
    assert "used already" in text
    assert Client(review).own("/enter", {"token": ""})[0] == 403


def test_the_cookie_is_strict_and_hidden_from_scripts(review: Open) -> None:
    asked = Client(review)
    _, _, headers = asked.own("/enter", {"token": review.further[-1].partition("#")[2]})
    assert {"httponly", "samesite=strict", "path=/"} <= {
        part.strip().lower() for part in headers["set-cookie"].split(";")
    }


@pytest.mark.parametrize(
    "told",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1", "Sec_Fetch_Site": "same-origin"},
        {"Origin": "https://127.0.0.1:{port}"},
        {"Origin": "http://localhost:{port}"},
        {"Sec_Fetch_Site": "cross-site", "Origin": "http://127.0.0.1:{port}"},
        {"Sec_Fetch_Site": "same-site", "Origin": "http://127.0.0.1:{port}"},
        {"Sec_Fetch_Site": "none", "Origin": "http://127.0.0.1:{port}"},
        {},
    ],
)
def test_another_page_changes_nothing(review: Open, client: Client, told: dict[str, str]) -> None:
    before = lines(review)
    form = client.decision()
    headers = {name: value.format(port=client.port) for name, value in told.items()}
    for path in ("/decide/p%3Awatch%3AV4", "/undo", "/alias", "/language", "/enter"):
        assert client.ask("POST", path, form, **headers)[0] == 403, path
    assert lines(review) == before


def test_a_form_without_the_secret_of_its_session_changes_nothing(review: Open, client: Client) -> None:
    before = lines(review)
    other = Client(review).enter(review.further[-1])
    for secret in ("", "guess", other.csrf()):
        assert client.own("/decide/p%3Awatch%3AV4", client.decision(csrf=secret))[0] == 409
        assert client.own("/undo", {"csrf": secret})[0] == 409
    assert lines(review) == before


def test_a_page_elsewhere_cannot_bring_a_reader_to_a_card(client: Client) -> None:
    assert client.ask("GET", CARD, Sec_Fetch_Site="cross-site")[0] == 403
    assert client.ask("GET", CARD, Sec_Fetch_Site="none")[0] == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(client: Client, method: str) -> None:
    assert client.ask(method, "/")[0] == 405


def test_a_change_by_get_is_none(review: Open, client: Client) -> None:
    before = lines(review)
    assert client.ask("GET", f"/decide/p%3Awatch%3AV4?{urlencode(client.decision())}")[0] in (404, 405)
    assert client.ask("GET", "/undo")[0] in (404, 405)
    assert lines(review) == before


def test_a_long_body_is_refused(client: Client) -> None:
    assert client.own("/decide/p%3Awatch%3AV4", {"why": "x" * (MOST_BODY + 1)})[0] == 413
    assert client.own("/decide/p%3Awatch%3AV4", {f"n{at}": "" for at in range(700)})[0] == 409


def test_every_answer_has_a_strict_policy(client: Client) -> None:
    for path in ("/", CARD, "/static/review.js", "/nowhere", "/base"):
        _, _, headers = client.ask("GET", path)
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
        assert "unsafe" not in policy
        assert "http" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"
    assert client.ask("GET", CARD)[2]["cache-control"] == "no-store"
    assert client.ask("GET", "/", Host="evil.example")[2]["content-security-policy"]


@pytest.mark.parametrize(
    "name", ["../../pyproject.toml", "..%2f..%2fpyproject.toml", "en.json", "atlas.js", "%00", "review.js/.."]
)
def test_no_file_but_ours_is_served(client: Client, name: str) -> None:
    status, text, _ = client.ask("GET", f"/static/{name}")
    assert (status, "strikeatlas" in text) == (404, False)


def test_two_answers_on_one_card_meet_in_a_409_with_both(review: Open, client: Client) -> None:
    form = client.decision(answer="unplaceable", why="mine <b>bold</b>")
    other = Client(review).enter(review.further[-1])
    other.own("/alias", {"csrf": other.csrf(), "alias": "Desk 2"})
    first = other.decision(answer="pin", lon="43", lat="36", precision="town", why="theirs")
    assert other.own("/decide/p%3Awatch%3AV4", first)[0] == 303
    before = lines(review)
    status, text, _ = client.own("/decide/p%3Awatch%3AV4", form)
    assert status == 409
    assert "theirs" in text
    assert "mine &lt;b&gt;bold&lt;/b&gt;" in text
    assert lines(review) == before
    own = {**form, "revision": re.search(r'name="revision" value="([^"]+)"', text)[1]}
    assert client.own("/decide/p%3Awatch%3AV4", own)[0] == 303
    assert lines(review) == before + 1


def test_a_redirect_never_leads_elsewhere(client: Client) -> None:
    for back in ("//evil.example", "https://evil.example", "/\\evil.example", "javascript:1"):
        _, _, headers = client.own("/language", {"csrf": client.csrf(), "language": "en", "back": back})
        assert headers["location"] == "/"


def test_unknown_cards_and_pages_are_said_to_be_so(client: Client) -> None:
    assert client.ask("GET", "/card/p%3Anobody")[0] == 409
    assert client.ask("GET", "/nowhere")[0] == 404


def test_the_login_name_is_no_alias(client: Client) -> None:
    status, text, _ = client.own("/alias", {"csrf": client.csrf(), "alias": "Login"})
    assert status == 422
    assert "login name" in text


def test_a_taken_port_is_said_to_be_taken(review: Open) -> None:
    with pytest.raises(WorldFault, match="taken"):
        prepare(
            load_project(review.folder), review.folder / "work", now=lambda: "", announce=lambda _: None,
            terms=Terms(port=review.running.review.port),
        )  # fmt: skip


def test_tokens_are_long_and_never_the_same() -> None:
    sessions = Sessions()
    tokens = {sessions.new_token() for _ in range(50)}
    assert len(tokens) == 50
    assert min(map(len, tokens)) >= 43
    assert Guard(lambda *_: None, sessions=sessions, port=1).hosts == {"127.0.0.1:1", "localhost:1"}
