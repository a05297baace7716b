"""The network's one door (S7.1): what may be asked, what is refused, what a bad server cannot do."""

import hashlib
import ipaddress
import ssl
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import trustme
from fetch_server import Server, running

from data import NetFault, Reach, WorldFault, fetch_bytes, fetch_file
from data.files import folder_lock
from data.net import addresses

BODY = b"valdria " * 4096
NEAR = Reach(("127.0.0.1",), loopback=True, pause_seconds=0.01, stall_seconds=2, seconds=20)
PUBLIC = Reach(("atlas.example", "shared.example/ours/"), tries=1)


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as served:
        yield served


def leading_to(monkeypatch: pytest.MonkeyPatch, **names: str) -> list[str]:
    """Let names lead to addresses; returns the names that were looked up."""
    looked_up: list[str] = []

    def resolve(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        if not host[0].isdigit():
            looked_up.append(host)
        found = names.get(host.replace(".", "_"), host).split()
        return [(2, 1, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(addresses.socket, "getaddrinfo", resolve)
    return looked_up


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://atlas.example/a", "not https"),
        ("ftp://atlas.example/a", "not https"),
        ("file:///etc/passwd", "not https"),
        ("https://other.example/a", "not among"),
        ("https://atlas.example.evil.example/a", "not among"),
        ("https://someone@atlas.example/a", "user's name"),
        ("https://atlas.example:8443/a", "port 8443"),
        ("https://atlas.example/a\nHost: evil.example", "characters"),
        ("https://atlas.example\\@evil.example/", "characters"),
        ("https://[::1/", "no address"),
        ("https://shared.example/theirs/a", "not among"),
        ("https://shared.example/ours/../theirs/a", "not among"),
        ("https://shared.example/ours/%2E%2E/theirs/a", "not among"),
    ],
)
def test_what_is_not_a_listed_https_address_is_refused_unasked(
    monkeypatch: pytest.MonkeyPatch, url: str, why: str
) -> None:
    looked_up = leading_to(monkeypatch, atlas_example="93.184.216.34")
    with pytest.raises(NetFault, match=why):
        fetch_bytes(url, reach=PUBLIC)
    assert looked_up == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.5", "172.16.1.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "fe80::1", "fc00::1", "fec0::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::",
        "2001:0:5ef5:79fd::1", "ff02::1", "fe80::1%eth0",
    ],
)  # fmt: skip
def test_a_name_that_leads_inside_is_refused_even_beside_a_public_address(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    leading_to(monkeypatch, atlas_example=f"93.184.216.34 {address}")
    with pytest.raises(NetFault, match="no public address"):
        fetch_bytes("https://atlas.example/a", reach=PUBLIC)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822", "::ffff:8.8.8.8"])
def test_public_addresses_are_public(address: str) -> None:
    assert addresses.is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "place",
    ["http://169.254.169.254/latest/meta-data", "https://10.0.0.1/a", "https://inside.example/a", "file:///etc/passwd"],
)
def test_a_redirect_is_checked_like_the_first_address(
    monkeypatch: pytest.MonkeyPatch, server: Server, place: str
) -> None:
    reach = replace(NEAR, hosts=("127.0.0.1", "169.254.169.254", "10.0.0.1", "inside.example"))
    url = server.put("/a", status=302, headers={"Location": place})
    leading_to(monkeypatch, inside_example="192.168.0.9")
    shown: list[str] = []
    with pytest.raises(NetFault, match="refused"):
        fetch_bytes(url, reach=reach, show=shown.append)
    assert shown == [url]


def test_loopback_is_refused_unless_the_caller_says_so(server: Server) -> None:
    url = server.put("/a", body=BODY)
    with pytest.raises(NetFault, match="not https"):
        fetch_bytes(url, reach=replace(NEAR, loopback=False))
    with pytest.raises(NetFault, match="no public address"):
        fetch_bytes("https://localhost/a", reach=Reach(("localhost",)))
    assert server.asked == []
    assert fetch_bytes(url, reach=NEAR).body == BODY


def test_each_address_is_shown_before_it_is_asked_and_we_say_who_we_are(server: Server) -> None:
    server.put("/b", body=BODY)
    url = server.put("/a", status=301, headers={"Location": "/b"})
    shown: list[tuple[str, int]] = []
    answer = fetch_bytes(url, reach=NEAR, show=lambda asked: shown.append((asked, len(server.asked))))
    assert (answer.body, answer.url) == (BODY, server.url + "/b")
    assert shown == [(url, 0), (server.url + "/b", 1)]
    assert {headers["User-Agent"].partition("/")[0] for _, headers in server.asked} == {"StrikeAtlas"}


def test_redirects_in_a_circle_end(server: Server) -> None:
    url = server.put("/a", status=302, headers={"Location": "/a"})
    with pytest.raises(NetFault, match="more than 5 redirects"):
        fetch_bytes(url, reach=NEAR)
    assert len(server.asked) == 6


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """An authority of our own, the only one that is trusted in the test."""
    made = trustme.CA()
    made.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return made


@pytest.mark.parametrize("named", ["atlas.example", "other.example"])
def test_the_checked_address_must_prove_the_name_that_was_asked(
    monkeypatch: pytest.MonkeyPatch, authority: trustme.CA, named: str
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(named).configure_cert(context)
    looked_up = leading_to(monkeypatch, atlas_example="127.0.0.1")
    with running(context, name="atlas.example") as server:
        url, reach = server.put("/a", body=BODY), replace(PUBLIC, loopback=True)
        if named == "atlas.example":
            assert fetch_bytes(url, reach=reach).body == BODY
            assert server.asked[0][1]["Host"].startswith("atlas.example:")
        else:
            with pytest.raises(NetFault, match=r"certificate does not stand for atlas\.example"):
                fetch_bytes(url, reach=reach)
    assert looked_up == ["atlas.example"]  # once: the address that was checked is the one that was asked


def test_a_cut_file_goes_on_from_where_it_was_cut(server: Server, tmp_path: Path) -> None:
    url = server.put("/a.bin", body=BODY, headers={"ETag": '"one"'}, cuts=[1000, 20000])
    got = fetch_file(url, tmp_path / "a.bin", reach=NEAR, sha256=hashlib.sha256(BODY).hexdigest())
    assert got.path.read_bytes() == BODY
    assert [headers.get("Range") for _, headers in server.asked] == [None, "bytes=1000-", "bytes=20000-"]
    assert [path.name for path in tmp_path.iterdir()] == ["a.bin"]


def test_a_later_run_goes_on_too_and_begins_anew_where_the_file_has_changed(server: Server, tmp_path: Path) -> None:
    url = server.put("/a.bin", body=BODY, headers={"ETag": '"one"'}, cuts=[1000])
    with pytest.raises(NetFault, match="cut after 1000"):
        fetch_file(url, tmp_path / "a.bin", reach=replace(NEAR, tries=1))
    assert not (tmp_path / "a.bin").exists()
    server.put("/a.bin", body=BODY[::-1], headers={"ETag": '"two"'})
    assert fetch_file(url, tmp_path / "a.bin", reach=NEAR).path.read_bytes() == BODY[::-1]
    assert server.asked[-1][1]["If-Range"] == '"one"'


@pytest.mark.parametrize("headers", [{}, {"ETag": 'W/"weak"'}])
def test_without_a_strong_mark_nothing_is_put_together(server: Server, tmp_path: Path, headers: dict[str, str]) -> None:
    url = server.put("/a.bin", body=BODY, headers=headers, cuts=[1000])
    assert fetch_file(url, tmp_path / "a.bin", reach=NEAR).path.read_bytes() == BODY
    assert [headers.get("Range") for _, headers in server.asked] == [None, None]


def test_a_server_that_sends_another_part_than_was_asked_is_not_believed(server: Server, tmp_path: Path) -> None:
    url = server.put("/a.bin", body=BODY, headers={"ETag": '"one"'}, cuts=[1000])
    with pytest.raises(NetFault, match="cut"):
        fetch_file(url, tmp_path / "a.bin", reach=replace(NEAR, tries=1))
    server.put("/a.bin", body=BODY, status=206, headers={"Content-Range": f"bytes 0-{len(BODY) - 1}/{len(BODY)}"})
    with pytest.raises(NetFault, match="206"):
        fetch_file(url, tmp_path / "a.bin", reach=NEAR)
    assert not (tmp_path / "a.bin").exists()


def test_a_wrong_hash_leaves_the_old_file(server: Server, tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(b"old")
    url = server.put("/a.bin", body=BODY)
    with pytest.raises(NetFault, match="its hash is"):
        fetch_file(url, tmp_path / "a.bin", reach=NEAR, sha256="0" * 64)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.bin": b"old"}


def test_a_file_takes_its_name_only_after_its_check(server: Server, tmp_path: Path) -> None:
    url = server.put("/a.geojson", body=BODY)
    seen: list[tuple[str, bool]] = []

    def check(path: Path) -> None:
        seen.append((path.suffix, (tmp_path / "a.geojson").exists()))
        raise WorldFault("not what was meant")

    with pytest.raises(WorldFault, match="not what was meant"):
        fetch_file(url, tmp_path / "a.geojson", reach=NEAR, check=check)
    assert seen == [(".geojson", False)]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("stated", [True, False])
def test_a_larger_answer_than_allowed_is_refused(server: Server, tmp_path: Path, *, stated: bool) -> None:
    headers = {} if stated else {"Content-Length": ""}
    url = server.put("/a.bin", body=b"x" * (1 << 20) + b"x", headers=headers)
    for fetch in (
        lambda reach: fetch_bytes(url, reach=reach),
        lambda reach: fetch_file(url, tmp_path / "a", reach=reach),
    ):
        with pytest.raises(NetFault, match="more than 1 megabytes"):
            fetch(replace(NEAR, megabytes=1))
    assert list(tmp_path.iterdir()) == []


def test_a_slow_drip_ends_when_the_time_is_over(server: Server, tmp_path: Path) -> None:
    url = server.put("/a.bin", body=BODY, drip_seconds=0.05)
    with pytest.raises(NetFault, match=r"longer than 0\.4 seconds"):
        fetch_file(url, tmp_path / "a.bin", reach=replace(NEAR, seconds=0.4))
    assert not (tmp_path / "a.bin").exists()


def test_silence_ends_before_the_time_is_over(server: Server) -> None:
    url = server.put("/a.bin", body=BODY, drip_seconds=1.5)
    with pytest.raises(NetFault, match="connection failed"):
        fetch_bytes(url, reach=replace(NEAR, stall_seconds=0.2, tries=1))


def test_a_packed_answer_is_refused(server: Server) -> None:
    url = server.put("/a", body=BODY, headers={"Content-Encoding": "gzip"})
    with pytest.raises(NetFault, match="packed as gzip"):
        fetch_bytes(url, reach=NEAR)


@pytest.mark.parametrize(("status", "times"), [(404, 1), (503, 3)])
def test_only_a_busy_server_is_asked_again(server: Server, status: int, times: int) -> None:
    url = server.put("/a", status=status)
    with pytest.raises(NetFault, match=f"answered {status}") as told:
        fetch_bytes(url, reach=NEAR)
    assert (told.value.status, len(server.asked)) == (status, times)


def test_one_folder_is_filled_by_one_run(server: Server, tmp_path: Path) -> None:
    url = server.put("/a", body=BODY)
    with folder_lock(tmp_path), pytest.raises(WorldFault, match="Another run"):
        fetch_file(url, tmp_path / "a", reach=NEAR)
    assert server.asked == []


def test_a_fault_of_the_caller_is_not_called_one_of_the_network(server: Server, tmp_path: Path) -> None:
    url = server.put("/a", body=BODY)

    def progress(_done: int, _total: int | None) -> None:
        raise KeyError("ours")

    with pytest.raises(KeyError):
        fetch_file(url, tmp_path / "a", reach=NEAR, progress=progress)
