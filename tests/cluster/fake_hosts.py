"""Hosts that answer as they are told to, below the real client, whose failover is its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from opensearchpy import Connection
from opensearchpy.exceptions import ConnectionError as Lost

from briefing.search.opensearch_connection import Cluster, ClusterAddress, Credentials

Answer = Callable[[str, str, Any], tuple[int, Any]]
"""From method, path and body to status and answer; None for the status: no connection."""


class FakeHosts:
    """Some hosts, and what was sent to each."""

    def __init__(self, **answers: Answer) -> None:
        """A host for each name."""
        self.asked: list[tuple[str, str, str]] = []
        self.waits: list[float] = []
        self.logins: list[str | None] = []
        self.answers = answers

    @property
    def urls(self) -> tuple[str, ...]:
        """The addresses of all."""
        return tuple(f"http://{name}:9200" for name in self.answers)

    def options(self) -> dict[str, Any]:
        """What makes a cluster's connection one to these hosts."""
        hosts = self

        class FakeConnection(Connection):
            def perform_request(
                self, method: str, url: str, params: Any = None, body: Any = None, **_: Any
            ) -> Any:
                name = self.host.removeprefix("http://").partition(":")[0]
                hosts.asked.append((name, method, url))
                hosts.logins.append(self.headers.get("authorization"))
                status, answer = hosts.answers[name](method, url, body)
                if status is None:
                    raise Lost("N/A", "refused", OSError("refused"))
                text = json.dumps(answer)
                if not 200 <= status < 300:
                    self._raise_error(status, text, "application/json")
                return status, {"content-type": "application/json"}, text

            def close(self) -> None:
                """Nothing is open."""

        return {"connection_class": FakeConnection, "sleep": self.waits.append}

    def cluster(self, credentials: Credentials | None = None) -> Cluster:
        """A connection to them."""
        return Cluster(ClusterAddress(self.urls, "talks", credentials), **self.options())


def gone(*_: Any) -> tuple[Any, Any]:
    """A host that is not there."""
    return None, None


def always(status: int, answer: Any) -> Answer:
    """A host that always says the same."""
    return lambda *_: (status, answer)


def error(kind: str, reason: str) -> dict[str, Any]:
    """An error as a cluster words it."""
    return {"error": {"type": kind, "reason": reason}}
