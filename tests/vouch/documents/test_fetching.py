"""Pages are fetched from public addresses alone, within bounds of time and size."""

import gzip
import ipaddress
import resource
import socket
import time
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from tests.vouch.documents.serving import Site, serving
from vouch.documents import fetching
from vouch.documents.fetching import FEEDS, Limits, fetch, is_public
from vouch.documents.parsed import UnreadableError

OPEN = Limits(seconds=5, max_bytes=100_000, private=True)
CLOSED = Limits(seconds=5, max_bytes=100_000)


@pytest.fixture(scope="module")
def running() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def site(running: Site) -> Site:
    running.pages.clear()
    running.asked.clear()
    return running


@pytest.fixture
def first_loopback_is_public(monkeypatch: pytest.MonkeyPatch) -> None:
    """127.0.0.1 passes for a public address, every other loopback address does not."""
    real = is_public
    monkeypatch.setattr(
        fetching, "is_public", lambda address: str(address) == "127.0.0.1" or real(address)
    )


def refusal(url: str, limits: Limits = CLOSED) -> str:
    with pytest.raises(UnreadableError) as refused:
        fetch(url, limits)
    return refused.value.reason


def test_a_page(site: Site) -> None:
    url = site.put("/a?b=c", b"<p>Caf\xe9", "Text/HTML; charset=ISO-8859-1")
    fetched = fetch(url + "#part", OPEN)
    assert fetched.url == url
    assert fetched.data == b"<p>Caf\xe9"
    assert (fetched.content_type, fetched.charset) == ("text/html", "iso-8859-1")


def test_redirects_are_followed_and_their_end_is_the_address(site: Site) -> None:
    site.put("/end", b"<p>Here")
    site.redirect("/b", "/end")
    assert fetch(site.redirect("/a", site.url("/b")), OPEN).url == site.url("/end")


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.8.9.10",
        "localhost",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0.0.0.0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::]",
    ],
)
def test_this_machine_is_not_asked(site: Site, host: str) -> None:
    site.put("/a", b"<p>Secret")
    reason = refusal(site.url("/a", host))
    assert "private address" in reason or "not known" in reason or "no address" in reason
    assert site.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "2002:7f00:1::",
        "64:ff9b::7f00:1",
        "::ffff:10.0.0.1",
        "2001:0:7f00:1::",
        "192.0.0.1",
        "192.0.0.170",
        "192.31.196.1",
        "192.52.193.1",
        "192.88.99.1",
        "192.175.48.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "64:ff9b:1::1",
        "64:ff9b::c000:1",
        "::7f00:1",
        "100::1",
        "100:0:0:1::1",
        "2001:20::1",
        "2001:db8::1",
        "2620:4f:8000::1",
        "3fff::1",
        "5f00::1",
        "fec0::1",
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "1.1.1.1", "2606:4700::1", "64:ff9b::808:808", "::ffff:8.8.8.8"]
)
def test_public_addresses(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.usefixtures("first_loopback_is_public")
def test_each_hop_is_checked(site: Site) -> None:
    site.put("/secret", b"<p>Secret")
    for host in ("127.0.0.2", "localhost.localdomain", "[::1]", "10.0.0.1", "169.254.169.254"):
        site.redirect("/a", site.url("/secret", host))
        site.redirect("/b", "/a")
        reason = refusal(site.url("/b"))
        assert "private address" in reason or "not known" in reason, host
    assert {(host, path) for host, _, path in site.asked} == {
        ("127.0.0.1", "/a"),
        ("127.0.0.1", "/b"),
    }


@pytest.mark.usefixtures("first_loopback_is_public")
def test_a_name_that_changes_its_address_changes_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.put("/a", b"<p>Public")
    answers = iter(["127.0.0.1", "127.0.0.2"])
    looked_up: list[str] = []

    def changing(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        if host != "pages.test":
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]
        looked_up.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    assert fetch(site.url("/a", "pages.test"), CLOSED).data == b"<p>Public"
    assert site.asked == [("127.0.0.1", f"pages.test:{site.port}", "/a")]
    assert looked_up == ["pages.test"]
    assert "private address" in refusal(site.url("/a", "pages.test"))
    assert len(site.asked) == 1


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("straße.test", "xn--strae-oqa.test"),  # IDNA 2003 would ask for strasse.test
        ("νόμος.test", "xn--xxabhm1c.test"),
        ("BÜCHER.test", "xn--bcher-kva.test"),
        ("xn--strae-oqa.test", "xn--strae-oqa.test"),
    ],
)
@pytest.mark.usefixtures("first_loopback_is_public")
def test_a_host_is_looked_up_by_its_name_in_idna_2008(
    site: Site, monkeypatch: pytest.MonkeyPatch, host: str, name: str
) -> None:
    site.put("/a", b"<p>Public")
    looked_up: list[str] = []

    def known(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        if host == "127.0.0.1":
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]
        looked_up.append(host)
        if host != name:
            raise socket.gaierror
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", known)
    fetched = fetch(site.url("/a", host), CLOSED)
    assert (fetched.data, fetched.url) == (b"<p>Public", site.url("/a", name))
    assert (looked_up, site.asked) == ([name], [("127.0.0.1", f"{name}:{site.port}", "/a")])
    name = "xn--elsewhere.test"
    assert looked_up[0] in refusal(site.url("/a", host))


@pytest.mark.usefixtures("first_loopback_is_public")
def test_one_private_address_among_others_is_enough(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def both(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
            for address in ("127.0.0.1", "127.0.0.2")
        ]

    monkeypatch.setattr(socket, "getaddrinfo", both)
    assert "private address" in refusal(site.url("/a", "pages.test"))
    assert site.asked == []


def test_proxies_of_the_environment_are_passed_by(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", site.url("/", "127.0.0.5"))
    assert "private address" in refusal(site.put("/a", b"<p>Secret"))
    assert site.asked == []


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/a",
        "example.org",
        "http://",
        "https:///path",
        "http://name:password@example.org/",
        "http://a b/",
        "http://[::1/",
        "",
    ],
)
def test_what_is_no_address_of_a_page(url: str) -> None:
    assert refusal(url)


def test_redirects_end(site: Site) -> None:
    for number in range(7):
        site.redirect(f"/{number}", f"/{number + 1}")
    site.put("/7", b"<p>End")
    assert fetch(site.url("/2"), OPEN).data == b"<p>End"
    assert "more than 5 times" in refusal(site.url("/0"), OPEN)
    assert "more than 5 times" in refusal(site.redirect("/loop", "/loop"), OPEN)


def test_redirects_to_other_schemes(site: Site) -> None:
    for to in ("file:///etc/passwd", "gopher://127.0.0.1/", "http://a:b@127.0.0.1/", "http://"):
        assert refusal(site.redirect("/a", to), OPEN)


def drip(piece: bytes, seconds: float = 0.05) -> Any:
    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.end_headers()
        while True:
            handler.wfile.write(piece)
            time.sleep(seconds)

    return send


def drip_headers(handler: BaseHTTPRequestHandler) -> None:
    handler.flush_headers()
    while True:
        handler.wfile.write(b"X")
        time.sleep(0.05)


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.end_headers()
    while True:
        handler.wfile.write(b"<p>More of it. " * 1000)


@pytest.mark.parametrize("body", [drip(b"<p>"), drip_headers, lambda _: time.sleep(2)])
def test_what_is_slow_is_cut(site: Site, body: Any) -> None:
    started = time.monotonic()
    quick = Limits(seconds=0.4, max_bytes=100_000, private=True)
    assert "longer than 0.4 seconds" in refusal(site.put("/a", body), quick)
    assert time.monotonic() - started < 1.5


def test_what_is_large_is_cut(site: Site) -> None:
    assert "larger than 0.1 MB" in refusal(site.put("/a", endless), OPEN)
    long = site.put("/b", drip(b"<p>"), Content_Length="100001")
    started = time.monotonic()
    assert "larger than 0.1 MB" in refusal(long, OPEN)
    assert time.monotonic() - started < 1
    packed = gzip.compress(b"<p>More of it. " * 1_000_000)
    assert len(packed) < OPEN.max_bytes
    assert "larger" in refusal(site.put("/c", packed, Content_Encoding="gzip"), OPEN)


@pytest.mark.parametrize(
    "kind", ["image/png", "application/json", "application/octet-stream", "text/css", "", None]
)
def test_other_types_are_refused(site: Site, kind: str | None) -> None:
    assert "type that is not read" in refusal(site.put("/a", b"<p>Text", kind), OPEN)


@pytest.mark.parametrize("kind", ["application/rss+xml", "text/html", "application/octet-stream"])
def test_feeds_are_fetched_whatever_their_type(site: Site, kind: str) -> None:
    assert fetch(site.put("/a", b"<rss/>", kind), OPEN, FEEDS).data == b"<rss/>"


def test_what_is_not_there(site: Site) -> None:
    assert refusal(site.url("/none"), OPEN) == "is not there: 404 Not Found"
    assert "cannot be fetched" in refusal("http://127.0.0.1:1/", OPEN)
    assert "is not known" in refusal("http://no-such-host.invalid/", OPEN)


def test_broken_answers(site: Site) -> None:
    def garbage(handler: BaseHTTPRequestHandler) -> None:
        handler._headers_buffer = []  # type: ignore[attr-defined]
        handler.wfile.write(b"\x00\x01garbage\r\n\r\n")

    assert "cannot be fetched" in refusal(site.put("/a", garbage), OPEN)
    short = site.put("/b", b"<p>Text", Content_Length="5000")
    assert "cannot be fetched" in refusal(short, OPEN)
    bad = site.put("/c", b"not gzip at all", Content_Encoding="gzip")
    assert "cannot be fetched" in refusal(bad, OPEN)


def packed_zeros(times: int, megabytes: int) -> bytes:
    """So many megabytes of zeros, packed so many times over."""
    packer = zlib.compressobj(9, wbits=31)
    data = b"".join(packer.compress(bytes(1_000_000)) for _ in range(megabytes)) + packer.flush()
    for _ in range(times - 1):
        data = gzip.compress(data)
    return data


@pytest.mark.parametrize(
    ("encoding", "times", "reason"),
    [
        ("gzip", 1, "larger than"),
        ("x-gzip", 1, "larger than"),
        ("gzip, gzip", 2, "compressed in a way that is not read"),
        ("deflate", 1, "compressed in a way that is not read"),
        ("br", 1, "compressed in a way that is not read"),
    ],
)
def test_a_small_page_that_unpacks_to_a_large_one_takes_no_memory(
    site: Site, encoding: str, times: int, reason: str
) -> None:
    url = site.put("/bomb", packed_zeros(times, 80), Content_Encoding=encoding)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert reason in refusal(url, OPEN)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 30_000  # kilobytes


def test_a_packed_page_that_is_cut_short_is_refused(site: Site) -> None:
    url = site.put(
        "/cut", gzip.compress(b"<p>The bridge opens." * 99)[:-9], Content_Encoding="gzip"
    )
    assert "cut short" in refusal(url, OPEN)
