"""The command ``refdesk``: finds its commands, which are the modules of ``refdesk.commands``, and
runs one.
"""

import contextlib
import importlib
import io
import pkgutil
import sys
from collections.abc import Sequence

import click

from refdesk import commands
from refdesk.files.checkout import UnusableSiteError
from refdesk.problems.report import printable

UNUSABLE, STOPPED = 2, 130
_MODULES = {
    module.name.rstrip("_"): module.name for module in pkgutil.iter_modules(commands.__path__)
}


class _Commands(click.Group):
    """The commands by the names of their modules; one is loaded when it is asked for, since a PDF
    needs Typst.
    """

    def list_commands(self, _: click.Context) -> list[str]:
        return list(_MODULES)

    def get_command(self, _: click.Context, name: str) -> click.Command | None:
        if name not in _MODULES:
            return None
        try:
            module = importlib.import_module(f"{commands.__name__}.{_MODULES[name]}")
        except ModuleNotFoundError as missing:
            return _NotSetUp(
                name, help=f"needs the package '{missing.name}', which 'make {name}' sets up"
            )
        command: click.Command = module.command
        return command


class _NotSetUp(click.Command):
    """A command that can only say, whatever it is asked, why it does not work."""

    def parse_args(self, _: click.Context, __: list[str]) -> list[str]:
        raise UnusableSiteError(f"'{self.name}' {self.help}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status: 0 (clean), 1 (problems), 2 (unusable input or
    usage), 130 (Ctrl+C).
    """
    for stream in (sys.stdout, sys.stderr):
        # a name or text that the terminal cannot show is spelled out
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    group = _Commands(
        "refdesk", no_args_is_help=False, help="Validate the references of a documentation site."
    )
    status = UNUSABLE
    try:
        done: int | None = group.main(arguments, prog_name="refdesk", standalone_mode=False)
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx is not None else "refdesk"
        message = f"{' '.join(error.format_message().split())} (see {command} --help)"
    except click.Abort:
        message, status = "stopped", STOPPED
    except (UnusableSiteError, OSError) as error:  # a full disk, for one
        message = str(error)
    else:
        return done or 0
    with contextlib.suppress(OSError):
        print(f"refdesk: {printable(message)}", file=sys.stderr)
    return status
