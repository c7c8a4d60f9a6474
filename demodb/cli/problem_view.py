"""What an import could not take, mended or warns of, in proportion: of one kind the first ones, and how many more there are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import click

from demodb.api.import_ import ImportReport, LeftOut, Orphan, Suggestion
from demodb.cli.output import IN_FULL, MOST_OF_A_KIND, and_more, in_kinds, note, printable, problem_line, shortened
from demodb.errors import Problem
from demodb.model.counts import plural
from demodb.model.suggested import is_pasteable, suggested

_VALUES = re.compile(r"'[^']*'|\"[^\"]*\"|\S*/\S*|\d[\d,.:]*")
_DIGITS = re.compile(r"\d[\d,.:]*")


def print_problems(report: ImportReport, *, verbose: bool = False) -> None:
    """Orphans, suggestions, warnings and errors, on stderr."""
    for line in _problem_lines(report, verbose=verbose):
        note(line)


def print_tally(report: ImportReport) -> None:
    """How many errors there are, and what to do, on stderr: behind the report, however long that is."""
    if report.errors:
        others = ", or take the other rows with `import --skip-rows`" if report.in_rows else ""
        note(f"{plural(len(report.errors), 'error')}{_in_files(report.errors)}: mend them and import again{others}.")


def _problem_lines(report: ImportReport, *, verbose: bool) -> Iterator[str]:
    most = len(report.orphans) + len(report.suggestions) if verbose else None
    yield from shortened(report.orphans, _orphan, most=most, lists_all=IN_FULL)
    yield from shortened(report.suggestions, _suggestion, most=most, lists_all=IN_FULL)
    yield from shortened(report.left_out, _left_out, most=len(report.left_out) if verbose else None, lists_all=IN_FULL)
    warning, error = click.style("Warning: ", fg="yellow"), click.style("Error: ", fg="red", bold=True)
    yield from in_kinds(report.warnings, kind_of_fault, lambda text: warning + printable(text), verbose=verbose)
    yield from in_kinds(report.errors, _kind, lambda problem: error + problem_line(problem), verbose=verbose, left=_in_files)


def _orphan(orphan: Orphan) -> str:
    near = f"; nearest: {orphan.nearest}" if orphan.nearest else ""
    fix = f"; if it is that one's: {orphan.fix}" if orphan.fix else ""
    return click.style("Orphan: ", fg="yellow") + printable(f"{orphan.path} fits no account{near}{fix}")


def _left_out(record: LeftOut) -> str:
    what = f"{record.path}: {record.place}: {record.customer!r}: {record.why}; {record.fix}"
    return click.style("Left out: ", fg="red", bold=True) + printable(what)


def _suggestion(suggestion: Suggestion) -> str:
    return click.style("Perhaps one account: ", fg="yellow") + printable(
        " = ".join(suggestion.accounts) + _merge_hint(suggestion)
    )


def _merge_hint(suggestion: Suggestion) -> str:
    """The command that makes them one: the first is the one that stays."""
    target, *others = suggestion.accounts
    if not all(map(is_pasteable, suggestion.accounts)):
        return ""
    return "; if so: " + " && ".join(suggested("account merge", other, target) for other in others)


def _kind(problem: Problem) -> str:
    return kind_of_fault(problem.message)


def kind_of_fault(message: str) -> str:
    """A message without what was found, and without names, paths and numbers: the same for all faults of a kind."""
    expected, found, _ = message.partition(", found ")
    return _DIGITS.sub("…", expected) if found else _VALUES.sub("…", message)


def _in_files(problems: Sequence[Problem]) -> str:
    return f" in {plural(len({problem.path for problem in problems}), 'file')}"


def repair_lines(repairs: Sequence[Problem], *, verbose: bool = False) -> list[str]:
    """What was mended; what was mended alike in many files as a whole is one line."""
    alike: dict[str, list[Problem]] = {}
    for repair in repairs:
        alike.setdefault(str(repair) if repair.place or verbose else repair.message, []).append(repair)
    return [str(same[0]) if len(same) == 1 else _repaired_alike(message, same) for message, same in alike.items()]


def _repaired_alike(message: str, repairs: Sequence[Problem]) -> str:
    paths = [printable(repair.path) for repair in repairs[:MOST_OF_A_KIND]]
    more = f", {and_more(len(repairs) - len(paths))}" if len(repairs) > len(paths) else ""
    return f"{plural(len(repairs), 'file')}: {message}: {', '.join(paths)}{more}"
