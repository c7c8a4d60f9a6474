"""`demodb show`: one account's plan."""

from __future__ import annotations

import click

from demodb.api.accounts import SECTIONS, show_account
from demodb.cli.common import account_names, common, opened
from demodb.cli.output import State, next_step
from demodb.cli.plan_view import print_plan
from demodb.settings import Settings


@click.command("show", epilog="Example: demodb show Spotify")
@click.argument("account", shell_complete=account_names)
@common
def command(state: State, settings: Settings, account: str) -> None:
    """Draw one account's plan: org chart, strategy, competitors, actions."""
    with opened(settings) as store:
        view = show_account(store, account)
    print_plan(state, view)
    next_step(state, "demodb status" if len(view.sections) == len(SECTIONS) else "demodb seed")
