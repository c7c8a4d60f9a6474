"""The entry point: commands loaded when they are called, and the one place where errors become messages and exit codes."""

from __future__ import annotations

import errno
import gc
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from typing import cast

import click

from demodb import __version__
from demodb.cli.output import Failure, State, harmless_streams, print_error, printable
from demodb.clock import Clock
from demodb.environment import no_color
from demodb.errors import DemodbError, ExitCode, did_you_mean

_GARBAGE_AFTER = 1_000_000

COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("init", "Start a project folder with a commented demodb.toml."),
    "import": ("import_", "Read workbooks, customer files, plans and news into the store."),
    "seed": ("seed", "Give every account what it lacks, and upgrade what is outdated."),
    "shift": ("shift", "Let the dates of templates follow the demo's date."),
    "edit": ("edit", "Change a field of an account's plan, or its rows; undo it."),
    "conflicts": ("conflicts", "Decide where the store and a template, or a file, differ."),
    "warmup": ("warmup", "Put the heroes' plans and intelligence into the cache."),
    "export": ("export", "Write the JSON files that the app reads."),
    "sync": ("sync", "Take in what files say, merge it and export; once or watching."),
    "status": ("status", "Say whether the demo is ready, and what blocks it."),
    "rehearse": ("rehearse", "Walk through the demo's hours and say what would go wrong."),
    "prepare": ("prepare", "Import, seed, warm up, export and check, in one command."),
    "show": ("show", "Draw one account's plan in the terminal."),
    "explain": ("explain", "Say where the values of an account's plan come from."),
    "log": ("log", "Show the edits of an account's plan, and take one back."),
    "pack": ("pack", "List, show, check, make and preview template packs."),
    "cache": ("cache", "See what the app finds in the cache, buy time for it, clear it."),
    "snapshot": ("snapshot", "Save store and exported files as they are, to go back to."),
    "reset": ("reset", "Go back to a snapshot; what there is becomes one first."),
    "db": ("db", "Check the store as a database, upgrade it, copy it, restore."),
    "source": ("source", "List what was read and what stands on it, take a source out."),
    "account": ("account", "List accounts, give aliases, merge, part, remove, mark heroes."),
    "studio": ("studio", "Open the local web app: see whether the demo is ready, mend it."),
    "completion": ("completion", "Print the completion script for a shell."),
}
"""Every command: the module that holds it, and the line that `--help` shows without loading it."""


class LazyGroup(click.Group):
    """A group that knows its commands' names and loads a command's module only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the work."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, loaded now."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"demodb.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, and for an unknown one name those like it."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            hint = did_you_mean(get_close_matches(args[0], COMMANDS, n=2, cutoff=0.5))
            raise click.UsageError(f"there is no command {args[0]!r}. {hint[:1].upper()}{hint[1:]}".rstrip(), ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands from the table above."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with `demodb init --sample`, then `demodb prepare`. Exit codes: "
    f"{', '.join(f'{code.value} {code.summary}' for code in ExitCode)}.",
)
@click.version_option(__version__, prog_name="demodb")
def cli() -> None:
    """Make a customer portfolio demo-ready: complete plans, hand-written ones untouched, files the app can read."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    # Importing the libraries makes up to 200,000 objects that stay: looking them over for garbage costs a tenth of a short run.
    gc.set_threshold(_GARBAGE_AFTER)
    code = run(sys.argv[1:] if arguments is None else arguments)
    # The interpreter looks them over once more as it ends: with the API's library loaded, for most of a second.
    gc.freeze()
    sys.exit(code)


def run(arguments: Sequence[str], clock: Clock | None = None) -> int:
    """Run a command; its exit code. Every error ends here, as one message."""
    color = False if no_color() else None
    state = State("--json" in arguments, "--debug" in arguments, color, tuple(arguments), clock=clock or Clock())
    with harmless_streams():
        return _ended(arguments, state)


def _ended(arguments: Sequence[str], state: State) -> int:
    """Run a command; its exit code."""
    try:
        result = cli.main(args=list(arguments), prog_name="demodb", standalone_mode=False, obj=state, color=state.color)
    except click.exceptions.Exit as done:
        return done.exit_code
    except SystemExit:  # how click ends when the reader of a pipe has gone: nothing is wrong on this side
        return ExitCode.DONE
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), color=state.color)
        return error.exit_code
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the boundary: every error becomes a message here
        return print_error(state, _failure(error, state))
    return result if isinstance(result, int) else ExitCode.DONE


def _failure(error: BaseException, state: State) -> Failure:
    """What a person is told of an error; one that nobody expected is a bug, and told as one."""
    if isinstance(error, DemodbError):
        return Failure(error.code, error.message, error.fix, error.exit_code)
    if isinstance(error, click.UsageError):
        path = error.ctx.command_path if error.ctx else _command_path(state.arguments)
        number = isinstance(error, click.NoSuchOption) and error.option_name[1:2].isdigit()
        fix = f"write `--` before values that begin with a dash: `{path} … -- …`" if number else f"see `{path} --help`"
        return Failure("usage", error.format_message(), fix, ExitCode.USAGE)
    if isinstance(error, click.ClickException):
        return Failure("error", error.format_message(), "", ExitCode.ERROR)
    if isinstance(error, click.Abort | KeyboardInterrupt) or _hides_interruption(error):
        return _interruption(error)
    return _of_surroundings(error) or _of_nobody(error, state)


def _command_path(arguments: Sequence[str]) -> str:
    """The command that was called, as it is typed: click does not say it of an option that lacks its value."""
    path, command = "demodb", cast("click.Command", cli)
    for word in arguments:
        nested = command.get_command(click.Context(command), word) if isinstance(command, click.Group) else None
        if nested is None:
            break
        path, command = f"{path} {word}", nested
    return path


def _hides_interruption(error: BaseException) -> bool:
    """Whether Ctrl-C fell into pydantic as it built a validator while a command was loaded: only its name is kept of it."""
    return type(error).__name__ == "SchemaError" and "KeyboardInterrupt" in str(error)


def _interruption(error: BaseException) -> Failure:
    """What was done before an interruption, as those noted on it who did it: the last one first."""
    done = tuple(reversed(getattr(error.__cause__ or error, "__notes__", ())))
    stands = "; ".join(done) or "what was done before stands"
    fix = "run it again: it goes on from there"
    return Failure("interrupted", f"interrupted; {stands}; nothing is half-done", fix, ExitCode.INTERRUPTED, done)


def _of_surroundings(error: BaseException) -> Failure | None:
    """What a disk, or a file, can make happen to any command; None for anything else."""
    if isinstance(error, OSError) and error.strerror:
        where = f"{printable(str(error.filename))}: " if error.filename else ""
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        fix = "free some space and run the command again" if full else "check the path and its permissions"
        return Failure("file", f"{where}{error.strerror}", fix, ExitCode.ERROR)
    if isinstance(error, UnicodeEncodeError) and error.encoding == sys.getfilesystemencoding() != "utf-8":
        letters = error.object[error.start : error.end]
        message = f"the name of a file with {letters!r} cannot be written: Python knows {error.encoding} alone here"
        return Failure("file", message, "set PYTHONUTF8=1 and run the command again", ExitCode.ERROR)
    if isinstance(error, RecursionError):
        fix = "look for it with `demodb show ACCOUNT --json`, and write it flatter"
        return Failure("nested", "a value is nested too deeply", fix, ExitCode.ERROR)
    return None


def _of_nobody(error: BaseException, state: State) -> Failure:
    """A bug."""
    hint = "" if state.debug else "this is a bug: run it again with --debug and report what it prints"
    return Failure("bug", f"unexpected {type(error).__name__}: {error}", hint, ExitCode.ERROR)


if __name__ == "__main__":
    main()
