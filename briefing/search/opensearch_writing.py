"""Writing to an index of a cluster: in bulk, only what changed, and no other writer's work undone.

Every write names the state of the document that it replaces. Where another writer was
quicker the cluster refuses it, and it is decided anew on what is there then. So a
request may also be sent twice: the second time it finds its own work, and leaves it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from briefing.search.engine import EngineRefused, EngineUnreachable, IndexBusy, IndexDamaged
from briefing.search.opensearch_connection import Cluster, ClusterError

Document = Mapping[str, Any]

BATCH_BYTES = 4_000_000
"""Bytes of one request, about: a server refuses more than 100 MB and likes few at once."""
BATCH_DOCUMENTS = 500
_WAITS = (0.0, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0)
"""Seconds before each try to write what another writer or a full queue kept us from writing."""
_NO_SHARD = "no_shard_available_action_exception"
_CONFLICT, _FULL, _GONE, _BLOCKED = 409, 429, 404, 403


@dataclass(frozen=True, slots=True)
class State:
    """A document as it is in the index: what it was made from, and its version there."""

    hash: str
    number: int
    term: int

    @property
    def unchanged(self) -> dict[str, int]:
        """What makes an action fail where the document was changed since."""
        return {"if_seq_no": self.number, "if_primary_term": self.term}


class Writer:
    """Writes to one index, or to the one behind an alias."""

    def __init__(self, cluster: Cluster, target: str, *, alias: bool) -> None:
        self._cluster = cluster
        self._target = target
        self._params = {"require_alias": True} if alias else {}

    def states(self, keys: Iterable[str]) -> dict[str, State]:
        """Which of the documents are there, searchable yet or not."""
        body = {"ids": list(keys)}
        if not body["ids"]:
            return {}
        for wait in _WAITS:
            self._cluster.sleep(wait)
            answer = self._cluster.write("POST", f"/{self._target}/_mget", body, _source="hash")
            errors = [item["error"] for item in answer["docs"] if "error" in item]
            if not errors:
                return {item["_id"]: _state(item) for item in answer["docs"] if item["found"]}
            if errors[0]["type"] != _NO_SHARD:
                raise _refused(errors[0], self._target)
        raise _homeless()

    def put(self, documents: Mapping[str, Document]) -> int:
        """Make the documents, by their keys, what is in the index; how many had to be sent.

        IndexBusy when others keep it from being written, EngineRefused for a document
        that the index does not take.
        """
        sent = 0

        def actions(waiting: Sequence[str]) -> Iterator[tuple[str, list[Document]]]:
            states = self.states(waiting)
            for key in waiting:
                document, state = documents[key], states.get(key)
                if state is None:
                    yield key, [{"create": {"_id": key}}, document]
                elif state.hash != document["hash"]:
                    yield key, [{"index": {"_id": key, **state.unchanged}}, document]

        for batch in _batches(documents):
            sent += self._carry_out(batch, actions)
        return sent

    def remove(self, keys: Iterable[str]) -> None:
        """Remove documents; one that another writer changes meanwhile stays."""

        def actions(waiting: Sequence[str]) -> Iterator[tuple[str, list[Document]]]:
            for key, state in self.states(waiting).items():
                yield key, [{"delete": {"_id": key, **state.unchanged}}]

        waiting = sorted(set(keys))
        for at in range(0, len(waiting), BATCH_DOCUMENTS):
            self._carry_out(waiting[at : at + BATCH_DOCUMENTS], actions, again={_FULL, _BLOCKED})

    def _carry_out(
        self,
        keys: Sequence[str],
        actions: Callable[[Sequence[str]], Iterator[tuple[str, list[Document]]]],
        again: frozenset[int] | set[int] = frozenset({_CONFLICT, _FULL, _BLOCKED}),
    ) -> int:
        """Send the actions for some keys, and again for those that were refused for now."""
        waiting: Sequence[str] = keys
        sent = 0
        for wait in _WAITS:
            self._cluster.sleep(wait)
            planned = list(actions(waiting))
            if not planned:
                return sent
            lines = [line for _, lines in planned for line in lines]
            sent += len(planned)
            outcomes = self._bulk(lines)
            waiting = [
                key
                for (key, _), outcome in zip(planned, outcomes, strict=True)
                if self._refused_for_now(outcome, again)
            ]
            if not waiting:
                return sent
        raise IndexBusy(
            f"others keep the index {self._target} from being written; try again shortly, or"
            " `briefing rebuild` where a rebuild of it was broken off"
        )

    def _bulk(self, lines: Sequence[Document]) -> list[Any]:
        try:
            return self._cluster.bulk(f"/{self._target}/_bulk", lines, **self._params)
        except ClusterError as error:
            raise _refused({"type": error.kind, "reason": error.reason}, self._target) from error

    def _refused_for_now(self, outcome: Mapping[str, Any], again: Iterable[int]) -> bool:
        """Whether an action has to be decided anew; raises where that would not help."""
        status = outcome["status"]
        if "error" not in outcome or status in again:
            return "error" in outcome
        if status == _CONFLICT or (status == _GONE and outcome.get("result") == "not_found"):
            return False
        if status in (502, 503, 504):
            raise _homeless()
        raise _refused(outcome["error"], self._target)


def _batches(documents: Mapping[str, Document]) -> Iterator[list[str]]:
    """Keys whose documents go well into one request."""
    batch: list[str] = []
    size = 0
    for key, document in documents.items():
        length = len(json.dumps(document, ensure_ascii=False))
        if batch and (size + length > BATCH_BYTES or len(batch) >= BATCH_DOCUMENTS):
            yield batch
            batch, size = [], 0
        batch.append(key)
        size += length
    if batch:
        yield batch


def _state(item: Mapping[str, Any]) -> State:
    return State(item["_source"]["hash"], item["_seq_no"], item["_primary_term"])


def _homeless() -> EngineUnreachable:
    return EngineUnreachable(
        "the search cluster cannot take articles now: parts of the index are on no host that"
        " answers; try again shortly"
    )


def _refused(error: Mapping[str, Any], target: str) -> Exception:
    kind, reason = str(error.get("type")), str(error.get("reason"))
    if kind == "index_not_found_exception":
        return IndexDamaged(f"the search cluster has no index {target} any more")
    return EngineRefused(f"the search cluster does not take an article: {reason}")
