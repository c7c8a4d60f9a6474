"""`demodb show`: one account's plan."""

from __future__ import annotations

import click

from demodb.api.cache import account_intelligence
from demodb.api.show import show_account
from demodb.cli.common import account_names, common, opened
from demodb.cli.examples import examples
from demodb.cli.intelligence_view import intelligence_view
from demodb.cli.output import State, emit, next_step
from demodb.cli.plan_view import plan_view, print_all
from demodb.model.documents import SECTIONS
from demodb.payloads.show import show_payload
from demodb.settings import Settings


@click.command("show", epilog=examples("demodb show Spotify"))
@click.argument("account", shell_complete=account_names)
@common
def command(state: State, settings: Settings, account: str) -> None:
    """Draw one account's plan: org chart, strategy, competitors, actions; and its intelligence, if there is any."""
    with opened(settings) as store:
        view = show_account(store, account)
        advice = account_intelligence(store, state.clock, view.slug)
    if state.as_json:
        emit(show_payload(view, advice))
    else:
        print_all(state, [plan_view(view), *intelligence_view(advice)])
    next_step(state, "demodb status" if len(view.sections) == len(SECTIONS) else "demodb seed")
