"""`demodb pack list | show | check | new | preview`."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from demodb.api.pack import (
    PackLine,
    PackView,
    PreviewOptions,
    check_packs,
    list_packs,
    new_pack,
    preview,
    show_pack,
)
from demodb.api.pack_choice import pack_choice
from demodb.cli.common import account_names, common, demo_day, opened
from demodb.cli.examples import examples
from demodb.cli.output import State, emit, next_step
from demodb.cli.times import AS_OF
from demodb.errors import PackError
from demodb.model.counts import plural
from demodb.model.suggested import suggested
from demodb.payloads.pack import pack_line_payload, pack_payload
from demodb.settings import Settings, project_root

_SHORT = 12
"""The digits of a SHA-256 that a person sees."""

_MOST_VALUES = 10
"""Values of a condition that a person sees, those of the most entries."""


@click.group("pack", epilog=examples("demodb pack new mine", "demodb pack check ./mine"))
def command() -> None:
    """List, show, check and make template packs, and look at what they give.

    A pack is a name that travels with demodb, or the path of a folder with a slash in it, such as ./packs/mine.
    """


def _chosen(settings: Settings) -> list[str]:
    """The packs that the settings name."""
    return list(dict.fromkeys((settings.pack, *settings.packs.values())))


@command.command("list", epilog=examples("demodb pack list"))
@common
def list_(state: State, settings: Settings) -> None:
    """List the packs that travel with demodb, and those that the settings name."""
    chosen = _chosen(settings)
    lines = list_packs(chosen)
    if state.as_json:
        emit({"packs": [pack_line_payload(line, chosen) for line in lines]})
    else:
        for line in lines:
            click.echo("\n".join(_line_text(line, chosen)))
    next_step(state, "demodb pack show NAME")


def _line_text(line: PackLine, chosen: list[str]) -> Iterator[str]:
    mark = "*" if line.pack in chosen else " "
    if line.problems:
        check = suggested("pack check", line.pack)
        yield f"{mark} {line.pack}  cannot be used: {plural(len(line.problems), 'problem')}, see `{check}`"
        return
    yield f"{mark} {line.pack} {line.revision}  {line.date}  {line.message}"
    rows = sum(line.rows.values())
    yield f"    {plural(rows, 'row')} an account, drawn from {plural(sum(line.entries.values()), 'entry', 'entries')}"


@command.command("show", epilog=examples("demodb pack show telecom", "demodb pack show ./packs/mine --revision 0001"))
@click.argument("name")
@click.option("--revision", metavar="NNNN", help="As it stands at this revision. Default: the newest.")
@common
def show(state: State, settings: Settings, name: str, revision: str | None) -> None:
    """Show a pack: its revisions, what an account gets, and how much there is to draw from."""
    del settings
    view = show_pack(name, revision)
    if state.as_json:
        emit(pack_payload(view))
    else:
        click.echo("\n".join(_view_text(view)))
    next_step(state, "demodb pack preview ACCOUNT --pack=" + shlex.quote(name))


def _view_text(view: PackView) -> Iterator[str]:
    yield f"{view.name}  {view.folder}"
    yield ""
    for release in view.releases:
        yield f"{release.number}  {release.date}  {release.digest[:_SHORT]}  {release.message}"
        yield f"      changes {', '.join(release.parts)}"
    yield ""
    most = "at most " if view.situations else ""
    rows = ", ".join(f"{count} {kind}" for kind, count in view.rows.items() if count)
    yield f"An account gets {most}{rows or 'empty sections'}."
    yield "Entries to draw from, and + those that only some accounts get:"
    kinds = list(next(iter(view.pools.values())))
    width = max(map(len, view.pools))
    yield f"  {'':<{width}}" + "".join(f"{kind:>15}" for kind in kinds)
    for unit, sizes in view.pools.items():
        cells = (f"{size.always} + {size.conditional}" if size.conditional else str(size.always) for size in sizes.values())
        yield f"  {unit:<{width}}" + "".join(f"{cell:>15}" for cell in cells)
    yield from [f"situations: {', '.join(view.situations)}"] if view.situations else []
    yield from _conditions_text(view)


def _conditions_text(view: PackView) -> Iterator[str]:
    for condition, counts in view.conditions.items():
        shown = counts if len(counts) <= _MOST_VALUES else dict(Counter(counts).most_common(_MOST_VALUES))
        more = f" and {len(counts) - len(shown):,} others: `--json` lists them all" if len(shown) < len(counts) else ""
        yield f"{condition}: {', '.join(f'{value} ({count})' for value, count in shown.items())}{more}"


@command.command("check", epilog=examples("demodb pack check", "demodb pack check ./packs/mine"))
@click.argument("names", nargs=-1)
@common
def check(state: State, settings: Settings, names: tuple[str, ...]) -> None:
    """Say everything that is wrong with packs, by file and key; those that the settings name, if none is given."""
    revisions, problems = check_packs(names or _chosen(settings))
    if problems:
        raise PackError(problems)
    if state.as_json:
        emit({"packs": revisions})
    else:
        for name, revision in revisions.items():
            click.echo(f"{name} {revision} can be used.")
    next_step(state, "demodb seed")


@command.command("new", epilog=examples("demodb pack new mine", "demodb pack new packs/mine"))
@click.argument("name", type=click.Path(path_type=Path))
@common
def new(state: State, settings: Settings, name: Path) -> None:
    """Make a folder NAME with a small first revision to go on from."""
    del settings
    pack = new_pack(name, project_root(Path()), state.clock.today())
    if state.as_json:
        emit({"folder": pack.folder, "file": pack.file, "setting": pack.setting})
    else:
        click.echo(f"Made {pack.file}.")
        click.echo(f"To use it, write into demodb.toml, above any [table]: {pack.setting}")
    next_step(state, suggested("pack check", pack.folder if "/" in pack.folder else f"./{pack.folder}"))


@command.command("preview", epilog=examples("demodb pack preview Spotify", "demodb pack preview Spotify --pack saas --seed 7"))
@click.argument("account", shell_complete=account_names)
@click.option("--pack", metavar="NAME", help="From this pack. Default: the one that the settings give the account.")
@click.option("--revision", metavar="NNNN", help="From this revision. Default: the newest.")
@click.option("--as-of", type=AS_OF, help="The date that all others count from. Default: the story's, else today.")
@click.option("--situation", metavar="KEY", help="As if the account were in this situation. Default: the one that is drawn.")
@click.option("--seed", "seed_text", metavar="TEXT", help="Key the draws: another seed gives other content.")
@common
def preview_(  # noqa: PLR0913 - click passes each option as a parameter
    state: State,
    settings: Settings,
    *,
    account: str,
    pack: str | None,
    revision: str | None,
    as_of: datetime | None,
    situation: str | None,
    seed_text: str | None,
) -> None:
    """Draw the four sections that an account would get from a template, whatever it has now. Writes nothing."""
    from demodb.cli.plan_view import print_plan  # noqa: PLC0415 - the other subcommands draw nothing with rich

    with opened(settings) as store:
        options = PreviewOptions(
            as_of=as_of.date() if as_of else demo_day(state),
            choice=pack_choice(store, settings.pack, settings.packs, settings.team, settings.industries),
            seed=settings.seed if seed_text is None else seed_text,
            pack=pack,
            revision=revision,
            situation=situation,
        )
        view = preview(store, account, options)
    print_plan(state, view)
    next_step(state, "demodb seed")
