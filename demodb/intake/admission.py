"""Which records of a list are taken, and under which names; what is left out, why, and what takes it in."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from demodb.intake.report import ImportReport, LeftOut
from demodb.intake.staged import record_of
from demodb.intake.units import UnitNames
from demodb.model.names import match_key, name_fault, unit_key, usable_name
from demodb.model.no_company import looks_like_no_company
from demodb.model.suggested import is_pasteable, suggested
from demodb.model.toml import toml_line, toml_list
from demodb.sources.records import CustomerRecord, FaultyRow, Portfolio
from demodb.store.bulk import chunked
from demodb.store.connection import Connection
from demodb.store.portfolio import RecordKey, slug_owners
from demodb.store.staging import Staging


@dataclass
class Admission:
    """Judges the records of all files, one file after another.

    `names` has by name as typed the one to be used, `not_accounts` the match keys of names that are no customers'. Of the
    names in folders that demodb exported, `exports`, it is not said that they look odd.
    """

    connection: Connection
    units: UnitNames
    report: ImportReport
    names: Mapping[str, str] = field(default_factory=dict)
    not_accounts: Collection[str] = ()
    exports: Collection[str] = ()
    _odd: dict[str, None] = field(default_factory=dict)

    def units_meant(self, portfolio: Portfolio, path: str) -> dict[str, str]:
        """By name, as a file at `path` has it, the business unit that is meant."""
        return self.units.meant(Counter(portfolio.lines) + Counter(portfolio.units.keys()), path)

    def admitted(self, records: Iterable[CustomerRecord], path: str, meant: Mapping[str, str]) -> Iterator[CustomerRecord]:
        """The records of a file that are taken, as their customers and the units that are `meant` are called.

        All others are reported. Slugs are judged when all are staged: see `leave_shared`.
        """
        told = os.path.dirname(path) not in self.exports  # noqa: PTH120 - as the memory has it
        given = frozenset(self.names.values())
        for record in self._named(records, given):
            if told and looks_like_no_company(record.name) and record.name not in given:
                self._odd[record.name] = None
            yield record._replace(business_unit=meant[record.business_unit])

    def warn(self) -> None:
        """Say which names look like no company."""
        if self._odd:
            names = list(self._odd)
            one = len(names) == 1
            self.report.warnings.append(
                f"{_shown(names)} {'looks' if one else 'look'} like no company: not_accounts = {toml_list(names)}"
                f" in demodb.toml leaves {'it' if one else 'them'} out"
            )

    def _named(self, records: Iterable[CustomerRecord], given: Collection[str]) -> Iterator[CustomerRecord]:
        passed = set[RecordKey]()
        for record in records:
            name = self.names.get(record.name, record.name)
            key = (unit_key(record.business_unit), name)
            if self.not_accounts and match_key(name) in self.not_accounts:
                self.report.not_accounts += 1
            elif fault := name_fault(name):
                self._leave(record, fault, f"put {toml_line(record.name, usable_name(name))} under [names] in demodb.toml")
            elif key in passed:
                fix = "give it another name there"
                self._leave(record, f"[names] calls it {name!r}, and so is another customer of its unit called", fix)
            else:
                if name in given:
                    passed.add(key)
                yield record if name == record.name else record._replace(name=name)

    def leave_shared(self, staged: Staging, file: int, path: str) -> None:
        """Leave out the records of a file whose file names are another account's: no two accounts may share one."""
        slugs = staged.shared_slugs(file)
        owners: dict[str, dict[str, str]] = {}
        for some in chunked(slugs):
            owners |= slug_owners(self.connection, some)
        left = list[str]()
        for one in staged.of_slugs(slugs):
            owned = owners.setdefault(one.slug, {})
            other = next((name for owner, name in owned.items() if owner != one.account_key), None)
            if other is None:
                owned.setdefault(one.account_key, one.name)
            elif one.file == file:
                left.append(one.name)
                record = record_of(one, path)
                self._leave(record, f"its file name would be {one.slug!r}, and so is that of {other!r}", _join(record, other))
        staged.leave_out(file, left)

    def leave_rows(self, rows: Iterable[FaultyRow]) -> None:
        """Report the rows of a file that cannot be read."""
        for row in rows:
            self._leave_row(row)

    def _leave_row(self, row: FaultyRow) -> None:
        fix = "mend it and import again"
        self.report.left_out += [LeftOut(one.path, one.place, row.customer, one.message, fix) for one in row.problems]
        self.report.count("customer_record", "rejected")

    def _leave(self, record: CustomerRecord, why: str, fix: str) -> None:
        self.report.left_out.append(LeftOut(record.origin.path, record.origin.place, record.name, why, fix))
        self.report.count("customer_record", "rejected")


def _shown(names: list[str]) -> str:
    more = f" and {len(names) - _MOST_SHOWN:,} more" if len(names) > _MOST_SHOWN else ""
    return f"{', '.join(map(repr, names[:_MOST_SHOWN]))}{more}"


_MOST_SHOWN = 3


def _join(record: CustomerRecord, other: str) -> str:
    if is_pasteable(record.name) and is_pasteable(other):
        return f"if the two are one: {suggested('account alias', record.name, other)}"
    return f"put {toml_line(record.name, other)} under [aliases] in demodb.toml if the two are one"
