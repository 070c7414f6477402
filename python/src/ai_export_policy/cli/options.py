"""What several commands have in common."""

from collections.abc import Callable
from typing import Any

import click

SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
FILES = click.Path(exists=True, dir_okay=False, readable=True, allow_dash=True)


def engine_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say which OPA decides, and how long it may take."""
    url = click.option(
        "--url",
        metavar="URL",
        help="Ask the OPA at this address. Without it, the pinned OPA is started on the policies of"
        " this package, and stopped at the end.",
    )
    timeout = click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        default=5.0,
        show_default=True,
        metavar="SECONDS",
        help="How long one call to OPA may take; many requests are asked in calls of up to 200.",
    )
    return url(timeout(command))
