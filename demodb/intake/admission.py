"""Which records of a list are taken, and under which names; what is left out, why, and what takes it in."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from demodb.intake.identity import AccountKeys, owner_of
from demodb.intake.report import ImportReport, LeftOut
from demodb.intake.units import UnitNames
from demodb.model.names import match_key, name_fault, slug, unit_key, usable_name
from demodb.model.no_company import looks_like_no_company
from demodb.model.suggested import is_pasteable, suggested
from demodb.model.toml import toml_line, toml_list
from demodb.sources.records import CustomerRecord, Portfolio
from demodb.store.bulk import chunked
from demodb.store.connection import Connection
from demodb.store.portfolio import RecordKey, slug_owners


@dataclass
class Admission:
    """Judges the records of all files, one file after another.

    `names` has by name as typed the one to be used, `not_accounts` the match keys of names that are no customers'. Of the
    names in folders that demodb exported, `exports`, it is not said that they look odd.
    """

    connection: Connection
    keys: AccountKeys
    units: UnitNames
    report: ImportReport
    names: Mapping[str, str] = field(default_factory=dict)
    not_accounts: Collection[str] = ()
    exports: Collection[str] = ()
    _slugs: dict[str, dict[str, str]] = field(default_factory=dict)
    _odd: dict[str, None] = field(default_factory=dict)

    def admitted(self, portfolio: Portfolio, path: str) -> Portfolio:
        """The records of a file at `path` that are taken, as their customers and units are called; all others are reported."""
        typed = [record.business_unit for record in portfolio.records] + list(portfolio.units)
        meant = self.units.meant(typed, path)
        named = [record._replace(business_unit=meant[record.business_unit]) for record in self._named(portfolio.records)]
        if os.path.dirname(path) not in self.exports:  # noqa: PTH120 - as the memory has it
            said = self.names.values()
            self._odd |= {one.name: None for one in named if looks_like_no_company(one.name) and one.name not in said}
        taken = [record for chunk in chunked(named) for record in self._of_own_slug(chunk)]
        return replace(portfolio, records=tuple(taken), units={meant[name]: extra for name, extra in portfolio.units.items()})

    def warn(self) -> None:
        """Say which names look like no company."""
        if self._odd:
            names = list(self._odd)
            one = len(names) == 1
            self.report.warnings.append(
                f"{_shown(names)} {'looks' if one else 'look'} like no company: not_accounts = {toml_list(names)}"
                f" in demodb.toml leaves {'it' if one else 'them'} out"
            )

    def _named(self, records: Iterable[CustomerRecord]) -> Iterable[CustomerRecord]:
        passed = set[RecordKey]()
        for record in records:
            name = self.names.get(record.name, record.name)
            key = (unit_key(record.business_unit), name)
            if match_key(name) in self.not_accounts:
                self.report.not_accounts += 1
            elif fault := name_fault(name):
                self._leave(record, fault, f"put {toml_line(record.name, usable_name(name))} under [names] in demodb.toml")
            elif key in passed:
                fix = "give it another name there"
                self._leave(record, f"[names] calls it {name!r}, and so is another customer of its unit called", fix)
            else:
                passed.add(key)
                yield record if name == record.name else record._replace(name=name)

    def _of_own_slug(self, chunk: list[CustomerRecord]) -> Iterable[CustomerRecord]:
        """The records whose file names are those of their own accounts: no two accounts may share one."""
        stored = slug_owners(self.connection, [slug(record.name) for record in chunk])
        for record in chunk:
            file_name, key = slug(record.name), owner_of(record.name, self.keys)
            owners = self._slugs.setdefault(file_name, dict(stored.get(file_name, {})))
            other = next((name for owner, name in owners.items() if owner != key), None)
            if other is None:
                owners.setdefault(key, record.name)
                yield record
            else:
                self._leave(record, f"its file name would be {file_name!r}, and so is that of {other!r}", _join(record, other))

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
