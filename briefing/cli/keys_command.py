"""The command that lists the app's keys."""

from __future__ import annotations

import click

from briefing.cli.common import failures, notice

SCHEMA = 1


@click.command("keys")
@click.option(
    "--format",
    "format_",
    type=click.Choice(("text", "json", "md")),
    default="text",
    show_default=True,
    help="How to print it.",
)
def keys_command(format_: str) -> None:
    """List the app's keys, as they are with the config.toml that is there.

    \b
    Examples:
      briefing keys
      briefing keys --format json
    """
    import json

    with failures():
        from briefing.config import read_config
        from briefing.tui.keys.actions import as_markdown, shown
        from briefing.tui.keys.keymap import keymap

        config = read_config()
        keys = keymap(config.keys)
        for problem in (*config.problems, *keys.problems):
            notice(problem)
        if format_ == "json":
            rows = [
                {"id": k.id, "key": k.key, "name": k.name, "help": k.help, "where": k.where.value}
                for k in keys.keys
            ]
            click.echo(json.dumps({"schema": SCHEMA, "keys": rows}, ensure_ascii=False, indent=2))
        elif format_ == "md":
            click.echo(as_markdown(keys.changed), nl=False)
        else:
            width = max(len(k.id) for k in keys.keys)
            for k in keys.keys:
                click.echo(f"{k.id:<{width}}  {shown(k.key):<24}  {k.help}")
