"""A report is plain text that may be cut: the summary in its first 500 characters, the whole in 2,000, its origin last."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from effort import examples
from gold_files import GoldFiles
from hypothesis import given, settings
from hypothesis import strategies as st

from demodb.advice.brief import brief
from demodb.advice.report import SHOWN, SUMMARY, brief_basis, claude_basis, report_text
from demodb.model.material import Material

MARKUP = re.compile(r"[#*_`<>|~\[\]\\]")
BASIS = "Written by hand."
TEXT = st.text(st.sampled_from("ab .!?…,;:#*_`<>&|~[]\\\n\tüß€"), max_size=900)
LEVEL = st.sampled_from(["high", "medium", "low"])


def note(title: str = "Step", description: str = "Do it", **more: Any) -> dict[str, Any]:
    return {"title": title, "description": description, "priority": "low", **more}


def advice(summary: str = "All is well.", **more: Any) -> dict[str, Any]:
    return {"summary": summary, "opportunities": [], "risks": [], "recommendations": [note()] * 3, **more}


NOTE = st.fixed_dictionaries({"title": TEXT, "description": TEXT, "priority": LEVEL}, optional={"nextSteps": st.lists(TEXT)})
RISK = st.fixed_dictionaries({"title": TEXT, "description": TEXT, "severity": LEVEL, "mitigation": TEXT})
CHANCE = st.fixed_dictionaries(
    {"title": TEXT, "description": TEXT, "confidence": LEVEL}, optional={"estimatedValue": st.floats(0, 1e18)}
)
ADVICE = st.fixed_dictionaries(
    {
        "summary": TEXT,
        "opportunities": st.lists(CHANCE, max_size=6),
        "risks": st.lists(RISK, max_size=6),
        "recommendations": st.lists(NOTE, min_size=3, max_size=3),
    }
)


@given(ADVICE)
@settings(max_examples=examples(60))
def test_whatever_is_advised_fits_without_markup_and_the_summary_fills_what_the_overview_shows(said: dict[str, Any]) -> None:
    text = report_text(said, BASIS)
    assert len(text) <= SHOWN
    assert MARKUP.search(text) is None
    assert text.endswith(f"\n\n{BASIS}\n")
    assert "\n" not in text[:SUMMARY]
    assert text[SUMMARY : SUMMARY + 2] == "\n\n"


@pytest.mark.parametrize("slug", ["liquid-telecom", "harrowmere-broadcasting-plc"])
def test_the_report_on_an_account_is_what_the_gold_file_says(
    materials: Mapping[str, Material], gold_files: GoldFiles, slug: str
) -> None:
    material = materials[slug]
    gold_files.check(f"report_{slug}.txt", report_text(brief(material), brief_basis(material)))


def test_a_long_summary_is_cut_between_sentences_and_goes_on_below() -> None:
    sentence = "This is a sentence of some length about Acme Inc. and what it wants."
    text = report_text(advice(" ".join([sentence] * 10)), BASIS)
    lead, _, rest = text.partition("\n\n")
    assert lead.rstrip() == " ".join([sentence] * 7)
    assert rest.startswith(" ".join([sentence] * 3) + "\n\nWhat to do next:\n")


def test_a_sentence_that_is_longer_than_the_overview_is_cut_between_words_and_goes_on_below() -> None:
    lead, _, rest = report_text(advice("word " * 120), BASIS).partition("\n\n")
    assert lead.rstrip().endswith("word…")
    assert rest.startswith("word")


def test_every_list_has_a_line_before_any_has_its_last() -> None:
    long = "A description that is rather long, as such descriptions tend to be when nobody looks after them at all. " * 2
    risks = [{"title": f"Risk {n}", "description": long, "severity": "high", "mitigation": long} for n in range(5)]
    chances = [{"title": f"Chance {n}", "description": long, "confidence": "low", "estimatedValue": 5000} for n in range(5)]
    steps = [note(f"Step {n}", long, nextSteps=[long]) for n in range(3)]
    text = report_text(advice(risks=risks, opportunities=chances, recommendations=steps), BASIS)
    assert all(f"{what} 0" in text for what in ("Risk", "Chance", "Step"))
    assert "Chance 0 (5,000 USD, low confidence). A description" in text
    assert "Risk 4" not in text


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("**Bold** and `code`", "Bold and code"),
        ("#1 of snake_case", "No. 1 of snake case"),
        ("<b>Tags</b> go, 5 < 6 stays", "Tags go, 5 \u2039 6 stays"),
        ("~~Gone~~ ~5 %", "Gone \u22485 %"),
        ("[a](b) | c \\ d", "(a)(b) / c / d"),
    ],
)
def test_what_markdown_takes_for_markup_is_written_in_other_words(typed: str, shown: str) -> None:
    assert report_text(advice(f"{typed}."), BASIS).startswith(f"{shown}. First of all: Step.")


def test_the_last_line_tells_the_model_and_the_moment_in_utc() -> None:
    document = advice() | {"generatedAt": "2026-11-26T01:30:00+02:00", "model": "claude-test"}
    assert claude_basis(document).startswith("Written by Claude (claude-test) on 25 November 2026 at 23:30 UTC, from the plan,")


def test_the_last_line_of_a_brief_tells_the_sections_that_are_there_and_the_records() -> None:
    records = ({"businessUnit": "Kandy", "name": "Acme", "rr": 1, "nrr": 0, "subscriptions": []},) * 2
    material = Material("acme", "Acme", "acme", records, {"actions": [], "competitors": []}, as_of=date(2026, 11, 24))
    told = "made without a model from the plan (competitors and actions) and two customer records."
    assert brief_basis(material) == f"A brief by rules as of 24 November 2026, {told}"
    assert brief_basis(Material("acme", "Acme", "acme", records[:1], {})) == (
        "A brief by rules, made without a model from one customer record."
    )
