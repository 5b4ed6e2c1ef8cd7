"""What a server's robots.txt asks of us."""

from __future__ import annotations

from typing import Any


class Rules:
    """The rules of one server for one user agent. ``delay``: seconds between requests."""

    def __init__(self, rules: Any, agent: str) -> None:
        self._rules = rules
        self._agent = agent
        self.delay = float(rules.crawl_delay(agent) or 0)

    def allow(self, url: str) -> bool:
        """Whether ``url`` may be asked for."""
        return bool(self._rules.can_fetch(url, self._agent))


def read_rules(data: bytes, agent: str) -> Rules:
    """The rules in a robots.txt; it may hold anything."""
    from protego import Protego

    return Rules(Protego.parse(data.decode("utf-8", "replace")), agent)
