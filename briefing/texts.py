"""The articles that were read last, kept with what finds quotes in them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from briefing.article import Article

if TYPE_CHECKING:  # the first frame needs no quotes
    from briefing.dossier.locate import Finder

KEPT_ARTICLES = 64


class Texts:
    """Articles by their ids, read when first asked for. From any thread.

    ``read`` reads one; what it raises, ``article`` raises.
    """

    def __init__(self, read: Callable[[str], Article]) -> None:
        self._read = read
        self._articles: OrderedDict[str, Article] = OrderedDict()
        self._finders: OrderedDict[str, Finder] = OrderedDict()
        self._lock = threading.Lock()

    def at_hand(self, article_id: str) -> Article | None:
        """The article, where it was read lately."""
        with self._lock:
            if (kept := self._articles.get(article_id)) is not None:
                self._articles.move_to_end(article_id)
            return kept

    def article(self, article_id: str) -> Article:
        """The article, as it was when it was read last."""
        if (kept := self.at_hand(article_id)) is not None:
            return kept
        article = self._read(article_id)
        with self._lock:
            self._articles[article_id] = article
            while len(self._articles) > KEPT_ARTICLES:
                self._articles.popitem(last=False)
        return article

    def finder(self, article: Article) -> Finder:
        """What finds quotes in an article."""
        from briefing.dossier.locate import Finder

        with self._lock:
            if (kept := self._finders.get(article.id)) is not None:
                self._finders.move_to_end(article.id)
                return kept
        finder = Finder(article.text, article.hidden)
        with self._lock:
            self._finders[article.id] = finder
            while len(self._finders) > KEPT_ARTICLES:
                self._finders.popitem(last=False)
        return finder

    def forget(self, ids: Iterable[str]) -> None:
        """These are not what they were."""
        with self._lock:
            for article_id in ids:
                self._articles.pop(article_id, None)
                self._finders.pop(article_id, None)
