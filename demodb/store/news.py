"""Reads and writes of news: one feed an account, with its articles in order."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from demodb.model.canonical import canonical, number
from demodb.store.bulk import Keys, among
from demodb.store.rows import table_of
from demodb.store.tables import NewsArticle, NewsFeed

FEED = table_of(NewsFeed)
ARTICLE = table_of(NewsArticle)
_FEED_KEYS = ("customer_name", "last_updated", "article_count", "articles")
_ARTICLE_KEYS = ("title", "url", "source", "published", "summary", "relevance_score")


def read_news(connection: Connection, keys: Keys) -> dict[str, dict[str, Any]]:
    """News documents in the app's shape, by account key."""
    articles: dict[str, list[dict[str, Any]]] = defaultdict(list)
    wanted = select(ARTICLE).where(among(ARTICLE.c.account_key, keys)).order_by(ARTICLE.c.account_key, ARTICLE.c.position)
    for row in connection.execute(wanted):
        values = row._mapping  # noqa: SLF001 - SQLAlchemy's documented public name
        item = {key: values[key] for key in _ARTICLE_KEYS} | {"relevance_score": number(row.relevance_score)}
        articles[row.account_key].append(item | (json.loads(row.extra) if row.extra else {}))
    return {
        row.account_key: {
            "customer_name": row.customer_name,
            "last_updated": row.last_updated,
            "article_count": len(articles[row.account_key]),
            "articles": articles[row.account_key],
        }
        | (json.loads(row.extra) if row.extra else {})
        for row in connection.execute(select(FEED).where(among(FEED.c.account_key, keys)))
    }


def replace_news(connection: Connection, documents: dict[str, dict[str, Any]]) -> None:
    """Write news documents in the place of those that are there, by account key."""
    if not documents:
        return
    connection.execute(delete(FEED).where(FEED.c.account_key.in_(list(documents))))
    connection.execute(insert(FEED), [_feed_row(key, document) for key, document in documents.items()])
    articles = [
        _article_row(key, position, article)
        for key, document in documents.items()
        for position, article in enumerate(document["articles"])
    ]
    if articles:
        connection.execute(insert(ARTICLE), articles)


def _feed_row(key: str, document: dict[str, Any]) -> dict[str, Any]:
    rest = {name: value for name, value in document.items() if name not in _FEED_KEYS}
    return {
        "account_key": key,
        "customer_name": document["customer_name"],
        "last_updated": document["last_updated"],
        "extra": canonical(rest) if rest else None,
    }


def _article_row(key: str, position: int, article: dict[str, Any]) -> dict[str, Any]:
    rest = {name: value for name, value in article.items() if name not in _ARTICLE_KEYS}
    known = {name: article[name] for name in _ARTICLE_KEYS}
    return {"account_key": key, "position": position, **known, "extra": canonical(rest) if rest else None}
