"""`demodb account list | alias | apart | merge | remove | hero`."""

from __future__ import annotations

from collections.abc import Iterator

import click

from demodb.api.account import (
    AccountLine,
    RemovedAccount,
    RemovedAlias,
    StoredAlias,
    alias_account,
    keep_apart,
    list_accounts,
    list_aliases,
    mark_hero,
    merge_accounts,
    remove_account,
    remove_alias,
)
from demodb.cli.common import account_names, common, opened
from demodb.cli.examples import examples
from demodb.cli.moments import local_moment
from demodb.cli.output import State, emit, next_step, note, printable
from demodb.cli.saving import Saving, saved_first
from demodb.model.counts import plural
from demodb.model.names import match_key
from demodb.model.toml import toml_list
from demodb.payloads.account import accounts_payload
from demodb.settings import Settings


@click.group("account", epilog=examples("demodb account alias att-services-inc 'AT&T SERVICES, INC.'"))
def command() -> None:
    """List accounts, give aliases, keep names apart, merge, remove, mark heroes."""


@command.command("list", epilog=examples("demodb account list | grep -i telecom"))
@click.option("--departed", is_flag=True, help="List the accounts that no source lists any more, and since when.")
@common
def list_(state: State, settings: Settings, *, departed: bool) -> None:
    """List every account with its revenue, and its other spellings."""
    with opened(settings) as store:
        lines = list_accounts(store, departed=departed)
    if state.as_json:
        emit(accounts_payload(lines))
    else:
        for text in _departed_table(lines) if departed else _table(lines):
            click.echo(text)
    next_step(state, "demodb show ACCOUNT")


def _table(lines: list[AccountLine]) -> Iterator[str]:
    for line in lines:
        others = [name for name in line.names if name != line.name]
        also = f"  (also {', '.join(others)})" if others else ""
        yield f"{'*' if line.hero else ' '} {line.revenue:>14,.0f}  {line.name}{also}"
    heroes = sum(line.hero for line in lines)
    yield f"{plural(len(lines), 'account')}, {plural(heroes, 'hero', 'heroes')} (*); revenue in USD a year."


def _departed_table(lines: list[AccountLine]) -> Iterator[str]:
    for line in lines:
        yield f"{'*' if line.hero else ' '} {local_moment(line.departed_at)[:10]}  {line.name}"
    yield f"{plural(len(lines), 'departed account')}: what is theirs stays in the store, and none of it is exported."


_ALIAS_EXAMPLES = examples(
    "demodb account alias att-services-inc 'AT&T SERVICES, INC.'",
    "demodb account alias --list",
    "demodb account alias --remove att-services-inc",
)


@command.command("alias", epilog=_ALIAS_EXAMPLES)
@click.argument("name", required=False)
@click.argument("account", required=False, shell_complete=account_names)
@click.option("--list", "listed", is_flag=True, help="List every alias with its account.")
@click.option("--remove", metavar="NAME", help="Let NAME be no alias any more: records that bear it are an account of their own.")
@common
def alias(state: State, settings: Settings, *, name: str | None, account: str | None, listed: bool, remove: str | None) -> None:
    """Make NAME (a spelling, or the slug of an orphan file) mean ACCOUNT.

    An alias of another account moves, and the records that bear NAME follow it.
    """
    given = account is not None
    if [given, listed, remove is not None].count(True) != 1 or (name is not None and not given):
        raise click.UsageError("give NAME and ACCOUNT, or --list, or --remove NAME", click.get_current_context())
    if remove is not None:
        _remove_alias(state, settings, remove)
    elif listed:
        _list_aliases(state, settings)
    elif name is not None and account is not None:
        _give_alias(state, settings, name, account)


def _give_alias(state: State, settings: Settings, name: str, account: str) -> None:
    with opened(settings) as store:
        alias = alias_account(store, name, account)
    if state.as_json:
        emit({"alias": name, "account": alias.account, "before": alias.before, "changed": alias.changed})
    else:
        before = f", and no longer {alias.before!r}" if alias.before else ""
        click.echo(f"{name!r} means {alias.account!r}{'' if alias.changed else ' already'}{before}.")
    _note_declared(settings, name, account, alias.account)
    next_step(state, "demodb import PATH  (a plan file under this name is taken in now)")


def _list_aliases(state: State, settings: Settings) -> None:
    with opened(settings) as store:
        aliases = list_aliases(store)
    if state.as_json:
        emit({"aliases": [{"alias": alias.name, "account": alias.account} for alias in aliases]})
    else:
        for text in _alias_lines(aliases):
            click.echo(text)
    next_step(state, "demodb account list")


def _alias_lines(aliases: list[StoredAlias]) -> Iterator[str]:
    for alias in aliases:
        yield printable(f"{alias.name} = {alias.account}")
    yield f"{plural(len(aliases), 'alias', 'aliases')}."


def _remove_alias(state: State, settings: Settings, name: str) -> None:
    with opened(settings) as store:
        removed = remove_alias(store, name)
    if state.as_json:
        emit({"removed": name, "account": removed.account, "records": removed.records})
    else:
        click.echo(_removed_text(removed))
    _note_declared(settings, name)
    next_step(state, "demodb account list")


def _removed_text(removed: RemovedAlias) -> str:
    own = f"; an account of its own now: {', '.join(removed.records)}" if removed.records else ""
    return f"{removed.name!r} is no alias of {removed.account!r} any more{own}."


def _note_declared(settings: Settings, name: str, *accounts: str) -> None:
    """Say that the settings declare something else of a name: the next import would go by them where it can."""
    declared = next((meant for alias, meant in settings.aliases.items() if match_key(alias) == match_key(name)), None)
    if declared is not None and match_key(declared) not in map(match_key, accounts):
        note(f"The settings declare {name!r} as an alias of {declared!r}: mend them too, or the next import says so again.")


@command.command("apart", epilog=examples("demodb account apart 'Foobar Ltd' 'Foo-Bar Ltd'"))
@click.argument("account", shell_complete=account_names)
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@common
def apart(state: State, settings: Settings, account: str, names: tuple[str, ...]) -> None:
    """Keep each NAME apart from ACCOUNT: its records are an account of their own.

    NAME is a customer name as a source has it, letter by letter. The plan stays with ACCOUNT. The choice holds in later
    imports; demodb account merge takes it back.
    """
    with opened(settings) as store:
        kept = keep_apart(store, account, *names)
    if state.as_json:
        emit({"account": kept.account, "apart": kept.other, "names": kept.names, "changed": bool(kept.names)})
    elif kept.names:
        click.echo(f"{', '.join(map(repr, kept.names))}: an account of its own now, apart from {kept.account!r}.")
    else:
        click.echo(f"{kept.account!r} and {kept.other!r} are two accounts already.")
    next_step(state, "demodb seed" if kept.names else "demodb account list")


@command.command(
    "merge", epilog=examples("demodb account merge 'Acme Ltd' Acme", "demodb account merge --keep=Acme 'Acme Ltd' Acme")
)
@click.argument("source", shell_complete=account_names)
@click.argument("target", shell_complete=account_names)
@click.option("--keep", metavar="NAME", help="Where both wrote a row in their own way: whose stands, SOURCE or TARGET.")
@common
def merge(state: State, settings: Settings, source: str, target: str, *, keep: str | None) -> None:
    """Make two accounts one: all of SOURCE goes to TARGET, and SOURCE becomes an alias of it.

    Sections that people wrote on both sides are joined row by row. Rows that differ under one id need --keep; the log of
    edits has those that gave way.
    """
    with opened(settings) as store:
        merge_accounts(store.trial(), source, target, keep=keep, clock=state.clock)
        saved = saved_first(Saving(settings, state.clock), store, "merge")
        merged = merge_accounts(store, source, target, keep=keep, clock=state.clock)
    if state.as_json:
        parts = {"sections": merged.sections, "joined": merged.joined}
        emit({"merged": merged.source, "account": merged.target, **parts, "snapshot": saved})
    else:
        taken = f", with its {', '.join(merged.sections)}" if merged.sections else ""
        joined = f"; rows of both are in {', '.join(merged.joined)}" if merged.joined else ""
        click.echo(f"{merged.source!r} is part of {merged.target!r} now{taken}{joined}.")
    next_step(state, "demodb export")


@command.command("remove", epilog=examples("demodb account remove 'Various'"))
@click.argument("name", shell_complete=account_names)
@common
def remove(state: State, settings: Settings, name: str) -> None:
    """Take an account out: its records, names, plan, news, and what the cache has of it.

    A source that lists it brings it back when it is read again; `not_accounts` in demodb.toml keeps it out.
    """
    with opened(settings) as store:
        remove_account(store.trial(), name)
        saved = saved_first(Saving(settings, state.clock), store, "account-remove")
        removed = remove_account(store, name)
    if state.as_json:
        told = {"removed": removed.account, "records": removed.records, "sections": removed.sections}
        emit({**told, "sources": removed.sources, "snapshot": saved})
    else:
        click.echo(_gone_text(removed))
    if removed.sources:
        note(f"Still listed in {printable(', '.join(removed.sources))}: {_kept_out(settings, removed)}")
    next_step(state, "demodb export")


def _gone_text(removed: RemovedAccount) -> str:
    plan = f", with its {', '.join(removed.sections)}" if removed.sections else ""
    return f"{removed.account!r} is gone: {plural(len(removed.records), 'name')} in the lists of customers{plan}."


def _kept_out(settings: Settings, removed: RemovedAccount) -> str:
    borne = {match_key(name): name for name in (*removed.records, removed.account)}
    names = toml_list(dict.fromkeys([*settings.not_accounts, *borne.values()]))
    return f"it is back when that is read again, unless demodb.toml says not_accounts = {names}"


@command.command("hero", epilog=examples("demodb account hero Spotify"))
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
