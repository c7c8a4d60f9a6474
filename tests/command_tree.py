"""Every command and subcommand of demodb, found by walking what click knows."""

from __future__ import annotations

from collections.abc import Iterator

import click

from demodb.cli.main import cli


def commands(command: click.Command = cli, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Each command with the words that call it, demodb itself first: with none."""
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            subcommand = command.get_command(context, name)
            assert subcommand is not None
            yield from commands(subcommand, (*path, name))


def runs(command: click.Command) -> bool:
    """Whether a command does something without a subcommand."""
    return not isinstance(command, click.Group) or command.invoke_without_command
