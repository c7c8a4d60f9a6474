"""For any history, what a status says of a time is what the app's SELECT gives at that time: a law, tried by Hypothesis."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from effort import examples, steps
from fixture_types import Copied, CustomersFile
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from scripted_api import Time
from sqlalchemy import text

from demodb.api.account import alias_account, merge_accounts, remove_alias
from demodb.api.cache import clear_cache, extend_cache
from demodb.api.import_ import DeclaredNames, import_sources
from demodb.api.seed import SeedOptions, seed
from demodb.api.status import Asked, HeroState, status
from demodb.api.warmup import Surroundings, WarmupOptions, warmup
from demodb.cache.cache import Cache, Value
from demodb.clock import Clock
from demodb.errors import DemodbError
from demodb.model.lifetimes import Lifetimes
from demodb.store.engine import Store, database_path

HEROES = ("Alpha", "Beta")
SPELT = (*HEROES, "ALPHA!")
BEGUN = datetime(2026, 11, 24, 9, tzinfo=UTC)
MINUTES = st.sampled_from([1, 9, 20, 30, 90, 1439, 1470, 3000])
PATTERNS = st.sampled_from(["*", "intelligence:*", "account-plan:alpha", "intelligence:alpha!", "*:beta"])
ORDER = ("warm", "fresh", "rules", "stale", "missing")
SELECT = re.compile(r"```sql\n(SELECT value.*?)```", re.DOTALL)


def prepared(store: Store, file: Path) -> Store:
    import_sources(store, [file], DeclaredNames({}, HEROES))
    seed(store, SeedOptions(BEGUN.date()))
    return store


class History(RuleBasedStateMachine):
    """Two heroes, one of them with two slugs; what happens to them and to the cache, and what the app's SELECT finds."""

    def __init__(self, empty: Callable[[], Store], file: Path, query: str) -> None:
        super().__init__()
        self.empty, self.file, self.query = empty, file, query

    @initialize()
    def begin(self) -> None:
        self.store = prepared(self.empty(), self.file)
        self.time = Time(BEGUN)
        self.clock = Clock(now=lambda: self.time.now, sleep=self.time.go)
        self.around = Surroundings(self.clock, Lifetimes("demo", lambda: 0.5))
        self.edits = 0

    @rule(force=st.booleans(), until=st.none() | MINUTES, mode=st.sampled_from(["normal", "demo"]))
    def warm(self, *, force: bool, until: int | None, mode: str) -> None:
        around = replace(self.around, lifetimes=Lifetimes("normal" if mode == "normal" else "demo", lambda: 0.5))
        moment = self.clock.now() + timedelta(minutes=until) if until else None
        report = warmup(self.store, WarmupOptions(until=moment, force=force), "no key", around)
        says = {hero.account: hero for hero in self.judged(0)}
        for outcome in report.accounts:
            hero = says[outcome.account]
            lasting = None if hero.plan_until is None or hero.intelligence_until is None else hero.fresh_until
            assert outcome.fresh_until == lasting

    @rule(slug=st.sampled_from(["alpha", "alpha!", "beta"]))
    def by_claude(self, slug: str) -> None:
        Cache(self.store, self.clock).set(f"intelligence:{slug}", "claude-enrichment", Value("{}", "claude", "m", "v1:0"))

    @rule(account=st.sampled_from(["alpha", "beta"]))
    def edit(self, account: str) -> None:
        self.edits += 1
        with self.store.write() as connection:
            edited = text("UPDATE pain_point SET title = :title WHERE account_key = :account")
            connection.execute(edited, {"title": f"Edit {self.edits}", "account": account})

    @rule(minutes=MINUTES, pattern=PATTERNS, anyway=st.booleans())
    def extend(self, minutes: int, pattern: str, *, anyway: bool) -> None:
        try:
            extend_cache(self.store, self.clock, self.clock.now() + timedelta(minutes=minutes), pattern, anyway=anyway)
        except DemodbError:
            assert "*" not in pattern

    @rule(pattern=PATTERNS)
    def clear(self, pattern: str) -> None:
        try:
            clear_cache(self.store, self.clock, pattern)
        except DemodbError:
            assert "*" not in pattern

    @rule()
    def merge(self) -> None:
        try:
            merge_accounts(self.store, "Beta", "Alpha", keep="Alpha", clock=self.clock)
        except DemodbError:
            remove_alias(self.store, "Beta")

    @rule()
    def alias(self) -> None:
        alias_account(self.store, "al-pha", "Alpha")

    @rule(minutes=MINUTES)
    def pass_time(self, minutes: int) -> None:
        self.time.go(60 * minutes)

    def judged(self, minutes: int) -> tuple[HeroState, ...]:
        now = self.clock.now()
        return status(self.store, Asked(now + timedelta(minutes=minutes), now, hour=bool(minutes))).warmth

    @invariant()
    def a_status_says_what_the_app_finds(self) -> None:
        with closing(sqlite3.connect(f"file:{database_path(self.store.engine.url)}?mode=ro", uri=True)) as app:
            app.row_factory = sqlite3.Row
            slugs = app.execute("SELECT a.name, r.slug FROM account a JOIN customer_record r ON r.account_key = a.key")
            spelt = [(row["name"], row["slug"]) for row in slugs]
            for minutes in (0, 9, 25, 1460):
                for hero in self.judged(minutes):
                    self.is_so(app, hero, [slug for name, slug in spelt if name == hero.account], minutes)

    def is_so(self, app: sqlite3.Connection, hero: HeroState, slugs: Sequence[str], minutes: int) -> None:
        at = int((self.clock.now() + timedelta(minutes=minutes)).timestamp() * 1000)
        plans, intelligence = (
            [app.execute(self.query, {"key": f"{kind}:{slug}", "now": at}).fetchone() for slug in slugs]
            for kind in ("account-plan", "intelligence")
        )
        assert hero.plan == max(map(plan_of, plans), key=ORDER.index)
        assert hero.intelligence == max(map(warmth_of, intelligence), key=ORDER.index)
        ends = [row["fresh_until"] for row in (*plans, *intelligence) if row and row["fresh"]]
        until = hero.fresh_until.timestamp() * 1000 if hero.fresh_until else None
        assert until == min(ends, default=None)

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()


def plan_of(row: sqlite3.Row | None) -> str:
    return "missing" if row is None else "fresh" if row["fresh"] else "stale"


def warmth_of(row: sqlite3.Row | None) -> str:
    if row is None or not row["fresh"]:
        return plan_of(row)
    return "warm" if row["source"] == "claude" else "rules"


@pytest.mark.slow
def test_for_any_history_a_status_says_of_a_time_what_the_documented_select_gives_then(
    copied: Copied, customers_file: CustomersFile, tmp_path: Path, repository: Path
) -> None:
    (query,) = SELECT.findall((repository / "docs" / "cache.md").read_text("utf-8"))
    thorough = settings(max_examples=examples(4), stateful_step_count=steps(12), suppress_health_check=list(HealthCheck))
    file = customers_file(tmp_path / "in", "Kandy", [(name, 10.0 * n, 1.0) for n, name in enumerate(SPELT, start=1)])

    class OnThese(History):
        def __init__(self) -> None:
            super().__init__(lambda: copied("empty"), file, query)

    run_state_machine_as_test(OnThese, settings=thorough)
