"""The engines that tests are run with: Whoosh's always, OpenSearch's where a server can be had."""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from briefing.search.engine import Engine
from briefing.search.opensearch_connection import Cluster, ClusterAddress
from tests.cluster.servers import NoServer, Servers

logging.getLogger("opensearch").propagate = False  # it would fill pages with refused connections

MakeEngine = Callable[[], Engine]
"""Opens one more engine on the index of a test, made where there is none."""


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """Three nodes that are one cluster."""
    try:
        found = Servers(3)
    except NoServer as error:
        if os.environ.get("CI"):
            pytest.fail(f"the cluster's tests cannot run: {error}")
        pytest.skip(f"the cluster's tests cannot run: {error}")
    try:
        found.start()
        yield found
    finally:
        found.stop()


@pytest.fixture
def address(servers: Servers) -> Iterator[ClusterAddress]:
    """An index of its own for each test."""
    name = f"t-{secrets.token_hex(4)}"
    yield ClusterAddress(servers.urls, name, shards=3, replicas=1)
    Cluster(ClusterAddress(servers.urls, name)).write("DELETE", f"/{name}-*")


@pytest.fixture(
    params=[pytest.param("whoosh"), pytest.param("opensearch", marks=pytest.mark.cluster)]
)
def make_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MakeEngine]:
    """Opens engines of each kind."""
    opened: list[Engine] = []
    if request.param == "opensearch":
        from briefing.search.opensearch_engine import OpenSearchEngine

        at = request.getfixturevalue("address")

        def make() -> Engine:
            opened.append(OpenSearchEngine.make(at))
            return opened[-1]
    else:
        from briefing.search.whoosh_engine import WhooshEngine

        def make() -> Engine:
            opened.append(WhooshEngine.open(tmp_path / "index", create=True))
            return opened[-1]

    yield make
    for engine in opened:
        engine.close()


@pytest.fixture
def engine(make_engine: MakeEngine) -> Engine:
    """One engine on an empty index."""
    return make_engine()
