"""`demodb completion`."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from demodb.cli.examples import examples
from demodb.cli.output import emit


@click.command("completion", epilog=examples('eval "$(demodb completion bash)"'))
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.option("--json", "as_json", is_flag=True, help="Print the script as one JSON object.")
@click.pass_context
def command(context: click.Context, shell: str, *, as_json: bool) -> None:
    """Print the script that makes a shell complete commands, options and account names."""
    completion = get_completion_class(shell)
    if completion is None:
        raise click.UsageError(f"there is no completion for {shell}", context)
    script = completion(context.find_root().command, {}, "demodb", "_DEMODB_COMPLETE").source()
    if as_json:
        emit({"shell": shell, "script": script})
    else:
        click.echo(script)
