"""Plan files and news files: one section of one account, and one customer's news."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fixture_types import WriteJson
from workbooks import refused

from demodb.errors import Problem
from demodb.model.documents import Section
from demodb.sources.plans import read_news, read_plan
from demodb.sources.records import RecordOrigin

OPPORTUNITY = {"id": "o", "title": "Cloud", "description": "", "identifiedDate": "2026-01-01"}
ARTICLE = {
    "title": "Results",
    "url": "https://news.example/1",
    "source": "Wire",
    "published": "Mon, 23 Nov 2026",
    "summary": "<b>Good</b><script>alert(1)</script>",
    "relevance_score": 0.75,
}


def news(*articles: Any, **more: Any) -> dict[str, Any]:
    named = {"customer_name": "AT&T SERVICES, INC.", "last_updated": "2026-11-24", "article_count": len(articles)}
    return named | {"articles": list(articles)} | more


def test_a_plan_has_its_slug_from_the_file_and_its_document_as_it_stands(tmp_path: Path, write_json: WriteJson) -> None:
    document = [
        {
            "zeta": {"own": [1, None]},
            "reportsTo": None,
            "relationshipStrength": "weak",
            "role": "user",
            "title": "CTO",
            "name": "Ann",
            "id": "a",
        }
    ]
    path = write_json(tmp_path / "various:-license-increments.json", document)

    found = read_plan(path, "stakeholders")

    assert (found.slug, found.section, found.repairs) == ("various:-license-increments", "stakeholders", ())
    assert found.origin == RecordOrigin(str(path), "")
    assert found.document == document
    assert list(found.document[0]) == list(document[0])


def test_a_dot_in_a_files_name_is_part_of_the_slug(tmp_path: Path, write_json: WriteJson) -> None:
    assert read_plan(write_json(tmp_path / "acme.v2.json", []), "actions").slug == "acme.v2"


def test_a_missing_status_of_an_opportunity_is_repaired_with_its_place(tmp_path: Path, write_json: WriteJson) -> None:
    path = write_json(tmp_path / "acme.json", {"painPoints": [], "opportunities": [OPPORTUNITY]})

    found = read_plan(path, "strategy")

    assert found.document["opportunities"] == [OPPORTUNITY | {"status": "identified"}]
    assert found.repairs == (Problem(str(path), "$.opportunities[0].status", "was missing, taken as 'identified'"),)


def test_what_cannot_be_repaired_is_refused_without_a_word_on_what_could(tmp_path: Path, write_json: WriteJson) -> None:
    wrong = OPPORTUNITY | {"probability": 101}
    path = write_json(tmp_path / "acme.json", {"painPoints": {}, "opportunities": [wrong]})

    assert refused(lambda file: read_plan(file, "strategy"), path) == [
        ("$.painPoints", "expected a valid list, found an object"),
        ("$.opportunities[0].probability", "expected less than or equal to 100, found 101"),
    ]


@pytest.mark.parametrize(
    ("section", "data", "place", "message"),
    [
        ("actions", b"[}", "line 1 column 2", "is not JSON: Expecting value"),
        ("actions", b"{}", "$", "expected a valid list, found an object"),
        ("strategy", b"[]", "$", "expected an object, found a list"),
        ("competitors", b"[NaN]", "$[0]", "expected a finite number, found NaN"),
        ("stakeholders", b'["x"]', "$[0]", "expected an object, found 'x'"),
    ],
)
def test_a_plan_file_with_a_fault_is_refused_with_its_place(
    tmp_path: Path, section: Section, data: bytes, place: str, message: str
) -> None:
    path = tmp_path / "acme.json"
    path.write_bytes(data)

    assert refused(lambda file: read_plan(file, section), path) == [(place, message)]


def test_a_plan_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "acme.json"

    assert refused(lambda file: read_plan(file, "actions"), path) == [("", "cannot be read: No such file or directory")]


def test_news_are_kept_as_they_stand_html_and_unknown_keys_too(tmp_path: Path, write_json: WriteJson) -> None:
    value = news(ARTICLE | {"lang": "en"}, feed="x")
    path = write_json(tmp_path / "x_news.json", value)

    found = read_news(path)

    assert (found.customer_name, found.document, found.origin) == ("AT&T SERVICES, INC.", value, RecordOrigin(str(path), ""))


@pytest.mark.parametrize("score", [0, 1, 0.5])
def test_relevance_reaches_from_0_to_1(tmp_path: Path, write_json: WriteJson, score: float) -> None:
    found = read_news(write_json(tmp_path / "x.json", news(ARTICLE | {"relevance_score": score})))

    assert found.document["articles"][0]["relevance_score"] == score


def test_scores_in_percent_are_divided_and_told(tmp_path: Path, write_json: WriteJson) -> None:
    articles = [ARTICLE | {"relevance_score": score, "lang": "en"} for score in (88, 70.5, 100, 1.5, 29)]
    path = write_json(tmp_path / "x.json", news(*articles))

    found = read_news(path)

    assert [article["relevance_score"] for article in found.document["articles"]] == [0.88, 0.705, 1, 0.015, 0.29]
    assert [article["lang"] for article in found.document["articles"]] == ["en"] * 5
    assert found.repairs == (Problem(str(path), "", "relevance scores were in percent, divided by 100"),)


@pytest.mark.parametrize("scores", [[], [0.88], [1, 1], [0, 1]])
def test_scores_that_may_be_shares_stay_as_they_are(tmp_path: Path, write_json: WriteJson, scores: list[float]) -> None:
    value = news(*(ARTICLE | {"relevance_score": score} for score in scores))

    found = read_news(write_json(tmp_path / "x.json", value))

    assert (found.document, found.repairs) == (value, ())


@pytest.mark.parametrize("scores", [[88, 0.5], [88, 1], [101, 88], [88, True], [88, "70"], [-1, 88], [88, None]])
def test_scores_of_which_some_only_could_be_percent_are_not_mended(
    tmp_path: Path, write_json: WriteJson, scores: list[Any]
) -> None:
    path = write_json(tmp_path / "x.json", news(*(ARTICLE | {"relevance_score": score} for score in scores)))

    assert (f"$.articles[{scores.index(88)}].relevance_score", "expected less than or equal to 1, found 88") in refused(
        read_news, path
    )


@pytest.mark.parametrize(
    ("value", "place", "message"),
    [
        ([], "$", "expected an object, found a list"),
        ({"customer_name": "A", "last_updated": ""}, "$.articles", "this key is missing"),
        (news(customer_name=None), "$.customer_name", "expected a valid string, found null"),
        (news(last_updated=5), "$.last_updated", "expected a valid string, found 5"),
        (news(article_count=True), "$.article_count", "expected a valid integer, found True"),
        (news(articles={}), "$.articles", "expected a valid list, found an object"),
        (news("x"), "$.articles[0]", "expected an object, found 'x'"),
        (
            news(ARTICLE, ARTICLE | {"relevance_score": 1.5}),
            "$.articles[1].relevance_score",
            "expected less than or equal to 1, found 1.5",
        ),
        (
            news(ARTICLE | {"relevance_score": -0.5}),
            "$.articles[0].relevance_score",
            "expected greater than or equal to 0, found -0.5",
        ),
        (news(ARTICLE | {"relevance_score": "1"}), "$.articles[0].relevance_score", "expected a valid number, found '1'"),
        (news(ARTICLE | {"title": 1}), "$.articles[0].title", "expected a valid string, found 1"),
    ],
)
def test_a_news_file_with_a_fault_is_refused_with_its_place(
    tmp_path: Path, write_json: WriteJson, value: Any, place: str, message: str
) -> None:
    assert refused(read_news, write_json(tmp_path / "x_news.json", value)) == [(place, message)]


@pytest.mark.parametrize("name", ["Luminus Hasselt NV/SA", "A\\B", " ", "(" * 300])
def test_whom_news_are_of_is_no_matter_of_the_file(tmp_path: Path, write_json: WriteJson, name: str) -> None:
    assert read_news(write_json(tmp_path / "x_news.json", news(customer_name=name))).customer_name == name


def test_all_faults_of_a_news_file_are_told_at_once(tmp_path: Path, write_json: WriteJson) -> None:
    path = write_json(tmp_path / "x_news.json", news({**ARTICLE, "url": None}, {"title": "x"}))

    assert refused(read_news, path) == [
        ("$.articles[0].url", "expected a valid string, found null"),
        ("$.articles[1].url", "this key is missing"),
        ("$.articles[1].source", "this key is missing"),
        ("$.articles[1].published", "this key is missing"),
        ("$.articles[1].summary", "this key is missing"),
        ("$.articles[1].relevance_score", "this key is missing"),
    ]
