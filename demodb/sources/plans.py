"""Plan files and news files: one section of one account, and one customer's news."""

from __future__ import annotations

from pathlib import Path

from demodb.errors import Problem
from demodb.model.documents import NewsFile, Section
from demodb.model.faults import model_faults, repaired, section_faults, shown
from demodb.model.names import NEWS_NAME_BYTES, name_fault
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
    if not problems and (fault := _file_name_fault(value["customer_name"])):
        problems = [Problem(str(path), "$.customer_name", fault)]
    if problems:
        raise Rejected(problems)
    return NewsRecord(value["customer_name"], value, RecordOrigin(str(path), ""))


def _file_name_fault(customer_name: str) -> str | None:
    if "/" in customer_name:
        return "its file name would hold a '/', which the app could not open"
    if len(customer_name.encode()) > NEWS_NAME_BYTES:
        return f"its file name would be longer than the {NEWS_NAME_BYTES} bytes that are possible"
    fault = name_fault(customer_name)
    return f"{fault}, found {shown(customer_name)}" if fault else None
