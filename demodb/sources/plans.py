"""Plan files and news files: one section of one account, and one customer's news."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from demodb.errors import Problem
from demodb.model.documents import NewsFile, Section
from demodb.model.faults import model_faults, repaired, section_faults
from demodb.sources.json_file import read_json
from demodb.sources.records import NewsRecord, PlanRecord, RecordOrigin, Rejected


def read_plan(path: Path, section: Section) -> PlanRecord:
    """A section's document, with its known faults mended. Raises Rejected with all other problems."""
    value, problems = read_json(path)
    if problems:
        raise Rejected(problems)
    document, mended = repaired(section, value)
    faults = section_faults(section, document)
    if faults:
        raise Rejected([Problem(str(path), place, message) for place, message in faults])
    repairs = tuple(Problem(str(path), place, message) for place, message in mended)
    return PlanRecord(path.stem, section, document, RecordOrigin(str(path), ""), repairs)


def read_news(path: Path) -> NewsRecord:
    """A customer's news, scores in percent mended. Raises Rejected with all problems."""
    value, problems = read_json(path)
    document = (
        value if (scores := _scores_in_percent(value)) is None else _with_scores(value, [score / _PERCENT for score in scores])
    )
    if not problems:
        problems = [Problem(str(path), place, message) for place, message in model_faults(NewsFile, document)]
    if problems:
        raise Rejected(problems)
    repairs = () if scores is None else (Problem(str(path), "", "relevance scores were in percent, divided by 100"),)
    return NewsRecord(document["customer_name"], document, RecordOrigin(str(path), ""), repairs)


def _scores_in_percent(value: Any) -> list[float] | None:
    """The scores of articles that are all above 1 and at most 100; None where there is any other, or none at all."""
    articles = value.get("articles") if isinstance(value, dict) else None
    if not isinstance(articles, list) or not articles:
        return None
    scores = [article.get("relevance_score") if isinstance(article, dict) else None for article in articles]
    in_percent = [score for score in scores if isinstance(score, int | float) and 1 < score <= _PERCENT]
    return in_percent if len(in_percent) == len(scores) else None


_PERCENT = 100


def _with_scores(value: dict[str, Any], scores: list[float]) -> dict[str, Any]:
    articles = [{**article, "relevance_score": score} for article, score in zip(value["articles"], scores, strict=True)]
    return {**value, "articles": articles}
