"""The commands about where a library is searched: cluster, trust-host, rebuild."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from briefing import locations
from briefing.cli.common import (
    Context,
    Failed,
    common_options,
    confirm,
    failures,
    is_asked,
    nothing,
    notice,
    open_library,
    place_of,
)
from briefing.cli.progress import Bar
from briefing.config import read_config
from briefing.engine_choice import Confirmed, Unconfirmed, choose, host_address
from briefing.engines import ClusterPlace
from briefing.safe_text import one_line


@click.command("cluster")
@common_options(formats=("text", "json"))
def cluster_command(context: Context) -> None:
    """Tell how the search cluster of a library is: its hosts, its index, what is missing.

    \b
    Examples:
      briefing cluster
      briefing cluster --engine opensearch --host https://search.example.org:9200
    """
    from briefing.search.opensearch_index import state_of

    with failures():
        root = context.library or locations.find_library(Path.cwd())
        place = place_of(root, context.asked)
        if not isinstance(place, ClusterPlace):
            nothing("this library is searched on this machine, not on a cluster")
        state = state_of(place.address)
        if context.format == "json":
            click.echo(json.dumps(state, ensure_ascii=False, indent=2))
        else:
            click.echo(_told(state))


def _told(state: dict[str, Any]) -> str:
    size = state["bytes"]
    lines = [
        ("hosts", ", ".join(state["hosts"])),
        ("cluster", f"{state['cluster']}, {state['nodes']} nodes, health {state['health']}"),
        ("index", f"{state['index']} (behind it {state['behind']}, mapping {state['mapping']})"),
        ("articles", f"{state['articles']:,}"),
        ("size", f"{size / 1e6:,.1f} MB, {size // max(1, state['articles']):,} bytes an article"),
        ("parts", f"{state['parts']} of {state['all_parts']} are there"),
    ]
    return "\n".join(f"{name:<9} {one_line(told)}" for name, told in lines)


@click.command("trust-host")
@click.argument("host", required=False)
@click.option("--yes", is_flag=True, help="Confirm without being asked; for scripts.")
@click.option("--forget", is_flag=True, help="Forget HOST: ask anew.")
@click.option("--list", "listed", is_flag=True, help="List the hosts that were confirmed.")
@common_options(formats=False)
def trust_host_command(
    context: Context, host: str | None, yes: bool, forget: bool, listed: bool
) -> None:
    """Confirm the search cluster that a library asks for; nothing is sent to it before.

    With HOST, only if it is that host which the library asks for.

    \b
    Examples:
      briefing trust-host
      briefing trust-host https://search.example.org:9200 --yes
      briefing trust-host --list
      briefing trust-host https://search.example.org:9200 --forget
    """
    with failures():
        if listed:
            found = [f"{host} {index}" for host, index in Confirmed().all()]
            click.echo("\n".join(map(one_line, found)) or nothing("no host was confirmed"))
        elif forget:
            if host is None:
                raise click.UsageError("name the host to forget; --list lists them")
            if not Confirmed().remove(host_address(host)):
                nothing(f"{host} was not confirmed")
        else:
            _trust(context, host, yes)


def _trust(context: Context, host: str | None, yes: bool) -> None:
    root = context.library or locations.find_library(Path.cwd())
    try:
        choose(root, context.asked, read_config())
    except Unconfirmed as wish:
        if host is not None and host_address(host) not in wish.hosts:
            raise Failed(f"the library asks for {', '.join(wish.hosts)}, not for {host}") from wish
        if yes:
            Confirmed().add(wish.hosts, wish.index)
        elif not is_asked():
            raise Failed(
                f"there is no terminal to ask at; --yes confirms {', '.join(wish.hosts)} for the"
                f" index {wish.index}"
            ) from wish
        elif not confirm(wish):
            raise Failed("not confirmed; nothing was sent") from wish
        notice(f"confirmed: {', '.join(wish.hosts)}, index {wish.index}")
    else:
        nothing("nothing to confirm: the library asks for no host that you have not confirmed")


@click.command("rebuild")
@common_options(formats=False)
def rebuild_command(context: Context) -> None:
    """Build the search index anew from the files.

    On a cluster the old index is searched until the new one takes its place, and
    the articles that others put there are carried over.

    \b
    Examples:
      briefing rebuild
      briefing rebuild --library ~/talks --engine opensearch
    """
    with failures():
        library = open_library(context, sync=False)
        with Bar("Indexing", "articles") as bar:
            library.rebuild(bar.tell, why="as you asked")
        readable = sum(entry.reason is None for entry in library.entries)
        notice(f"the index was built anew: {readable:,} articles of this library")


COMMANDS = (cluster_command, trust_host_command, rebuild_command)
