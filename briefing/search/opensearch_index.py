"""The index of a library on a cluster: an alias, behind which it can be replaced without a gap.

Searches and writers use the alias. An index made anew is filled under a name of its own;
then writing to the old one is stopped, what others wrote meanwhile is carried over, and
the alias is moved, all in one step for whoever searches.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from briefing.search.engine import EngineRefused, EngineUnavailable, IndexBusy, IndexDamaged
from briefing.search.opensearch_connection import Cluster, ClusterAddress, ClusterError
from briefing.search.opensearch_schema import (
    MARK,
    VERSION,
    article_of,
    document,
    mapping,
    settings,
)
from briefing.search.opensearch_writing import Writer

PAGE = 500
"""Documents of one answer where all are read."""
LEFT_OVER = 24 * 3600
"""Seconds after which an index that never got the alias was left by somebody who broke off."""
STALE = 15 * 60
"""Seconds after which a claim to move the alias was left; those who hold one are soon done."""
GRACE = 2.0
"""Seconds for which the old index stays: searches under way, and hosts that have not heard yet."""
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,199}")
_FIRST = "-000001"
_EXISTS = "resource_already_exists_exception"


@dataclass(frozen=True, slots=True)
class Current:
    """The index behind the alias: its own name, what the cluster knows it by, its version."""

    name: str
    uuid: str
    version: int


def check_name(name: str) -> None:
    """EngineRefused where a cluster would not take the name for an index."""
    if not _NAME.fullmatch(name):
        raise EngineRefused(
            f"{name!r} cannot be the name of an index: small letters, digits, dots and hyphens"
        )


def find(cluster: Cluster, alias: str) -> Current | None:
    """The index behind the alias; EngineRefused where that is not ours, or of a newer briefing."""
    check_name(alias)
    try:
        found = cluster.read("GET", f"/{alias}")
    except ClusterError as error:
        if error.status == 404:
            return None
        raise
    name, about = next(iter(found.items()))
    version = about["mappings"].get("_meta", {}).get(MARK)
    if len(found) != 1 or alias not in about["aliases"] or not isinstance(version, int):
        raise EngineRefused(
            f"the index {alias} of the search cluster is not one of briefing's;"
            " name another with --index-name"
        )
    if version > VERSION:
        raise EngineRefused(
            f"the index {alias} was made by a newer briefing: update this one, or name another"
            " index with --index-name"
        )
    return Current(name, about["settings"]["index"]["uuid"], version)


def usable(cluster: Cluster, alias: str) -> Current:
    """The index behind the alias; IndexDamaged when it is missing or has to be made anew."""
    current = find(cluster, alias)
    if current is None:
        raise IndexDamaged("there is none")
    if current.version < VERSION:
        raise IndexDamaged("it is of another version")
    return current


def create_first(cluster: Cluster, alias: str) -> None:
    """Make the first index, at once behind the alias; several may try at the same time."""
    try:
        _create(cluster, alias + _FIRST, aliases={alias: {}})
    except ClusterError as error:
        if error.kind != _EXISTS:
            raise _not_made(error) from error
        if find(cluster, alias) is None:
            raise EngineRefused(
                f"the search cluster has an index {alias}{_FIRST} without its alias {alias};"
                " delete it there, or name another index with --index-name"
            ) from error


def create_next(cluster: Cluster, alias: str) -> str:
    """Make an index that is to take the place of the one behind the alias; its name."""
    _clear(cluster, alias)
    name = f"{alias}-{time.strftime('%Y%m%d%H%M%S', time.gmtime())}-{secrets.token_hex(4)}"
    try:
        _create(cluster, name, refresh="-1")
    except ClusterError as error:
        raise _not_made(error) from error
    return name


def _create(cluster: Cluster, name: str, refresh: str | None = None, **more: Any) -> None:
    made = settings(cluster.address.shards, cluster.address.replicas)
    if refresh:
        made["index"]["refresh_interval"] = refresh
    body = {"settings": made, "mappings": mapping(), **more}
    cluster.write("PUT", f"/{name}", body, wait_for_active_shards=1)


def _not_made(error: ClusterError) -> EngineRefused:
    return EngineRefused(f"the search cluster does not make the index: {error.reason}")


def _clear(cluster: Cluster, alias: str) -> None:
    """Delete indexes of ours that never got the alias, and are too old to be at work on."""
    found = cluster.write("GET", f"/{alias}-*", expand_wildcards="all")
    for name, about in found.items():
        ours = isinstance(about["mappings"].get("_meta", {}).get(MARK), int)
        if ours and not about["aliases"] and _age(about) > LEFT_OVER:
            _delete(cluster, name)


def _age(about: Mapping[str, Any]) -> float:
    """Seconds since an index was made."""
    return time.time() - int(about["settings"]["index"]["creation_date"]) / 1000


def _delete(cluster: Cluster, name: str) -> None:
    try:
        cluster.write("DELETE", f"/{name}")
    except ClusterError as error:
        if error.status != 404:
            raise


def pages(cluster: Cluster, index: str, source: Iterable[str]) -> Iterator[list[dict[str, Any]]]:
    """All documents in order of id, some fields of them, page by page.

    Each page is a request of its own, which any host can answer. IndexBusy where
    parts of the index do not answer: the documents would not be all.
    """
    after = None
    while True:
        body = {
            "size": PAGE if "article" in source else 20 * PAGE,
            "sort": [{"id": "asc"}],
            "_source": list(source),
            **({"search_after": after} if after else {}),
        }
        answer = cluster.write("POST", f"/{index}/_search", body)
        if answer["_shards"]["successful"] < answer["_shards"]["total"]:
            raise IndexBusy("parts of the index do not answer; try again when they are back")
        hits = answer["hits"]["hits"]
        if not hits:
            return
        yield hits
        after = hits[-1]["sort"]


def replace(cluster: Cluster, alias: str, new: str, own: set[str], *, others: bool = True) -> None:
    """Put the index ``new`` behind the alias, and delete the one that was there.

    ``own`` are the keys of the documents that were written to ``new`` already. Those of
    other writers are carried over, unless not ``others``. Where it fails, the old index
    stays as it was and the new one goes; IndexBusy where somebody else is at it.
    """
    over = _CarriedOver(cluster, new, own)
    try:
        if others:
            over.bring(_there(cluster, alias))
        cluster.write("PUT", f"/{new}/_settings", {"index": {"refresh_interval": None}})
        _wait_for_copies(cluster, new)
        with _claimed(cluster, alias):
            old = _there(cluster, alias)
            try:
                if others:
                    cluster.write("PUT", f"/{old}/_block/write")
                    over.bring(old)
                cluster.write("POST", f"/{new}/_refresh")
                _move(cluster, alias, old, new)
            except BaseException:
                with suppress(ClusterError, EngineUnavailable):
                    unblocked = {"index": {"blocks": {"write": None}}}
                    cluster.write("PUT", f"/{old}/_settings", unblocked)
                raise
            cluster.sleep(GRACE)
            _delete(cluster, old)
    except BaseException:
        with suppress(ClusterError, EngineUnavailable):
            if not cluster.write("GET", f"/{new}")[new]["aliases"]:
                _delete(cluster, new)
        raise


def _there(cluster: Cluster, alias: str) -> str:
    """The name of the index behind the alias."""
    current = find(cluster, alias)
    if current is None:
        raise IndexDamaged("there is none")
    return current.name


def _wait_for_copies(cluster: Cluster, name: str) -> None:
    """Wait a moment for copies; an index without them is searched all the same."""
    params = {"wait_for_status": "green", "request_timeout": 40.0, "timeout": "20s"}
    try:
        cluster.write("GET", f"/_cluster/health/{name}", **params)
    except ClusterError as error:
        if error.status != 408:
            raise


@contextmanager
def _claimed(cluster: Cluster, alias: str) -> Iterator[None]:
    """Be the only one that moves the alias; IndexBusy where somebody else is.

    The claim is an empty index, because a cluster makes one of a name only once. One
    that is ``STALE`` was left by somebody who broke off.
    """
    name = f"{alias}-claim"
    for last in (False, True):
        try:
            made = {"index": {"number_of_shards": 1, "number_of_replicas": 0}}
            cluster.write("PUT", f"/{name}", {"settings": made}, wait_for_active_shards=0)
            break
        except ClusterError as error:
            if error.kind != _EXISTS:
                raise
            found = cluster.write("GET", f"/{name}", ignore_unavailable=True)
            if last or (name in found and _age(found[name]) < STALE):
                raise IndexBusy(
                    "somebody else is building the index anew; try again when that is done"
                ) from error
            _delete(cluster, name)
    try:
        yield
    finally:
        with suppress(ClusterError, EngineUnavailable):
            _delete(cluster, name)


def _move(cluster: Cluster, alias: str, old: str, new: str) -> None:
    """Take the alias from one index and give it to the other, in one step."""
    actions = [
        {"remove": {"index": old, "alias": alias}},
        {"add": {"index": new, "alias": alias}},
    ]
    cluster.write("POST", "/_aliases", {"actions": actions})


class _CarriedOver:
    """The articles of other writers, brought into a new index."""

    def __init__(self, cluster: Cluster, new: str, own: set[str]) -> None:
        self._cluster = cluster
        self._writer = Writer(cluster, new, alias=False)
        self._own = own
        self._brought: dict[str, str] = {}

    def bring(self, old: str) -> None:
        """Bring what is in ``old`` and not here as it is there; remove what is there no more."""
        self._cluster.write("POST", f"/{old}/_refresh")
        seen: set[str] = set()
        for hits in pages(self._cluster, old, ("hash",)):
            seen.update(hit["_id"] for hit in hits)
            missing = [
                hit["_id"]
                for hit in hits
                if hit["_id"] not in self._own
                and self._brought.get(hit["_id"]) != hit["_source"]["hash"]
            ]
            for at in range(0, len(missing), PAGE):
                self._copy(old, missing[at : at + PAGE])
        gone = self._brought.keys() - seen
        self._writer.remove(gone)
        for key in gone:
            del self._brought[key]

    def _copy(self, old: str, keys: list[str]) -> None:
        answer = self._cluster.write("POST", f"/{old}/_mget", {"ids": keys})
        sources = {d["_id"]: d["_source"] for d in answer["docs"] if d.get("found")}
        documents = {
            key: {**document(article_of(source)), "hash": source["hash"]}
            for key, source in sources.items()
        }
        self._writer.put(documents)
        self._brought.update((key, made["hash"]) for key, made in documents.items())


def state_of(address: ClusterAddress) -> dict[str, Any]:
    """How the cluster and the index are, for whoever looks after them; raises as an engine does.

    ``bytes`` counts one copy of the index; ``parts`` are copies of shards, of ``all_parts``.
    """
    cluster = Cluster(address)
    try:
        health = cluster.read("GET", "/_cluster/health")
        current = usable(cluster, address.index)
        stats = cluster.read("GET", f"/{current.name}/_stats/docs,store")
        own = cluster.read("GET", f"/_cluster/health/{current.name}")
        return {
            "hosts": list(address.hosts),
            "cluster": health["cluster_name"],
            "nodes": health["number_of_nodes"],
            "health": own["status"],
            "index": address.index,
            "behind": current.name,
            "mapping": current.version,
            "articles": stats["_all"]["primaries"]["docs"]["count"],
            "bytes": stats["_all"]["primaries"]["store"]["size_in_bytes"],
            "parts": own["active_shards"],
            "all_parts": own["active_shards"] + own["unassigned_shards"],
        }
    except IndexDamaged as error:
        raise EngineRefused(
            f"the index {address.index} on the search cluster is of no use: {error};"
            " the next search makes it anew"
        ) from error
    except ClusterError as error:
        raise EngineRefused(f"the search cluster refuses that: {error}") from error
    finally:
        cluster.close()
