"""A page of the web, fetched within bounds of time and size, from public addresses alone."""

import asyncio
import ipaddress
import socket
import zlib
from collections.abc import Collection
from dataclasses import dataclass

import httpx

from vouch.documents.parsed import UnreadableError, in_one_line

MAX_REDIRECTS = 5
PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain", "application/pdf"})
FEEDS = None
"""Feeds are sent under many types, and under none: what is one shows when it is parsed."""
_HEADERS = {"User-Agent": "Vouch/0.1 (reads articles)", "Accept-Encoding": "gzip"}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
_SPECIAL = [
    ipaddress.ip_network(network)
    for network in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
        *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24"),
        *("192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24"),
        *("198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        *("2001::/23", "2001:db8::/32", "2620:4f:8000::/48", "3fff::/20"),
    )
]
"""The IANA registries of special-purpose addresses (RFC 6890); of IPv6, those in 2000::/3."""
_STEP = 1 << 16  # bytes
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a fetch may cost, in seconds and bytes, and whether at private addresses."""

    seconds: float
    max_bytes: int
    private: bool = False


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server sent: the address it came from in the end, and its type in lower case."""

    url: str
    data: bytes
    content_type: str
    charset: str | None


def fetch(url: str, limits: Limits, types: Collection[str] | None = PAGES) -> Fetched:
    """What is at a public http(s) address. Not to be called on an event loop.

    Raises UnreadableError, with the reason: a private address at any hop, more
    than `MAX_REDIRECTS` hops, another content type, too slow, too large, or no
    answer at all.
    """
    try:
        return asyncio.run(_fetch(_checked_url(url), limits, types))
    except (TimeoutError, httpx.TimeoutException):
        reason = f"takes longer than {limits.seconds:g} seconds (VOUCH_FETCH_SECONDS)"
        raise UnreadableError(reason) from None
    except httpx.TooManyRedirects:
        raise UnreadableError(f"leads on more than {MAX_REDIRECTS} times") from None
    except httpx.UnsupportedProtocol:
        raise UnreadableError("leads to an address that is not http or https") from None
    except zlib.error:
        raise UnreadableError("cannot be fetched: what was sent cannot be unpacked") from None
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        name = in_one_line(str(error), 100) or type(error).__name__
        raise UnreadableError(f"cannot be fetched: {name}") from None


def _checked_url(url: str) -> httpx.URL:
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL:
        raise UnreadableError("is no address of a page") from None
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise UnreadableError("is no http or https address")
    if parsed.userinfo:
        raise UnreadableError("has a name or a password in it")
    return parsed


async def _fetch(url: httpx.URL, limits: Limits, types: Collection[str] | None) -> Fetched:
    transport = PublicTransport(private=limits.private)
    async with (
        asyncio.timeout(limits.seconds),
        # without trust_env, as a proxy of the environment would resolve names by itself
        httpx.AsyncClient(
            transport=transport,
            trust_env=False,
            follow_redirects=True,
            max_redirects=MAX_REDIRECTS,
            timeout=limits.seconds,
            headers=_HEADERS,
        ) as client,
        client.stream("GET", url) as response,
    ):
        if not response.is_success:
            phrase = in_one_line(response.reason_phrase, 60) or ""
            raise UnreadableError(f"is not there: {response.status_code} {phrase}".rstrip())
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if types is not None and kind not in types:
            raise UnreadableError(f"is of a type that is not read: {kind or 'none is given'}")
        data = await _body(response, limits.max_bytes)
        final = str(response.url.copy_with(fragment=None))
        return Fetched(final, data, kind, response.charset_encoding)


async def _body(response: httpx.Response, max_bytes: int) -> bytes:
    too_large = UnreadableError(f"is larger than {max_bytes / 1_000_000:g} MB (VOUCH_MAX_FILE_MB)")
    announced = response.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > max_bytes:
        raise too_large
    data = bytearray()
    decoder = _decoder(response.headers.get("content-encoding", ""))
    async for chunk in response.aiter_raw(_STEP):
        # no step makes more than one byte too many, however small what was sent
        data += decoder.decompress(chunk, max_bytes + 1 - len(data)) if decoder else chunk
        if len(data) > max_bytes:
            raise too_large
    if decoder and not decoder.eof:
        raise UnreadableError("cannot be fetched: what was sent is cut short")
    return bytes(data)


def _decoder(encoding: str) -> "zlib._Decompress | None":
    """What undoes a content encoding; None where there is none. Raises UnreadableError."""
    match encoding.strip().lower():
        case "" | "identity":
            return None
        case "gzip" | "x-gzip":
            return zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
        case _:
            kind = in_one_line(encoding, 60)
            raise UnreadableError(f"is compressed in a way that is not read: {kind}")


class PublicTransport(httpx.AsyncBaseTransport):
    """Sends each request, thus each hop of a redirect, to an address that was checked.

    The name is resolved once and the connection goes to the address that came
    of it, so that a name which changes its address in between changes nothing.
    """

    def __init__(self, *, private: bool) -> None:
        self._private = private
        self._inner = httpx.AsyncHTTPTransport(trust_env=False)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.raw_host.decode("ascii")  # its name by IDNA 2008, as it is registered
        error: httpx.ConnectError | None = None
        for address in await self._addresses(_checked_url(str(request.url))):
            pinned = httpx.Request(
                request.method,
                request.url.copy_with(host=str(address)),
                headers=request.headers,  # Host is the name, as it was asked for
                stream=request.stream,
                extensions={**request.extensions, "sni_hostname": host},
            )
            try:
                return await self._inner.handle_async_request(pinned)
            except httpx.ConnectError as refused:
                error = refused
        raise error or httpx.ConnectError(f"{host} has no address")

    async def aclose(self) -> None:
        await self._inner.aclose()

    async def _addresses(self, url: httpx.URL) -> list[Address]:
        """Every address of the host; raises UnreadableError where one is not public."""
        port = url.port or (443 if url.scheme == "https" else 80)
        host = url.raw_host.decode("ascii")  # Python itself would look up names by IDNA 2003
        try:
            found = await asyncio.get_running_loop().getaddrinfo(
                host, port, type=socket.SOCK_STREAM
            )
        except (OSError, UnicodeError):
            raise UnreadableError(f"cannot be fetched: {host} is not known") from None
        names = dict.fromkeys(str(address[0]).partition("%")[0] for *_, address in found)
        addresses = [ipaddress.ip_address(name) for name in names]
        if not self._private and not all(is_public(address) for address in addresses):
            raise UnreadableError(f"leads to a private address ({host}; VOUCH_FETCH_PRIVATE)")
        return addresses


def is_public(address: Address) -> bool:
    """Whether an address is one of the public internet, and holds no private one inside."""
    if isinstance(address, ipaddress.IPv6Address):
        inside = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inside = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inside is not None:
            return is_public(inside)
        if address not in _GLOBAL_UNICAST:
            return False
    special = any(address in network for network in _SPECIAL)
    return address.is_global and not address.is_multicast and not special
