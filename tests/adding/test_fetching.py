"""Fetching from a server on this machine that misbehaves on purpose."""

from __future__ import annotations

import gzip
import re
import socket
import zlib
from collections.abc import Iterator
from importlib.metadata import version

import pytest

from briefing.adding import addresses
from briefing.adding.addresses import NotFetched
from briefing.adding.connection import USER_AGENT, Limits
from briefing.adding.fetching import MOST_REDIRECTS, TRIES, Fetched, Fetcher
from tests.adding.server import Server, answer, dripping, in_turn, redirect, serving, silent

PAGE = "<p>The weir holds.</p>"
LIMITS = Limits(connect=2, silence=0.3, total=1.0, size=3_000_000, ratio=50)
HTML = "Content-Type: text/html; charset=windows-1251"


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as made:
        yield made


@pytest.fixture
def fetcher() -> Fetcher:
    return Fetcher(allow_private=True, limits=LIMITS, wait=lambda _: None)


def fetched(server: Server, fetcher: Fetcher, path: str = "/page") -> Fetched:
    return fetcher.fetch(server.url + path)


def refused(server: Server, fetcher: Fetcher, path: str = "/page") -> str:
    with pytest.raises(NotFetched) as caught:
        fetched(server, fetcher, path)
    return caught.value.reason


def test_a_page_comes_with_its_bytes_address_and_charset(server: Server, fetcher: Fetcher) -> None:
    data = "<p>Плотина</p>".encode("cp1251")
    server.pages["/page"] = answer(data, HTML)
    found = fetched(server, fetcher)
    assert (found.data, found.url) == (data, server.url + "/page")
    assert found.media_type == "text/html; charset=windows-1251"
    assert server.asked == ["/robots.txt", "/page"]
    assert all(f"User-Agent: {USER_AGENT}\r\n" in head for head in server.heads)


def test_a_server_sees_who_asks_and_may_forbid_it_by_that_name(
    server: Server, fetcher: Fetcher
) -> None:
    """No browser's name, and none that a rule for another program would meet."""
    server.pages["/robots.txt"] = answer(
        "User-agent: Mozilla\nDisallow: /\n\nUser-agent: brief\nDisallow: /\n\n"
        "User-agent: Briefing\nDisallow: /no\n"
    )
    server.pages["/page"] = server.pages["/no"] = answer(PAGE)
    fetched(server, fetcher)
    assert "robots.txt" in refused(server, fetcher, "/no")
    assert server.asked == ["/robots.txt", "/page"]
    for head in server.heads:
        (agent,) = re.findall(r"(?mi)^user-agent: (.*?)\r$", head)
        assert agent == f"briefing/{version('briefing')} (fetches articles that a person asked for)"
        assert not re.search(r"(?mi)^(cookie|referer|from|authorization):", head)


def test_redirects_are_followed_to_the_end(server: Server, fetcher: Fetcher) -> None:
    server.pages["/page"] = redirect("/one?a=1")
    server.pages["/one?a=1"] = redirect(server.url + "/two", "308 Permanent Redirect")
    server.pages["/two"] = answer(PAGE)
    assert fetched(server, fetcher).url == server.url + "/two"


def test_redirects_in_a_circle_and_without_end(server: Server, fetcher: Fetcher) -> None:
    server.pages["/page"] = redirect("/back")
    server.pages["/back"] = redirect("/page")
    assert "circle" in refused(server, fetcher)
    for number in range(MOST_REDIRECTS + 2):
        server.pages[f"/{number}"] = redirect(f"/{number + 1}")
    assert "redirects more than" in refused(server, fetcher, "/0")


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://127.0.0.1/x", "javascript:alert(1)"])
def test_a_redirect_leads_to_the_web_only(server: Server, fetcher: Fetcher, to: str) -> None:
    server.pages["/page"] = redirect(to)
    assert "http" in refused(server, fetcher)


def test_trouble_that_passes_is_waited_for(server: Server) -> None:
    waits: list[float] = []
    fetcher = Fetcher(allow_private=True, limits=LIMITS, wait=waits.append)
    later = answer("", "Retry-After: 7", status="503 Busy")
    server.pages["/robots.txt"] = answer("")
    server.pages["/page"] = in_turn(answer("", status="500 Oh"), later, answer(PAGE))
    assert fetched(server, fetcher).data == PAGE.encode()
    assert server.asked.count("/page") == 3
    assert 7 in waits


def test_trouble_that_stays_is_told(server: Server, fetcher: Fetcher) -> None:
    server.pages["/page"] = answer("", status="500 Oh")
    assert "500" in refused(server, fetcher)
    assert server.asked.count("/page") == TRIES
    assert refused(server, fetcher, "/nowhere") == "the server has no such page (404)"
    assert server.asked.count("/nowhere") == 1


def test_an_answer_that_is_cut_short_is_no_page(server: Server, fetcher: Fetcher) -> None:
    server.pages["/page"] = answer(PAGE, length=len(PAGE) + 9)
    assert refused(server, fetcher) == "the answer was cut short"
    server.pages["/page"] = in_turn(answer(PAGE, length=len(PAGE) + 9), answer(PAGE))
    assert fetched(server, fetcher).data == PAGE.encode()


def test_chunks_are_put_together_and_missing_ones_noticed(server: Server, fetcher: Fetcher) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    server.pages["/page"] = lambda s: s.sendall(head + b"3\r\nThe\r\n5\r\n weir\r\n0\r\n\r\n")
    assert fetched(server, fetcher).data == b"The weir"
    server.pages["/page"] = lambda s: s.sendall(head + b"3\r\nThe\r\n5\r\n we")
    assert refused(server, fetcher) == "the answer was cut short"


@pytest.mark.parametrize(
    "handler",
    [
        silent,
        dripping("HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\n", b"x", 0.05),
        dripping("HTTP/1.1 200 OK\r\n\r\n", b"x", 0.05),
        dripping("HTTP/1.1 200 OK\r\n", b"X-Drip: 1\r\n", 0.05),
        dripping("HTTP/1.1 200 OK\r\nX-Drip: ", b"x", 0.05),
    ],
    ids=["silent", "slow body", "slow body without length", "slow headers", "slow header"],
)
def test_a_server_that_takes_too_long_is_left(server: Server, fetcher: Fetcher, handler) -> None:  # type: ignore[no-untyped-def]
    server.pages["/page"] = handler
    reason = refused(server, fetcher)
    assert "longer than 1 seconds" in reason or "does not answer" in reason


def test_an_endless_answer_is_too_large(server: Server, fetcher: Fetcher) -> None:
    server.pages["/page"] = dripping("HTTP/1.1 200 OK\r\n\r\n", b"x" * 500_000, 0)
    assert refused(server, fetcher).startswith("it is larger than")
    assert server.asked.count("/page") == 1


def test_compressed_answers(server: Server, fetcher: Fetcher) -> None:
    bare = zlib.compressobj(wbits=-15)
    for coding, data in {
        "gzip": gzip.compress(PAGE.encode()),
        "deflate": zlib.compress(PAGE.encode()),
        "Deflate": bare.compress(PAGE.encode()) + bare.flush(),
    }.items():
        server.pages["/page"] = answer(data, f"Content-Encoding: {coding}")
        assert fetched(server, fetcher).data == PAGE.encode()


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (gzip.compress(b"0" * 2_900_000), "bombs"),
        (gzip.compress(bytes(range(251)) * 100_000, 1), "larger than"),
        (gzip.compress(bytes(range(256)) * 20)[:-30], "cut short"),
        (b"no gzip at all", "damaged"),
    ],
    ids=["bomb", "large", "cut short", "damaged"],
)
def test_compressed_answers_that_harm(
    server: Server, fetcher: Fetcher, body: bytes, says: str
) -> None:
    server.pages["/page"] = answer(body, "Content-Encoding: gzip")
    assert says in refused(server, fetcher)


def test_no_other_compression_is_taken(server: Server, fetcher: Fetcher) -> None:
    server.pages["/page"] = answer(b"...", "Content-Encoding: br")
    assert "not asked for: br" in refused(server, fetcher)


def test_nonsense_instead_of_an_answer(server: Server, fetcher: Fetcher) -> None:
    server.pages["/page"] = lambda s: s.sendall(b"\x00\x01nonsense\r\n\r\n")
    assert "in no known way" in refused(server, fetcher)
    server.pages["/page"] = lambda s: s.close()
    assert refused(server, fetcher)


def test_robots_are_heeded(server: Server, fetcher: Fetcher) -> None:
    rules = "User-agent: briefing\nDisallow: /no\nAllow: /no/but\n\nUser-agent: *\nDisallow: /\n"
    server.pages["/robots.txt"] = answer(rules)
    server.pages["/yes"] = redirect("/no/page")
    server.pages["/no/but"] = answer(PAGE)
    assert "robots.txt" in refused(server, fetcher, "/no/page")
    assert "robots.txt" in refused(server, fetcher, "/yes")
    assert fetched(server, fetcher, "/no/but").data == PAGE.encode()
    assert "/no/page" not in server.asked
    assert server.asked.count("/robots.txt") == 1


def test_a_server_whose_robots_cannot_be_read_is_left_alone(
    server: Server, fetcher: Fetcher
) -> None:
    server.pages["/page"] = answer(PAGE)
    server.pages["/robots.txt"] = answer("", status="503 Busy")
    assert "robots.txt" in refused(server, fetcher)
    assert "/page" not in server.asked


def test_requests_to_one_server_are_apart(server: Server) -> None:
    waits: list[float] = []
    fetcher = Fetcher(allow_private=True, limits=LIMITS, wait=waits.append)
    server.pages["/robots.txt"] = answer("User-agent: *\nCrawl-delay: 5\n")
    server.pages["/page"] = answer(PAGE)
    fetched(server, fetcher)
    fetched(server, fetcher)
    assert len(waits) == 2
    assert all(4 < wait <= 5 for wait in waits)


def test_this_machine_is_asked_only_when_that_is_allowed(server: Server) -> None:
    server.pages["/page"] = answer(PAGE)
    port = server.url.rpartition(":")[2]
    for host in ("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1"):
        with pytest.raises(NotFetched, match=r"--allow-private|no server|not a web"):
            Fetcher(limits=LIMITS).fetch(f"http://{host}:{port}/page")
    assert server.asked == []


def test_a_name_is_checked_by_where_it_leads_and_at_each_redirect(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name outside, one inside, and one with both: only the first may be asked."""
    port = int(server.url.rpartition(":")[2])
    leads = {"out.test": ["8.8.8.8"], "in.test": ["10.0.0.1"], "both.test": ["8.8.8.8", "::1"]}

    def lookup(host: str, at: int, **_: object) -> list[tuple[object, ...]]:
        family = {True: socket.AF_INET6, False: socket.AF_INET}
        return [(family[":" in ip], 1, 6, "", (ip, at)) for ip in leads[host]]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    addresses.resolve(addresses.parse("http://out.test/"))
    for host in ("in.test", "both.test"):
        with pytest.raises(NotFetched, match="--allow-private"):
            addresses.resolve(addresses.parse(f"http://{host}/"))

    def pinned(address: addresses.Address, allow_private: bool) -> list[addresses.Endpoint]:
        if address.host != "out.test":
            return real(address, allow_private)
        return [addresses.Endpoint(socket.AF_INET, ("127.0.0.1", port))]

    real = addresses.resolve
    monkeypatch.setattr(addresses, "resolve", pinned)
    server.pages["/page"] = redirect("http://in.test/secret")
    with pytest.raises(NotFetched, match=r"in\.test is on this machine"):
        Fetcher(limits=LIMITS, wait=lambda _: None).fetch(f"http://out.test:{port}/page")
    assert "/secret" not in server.asked
    assert f"Host: out.test:{port}" in server.heads[-1]


@pytest.mark.parametrize(
    "url",
    ["file:///x", "ftp://a.test/", "http://", "http:///x", "http://u:p@a.test/", "http://a b/"],
)
def test_what_is_no_address_of_a_page(url: str) -> None:
    with pytest.raises(NotFetched):
        addresses.parse(url)


def test_a_redirect_may_be_no_address() -> None:
    with pytest.raises(NotFetched):
        addresses.joined(addresses.parse("http://a.test/page"), "//[>")


def test_addresses_are_written_in_ascii() -> None:
    found = addresses.parse("HTTPS://Плотина.test/новости?q=да#top")
    assert found.host.startswith("xn--")
    assert found.url.isascii()
    assert found.url.endswith(found.target)
    assert "#" not in found.target


@pytest.mark.parametrize(
    "other",
    [
        "https://a.test/x",
        "http://A.test:80/x/",
        "https://a.test/x?utm_source=feed&fbclid=1",
        "https://a.test/x#comments",
    ],
)
def test_addresses_of_one_page_compare_alike(other: str) -> None:
    assert addresses.comparable(other) == addresses.comparable("https://a.test/x")
    assert addresses.comparable(other) != addresses.comparable("https://a.test/x?page=2")
