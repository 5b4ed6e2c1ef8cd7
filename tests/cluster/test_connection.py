"""The connection to a cluster: failover, retries, and what is said when nothing helps."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from briefing.search.engine import EngineRefused, EngineUnreachable, IndexDamaged
from briefing.search.opensearch_connection import (
    READ_WAITS,
    WRITE_WAITS,
    ClusterError,
    Credentials,
)
from briefing.search.opensearch_engine import OpenSearchEngine
from briefing.search.query import Phrase, Word
from tests.cluster.fake_hosts import FakeHosts, always, error, gone

INDEX = {
    "talks-000001": {
        "aliases": {"talks": {}},
        "mappings": {"_meta": {"briefing": 1}},
        "settings": {"index": {"uuid": "u1"}},
    }
}


def hits(successful: int, total: int, ids: tuple[str, ...] = ()) -> dict[str, Any]:
    """The answer to a search, from so many parts of the index."""
    return {
        "timed_out": False,
        "_shards": {"total": total, "successful": successful, "failed": total - successful},
        "hits": {
            "total": {"value": len(ids)},
            "hits": [{"_score": 1.0, "sort": [1.0, i]} for i in ids],
        },
    }


def engine_on(hosts: FakeHosts) -> OpenSearchEngine:
    return OpenSearchEngine(hosts.cluster())


def test_a_host_that_is_gone_is_left_for_another_one() -> None:
    hosts = FakeHosts(one=gone, two=always(503, {}), three=always(200, {"fine": True}))
    cluster = hosts.cluster()
    for _ in range(4):
        assert cluster.read("GET", "/") == {"fine": True}
    assert hosts.waits == []
    assert [name for name, _, _ in hosts.asked].count("three") == 4


def test_what_may_pass_is_tried_again_after_growing_waits() -> None:
    answers = [(503, {}), (429, error("rejected", "full")), (200, {"fine": True})]
    hosts = FakeHosts(one=lambda *_: answers.pop(0))
    assert hosts.cluster().read("GET", "/") == {"fine": True}
    assert hosts.waits == list(READ_WAITS[:2])


def test_a_lost_connection_is_told_with_its_hosts_after_all_tries() -> None:
    hosts = FakeHosts(one=gone, two=gone)
    with pytest.raises(EngineUnreachable, match=r"no connection .*one:9200, .*two:9200"):
        hosts.cluster().read("GET", "/")
    assert hosts.waits == list(READ_WAITS)
    hosts.waits.clear()
    with pytest.raises(EngineUnreachable):
        hosts.cluster().write("GET", "/")
    assert hosts.waits == list(WRITE_WAITS)


@pytest.mark.parametrize(
    ("credentials", "status", "sentence"),
    [
        (None, 401, "set BRIEFING_OPENSEARCH_USER"),
        (Credentials("ann", "secret"), 401, "does not accept this user"),
        (Credentials("ann", "secret"), 403, "does not let ann"),
    ],
)
def test_who_is_not_let_in_is_told_what_to_do_at_once(
    credentials: Credentials | None, status: int, sentence: str
) -> None:
    hosts = FakeHosts(one=always(status, error("security_exception", "no")))
    with pytest.raises(EngineRefused, match=sentence) as refused:
        hosts.cluster(credentials).read("GET", "/")
    assert hosts.waits == []
    assert "secret" not in str(refused.value)
    assert "secret" not in repr(credentials)


def test_an_error_keeps_its_kind_and_innermost_reason() -> None:
    told = error("outer", "not this")
    told["error"]["root_cause"] = [{"type": "x", "reason": "nor this"}]
    told["error"]["root_cause"][0]["caused_by"] = {"type": "y", "reason": "but this"}
    with pytest.raises(ClusterError, match="outer: but this"):
        FakeHosts(one=always(400, told)).cluster().read("GET", "/")


def test_a_partial_answer_says_how_much_is_missing() -> None:
    engine = engine_on(FakeHosts(one=always(200, hits(2, 3, ("a", "b")))))
    ranking = engine.rank(Word("truce"), 2)
    assert [i for i, _ in ranking.ranked] == ["a", "b"]
    assert ranking.partial == "1 of 3 parts of the index did not answer"
    assert engine_on(FakeHosts(one=always(200, hits(3, 3)))).rank(Word("x"), 2).partial is None
    slow = {**hits(3, 3), "timed_out": True}
    assert "in time" in str(engine_on(FakeHosts(one=always(200, slow))).rank(Word("x"), 2).partial)


def test_an_index_that_is_gone_is_damaged_and_a_foreign_or_newer_one_refused() -> None:
    missing = error("index_not_found_exception", "no such index")
    with pytest.raises(IndexDamaged):
        engine_on(FakeHosts(one=always(404, missing))).rank(Word("truce"), 1)

    def opened(**change: Any) -> OpenSearchEngine:
        about = {"talks-000001": {**INDEX["talks-000001"], **change}}
        hosts = FakeHosts(one=always(200, about))
        from briefing.search.opensearch_connection import ClusterAddress

        return OpenSearchEngine.open(ClusterAddress(hosts.urls, "talks"), **hosts.options())

    assert opened().identity() == "u1"
    with pytest.raises(EngineRefused, match="not one of briefing's"):
        opened(mappings={})
    with pytest.raises(EngineRefused, match="not one of briefing's"):
        opened(aliases={})
    with pytest.raises(EngineRefused, match="newer briefing"):
        opened(mappings={"_meta": {"briefing": 99}})
    with pytest.raises(IndexDamaged, match="another version"):
        opened(mappings={"_meta": {"briefing": 0}})


def test_a_phrase_with_too_many_begun_words_is_looked_for_loosely() -> None:
    def answer(method: str, path: str, body: Any) -> tuple[int, Any]:
        text = body.decode() if isinstance(body, bytes) else str(body)
        if "span_near" in text:
            return 400, error("too_many_clauses", "maxClauseCount is set to 1024")
        return 200, hits(1, 1, ("a",))

    engine = engine_on(FakeHosts(one=answer))
    assert engine.rank(Phrase(("root", "caus"), prefix=True), 5).total == 1
    refusing = FakeHosts(one=always(400, error("too_many_nested_clauses", "more than 1024")))
    with pytest.raises(EngineRefused, match="fewer words"):
        engine_on(refusing).rank(Word("truce"), 5)


def test_a_host_is_asked_nothing_before_it_is_needed() -> None:
    hosts = FakeHosts(one=gone)
    hosts.cluster(Credentials("ann", "secret"))
    assert hosts.asked == []


def test_opensearch_py_is_imported_only_where_a_cluster_is_used() -> None:
    code = (
        "import sys, briefing.cli.main, briefing.engine_choice, briefing.engines\n"
        "import briefing.search.opensearch_engine\n"
        "assert not {'opensearchpy', 'keyring', 'requests'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])


def test_without_opensearch_py_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opensearchpy", None)
    with pytest.raises(EngineRefused, match=r"pip install 'briefing\[opensearch\]'"):
        FakeHosts(one=gone).cluster()
