"""Fetching a page politely: redirects, robots.txt, pauses, and trying again where that helps."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from briefing.adding import addresses, connection
from briefing.adding.addresses import Address, NotFetched
from briefing.adding.connection import USER_AGENT, Answer, Limits, TryAgain
from briefing.adding.robots import Rules, read_rules

MOST_REDIRECTS = 10
TRIES = 3
BACKOFF = 1.0
"""Seconds before the second try; twice that before the third."""
LONGEST_WAIT = 30.0
"""Seconds that a server may ask to be waited for between two requests."""
PAUSE = 1.0
"""Seconds between two requests to one server."""
ROBOTS_SIZE = 512 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LATER = frozenset({429, 500, 502, 503, 504})
_SAYS = {
    401: "the server wants a signed-in reader",
    402: "the server wants a paying reader",
    403: "the server does not let it be read",
    404: "the server has no such page",
    410: "the server has no such page any more",
}


class LeadsNowhere(NotFetched):
    """Redirects without end."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came: ``url`` after all redirects, ``media_type`` the whole header, with its
    charset where it names one."""

    url: str
    data: bytes
    media_type: str | None


@dataclass
class Fetcher:
    """Fetches pages one after the other. ``wait`` sleeps; tests give one that does not."""

    allow_private: bool = False
    limits: Limits = field(default_factory=Limits)
    wait: Callable[[float], None] = time.sleep
    _robots: dict[str, Rules] = field(default_factory=dict)
    _asked: dict[str, float] = field(default_factory=dict)

    def fetch(self, url: str) -> Fetched:
        """The page at ``url``; NotFetched says in one sentence why there is none."""
        address, answer = self._follow(addresses.parse(url), heed_robots=True)
        if answer.status != HTTPStatus.OK:
            raise NotFetched(_refusal(answer.status))
        return Fetched(address.url, answer.body, answer.headers.get("Content-Type"))

    def _follow(
        self, address: Address, *, heed_robots: bool, limits: Limits | None = None
    ) -> tuple[Address, Answer]:
        seen: set[str] = set()
        while True:
            seen.add(address.url)
            addresses.resolve(address, self.allow_private)
            if heed_robots and not self._rules(address).allow(address.url):
                raise NotFetched(f"robots.txt of {address.host} asks that it be left alone")
            answer = self._answer(address, limits or self.limits)
            location = answer.headers.get("Location")
            if answer.status not in _REDIRECTS or not location:
                return address, answer
            address = addresses.joined(address, location)
            if address.url in seen:
                raise LeadsNowhere("its redirects lead in a circle")
            if len(seen) > MOST_REDIRECTS:
                raise LeadsNowhere(f"it redirects more than {MOST_REDIRECTS} times")

    def _answer(self, address: Address, limits: Limits) -> Answer:
        """What the server says in the end; TryAgain after the last try."""
        for number in range(1, TRIES + 1):
            pause = BACKOFF * 2 ** (number - 1)
            try:
                answer = self._ask(address, limits)
            except TryAgain:
                if number == TRIES:
                    raise
            else:
                if answer.status not in _LATER or number == TRIES:
                    return answer
                pause = max(pause, min(_asked_for(answer), LONGEST_WAIT))
            self.wait(pause)
        raise AssertionError("the last try returns or raises")

    def _ask(self, address: Address, limits: Limits) -> Answer:
        places = addresses.resolve(address, self.allow_private)
        rules = self._robots.get(address.origin)
        pause = max(PAUSE, min(rules.delay, LONGEST_WAIT)) if rules else 0.0
        if address.origin in self._asked:
            since = time.monotonic() - self._asked[address.origin]
            if since < pause:
                self.wait(pause - since)
        try:
            return connection.ask(address, places, limits)
        finally:
            self._asked[address.origin] = time.monotonic()

    def _rules(self, address: Address) -> Rules:
        if address.origin not in self._robots:
            self._robots[address.origin] = self._fetch_rules(address)
        return self._robots[address.origin]

    def _fetch_rules(self, address: Address) -> Rules:
        """The rules of a server, see RFC 9309: none where there is no file, and everything is
        to be left alone where the server is in trouble."""
        limits = replace(self.limits, size=min(self.limits.size, ROBOTS_SIZE))
        there = addresses.parse(f"{address.origin}/robots.txt")
        try:
            _, answer = self._follow(there, heed_robots=False, limits=limits)
        except LeadsNowhere:
            return read_rules(b"", USER_AGENT)
        except TryAgain:
            raise
        except NotFetched as error:
            raise NotFetched(f"robots.txt of {address.host}: {error.reason}") from None
        if answer.status in _LATER or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise NotFetched(f"robots.txt of {address.host}: {_refusal(answer.status)}")
        return read_rules(answer.body if answer.status == HTTPStatus.OK else b"", USER_AGENT)


def _refusal(status: int) -> str:
    says = _SAYS.get(status) or ("the server is in trouble" if status >= 500 else "no page came")
    return f"{says} ({status})"


def _asked_for(answer: Answer) -> float:
    """The seconds of a Retry-After header; 0 where there is none."""
    value = answer.headers.get("Retry-After", "")
    if value.strip().isdigit():
        return float(value.strip()[:9])
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (TypeError, ValueError, OverflowError, OSError):
        return 0.0
