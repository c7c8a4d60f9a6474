"""`demodb account list | alias | merge | hero`."""

from __future__ import annotations

from collections.abc import Iterator

import click

from demodb.api.account import AccountLine, alias_account, list_accounts, mark_hero, merge_accounts
from demodb.cli.common import account_names, common, opened
from demodb.cli.output import State, emit, iso_moment, next_step, plural
from demodb.settings import Settings


@click.group("account", epilog="Example: demodb account alias att-services-inc 'AT&T SERVICES, INC.'")
def command() -> None:
    """List accounts, give aliases, merge, mark heroes."""


@command.command("list", epilog="Example: demodb account list | grep -i telecom")
@click.option("--departed", is_flag=True, help="List the accounts that no source lists any more, and since when.")
@common
def list_(state: State, settings: Settings, *, departed: bool) -> None:
    """List every account with its revenue, and its other spellings."""
    with opened(settings) as store:
        lines = list_accounts(store, departed=departed)
    if state.as_json:
        emit({"accounts": [_payload(line) for line in lines]})
    else:
        for text in _departed_table(lines) if departed else _table(lines):
            click.echo(text)
    next_step(state, "demodb show ACCOUNT")


def _payload(line: AccountLine) -> dict[str, object]:
    return {
        "account": line.name,
        "slug": line.slug,
        "hero": line.hero,
        "revenue": line.revenue,
        "records": line.records,
        "names": list(line.names),
        "departedAt": iso_moment(line.departed_at),
    }


def _table(lines: list[AccountLine]) -> Iterator[str]:
    for line in lines:
        others = [name for name in line.names if name != line.name]
        also = f"  (also {', '.join(others)})" if others else ""
        yield f"{'*' if line.hero else ' '} {line.revenue:>14,.0f}  {line.name}{also}"
    heroes = sum(line.hero for line in lines)
    yield f"{plural(len(lines), 'account')}, {plural(heroes, 'hero', 'heroes')} (*); revenue in USD a year."


def _departed_table(lines: list[AccountLine]) -> Iterator[str]:
    for line in lines:
        yield f"{'*' if line.hero else ' '} {(iso_moment(line.departed_at) or '')[:10]}  {line.name}"
    yield f"{plural(len(lines), 'departed account')}: what is theirs stays in the store, and none of it is exported."


@command.command("alias", epilog="Example: demodb account alias att-services-inc 'AT&T SERVICES, INC.'")
@click.argument("name")
@click.argument("account", shell_complete=account_names)
@common
def alias(state: State, settings: Settings, name: str, account: str) -> None:
    """Make NAME (a spelling, or the slug of an orphan file) mean ACCOUNT."""
    with opened(settings) as store:
        target, changed = alias_account(store, name, account)
    if state.as_json:
        emit({"alias": name, "account": target, "changed": changed})
    else:
        click.echo(f"{name!r} means {target!r}{'' if changed else ' already'}.")
    next_step(state, "demodb import PATH  (a plan file under this name is taken in now)")


@command.command("merge", epilog="Example: demodb account merge 'Acme Ltd' 'Acme Limited'")
@click.argument("source", shell_complete=account_names)
@click.argument("target", shell_complete=account_names)
@common
def merge(state: State, settings: Settings, source: str, target: str) -> None:
    """Make two accounts one: all of SOURCE goes to TARGET, and SOURCE becomes an alias of it."""
    with opened(settings) as store:
        merged = merge_accounts(store, source, target)
    if state.as_json:
        emit({"merged": merged.source, "account": merged.target, "sections": merged.sections})
    else:
        taken = f", with its {', '.join(merged.sections)}" if merged.sections else ""
        click.echo(f"{merged.source!r} is part of {merged.target!r} now{taken}.")
    next_step(state, "demodb export")


@command.command("hero", epilog="Example: demodb account hero Spotify")
@click.argument("name", shell_complete=account_names)
@click.option("--off", is_flag=True, help="Take the mark away. A hero in demodb.toml is marked again by the next import.")
@common
def hero(state: State, settings: Settings, name: str, *, off: bool) -> None:
    """Mark an account as a hero: one that the demo opens."""
    with opened(settings) as store:
        account, changed = mark_hero(store, name, hero=not off)
    if state.as_json:
        emit({"account": account, "hero": not off, "changed": changed})
    else:
        click.echo(f"{account!r} is {'no hero' if off else 'a hero'}{' now' if changed else ' already'}.")
    next_step(state, "demodb status")
