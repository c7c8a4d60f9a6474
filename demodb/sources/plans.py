"""Plan files and news files: one section of one account, and one customer's news."""

from __future__ import annotations

from pathlib import Path

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
    """A customer's news. Raises Rejected with all problems."""
    value, problems = read_json(path)
    if not problems:
        problems = [Problem(str(path), place, message) for place, message in model_faults(NewsFile, value)]
    if problems:
        raise Rejected(problems)
    return NewsRecord(value["customer_name"], value, RecordOrigin(str(path), ""))
