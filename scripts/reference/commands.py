"""docs/reference/cli.md: the help of every `assistant` command."""

from typing import Any

import typer.main

from assistant.cli.__main__ import app
from scripts.reference.page import page, table


def commands_page() -> str:
    """The page as it must be for the code as it is."""
    root: Any = typer.main.get_command(app)
    parts = [part for name, command in _walk("assistant", root) for part in _section(name, command)]
    return page(
        "The `assistant` command",
        "assistant/cli",
        "Run it from the repository with `.venv/service/bin/python -m assistant.cli`, written `assistant` below. "
        "Our own errors end with one line, how to mend it, and status 1.",
        *parts,
    )


def _walk(name: str, command: Any) -> list[tuple[str, Any]]:
    """Every command that does something, with its full name, in order."""
    if not hasattr(command, "commands"):
        return [(name, command)]
    return [found for key, child in command.commands.items() for found in _walk(f"{name} {key}", child)]


def _section(name: str, command: Any) -> list[str]:
    parts = [f"## `{name}`", " ".join((command.help or "").split())]
    rows = [_row(parameter) for parameter in command.params if parameter.name != "help"]
    return [*parts, table(("argument or option", "default", "meaning"), rows)] if rows else parts


def _row(parameter: Any) -> tuple[str, str, str]:
    if parameter.param_type_name == "argument":
        name = (parameter.metavar or parameter.name).upper()
        shown = name if parameter.required else f"[{name}]"
    else:
        shown = ", ".join([*parameter.opts, *parameter.secondary_opts])
    if parameter.required:
        default = "required"
    else:
        default = f"`{parameter.default}`" if parameter.default not in (None, "", ()) else "empty"
    return f"`{shown}`", default, getattr(parameter, "help", None) or ""
