"""The command that looks up a paragraph: `ai-export rule`."""

from typing import Any

import click
from click.shell_completion import CompletionItem

from ai_export_policy.cli import codes, output
from ai_export_policy.cli.options import DAY, SETTINGS, form_option


class _Paragraph(click.ParamType[str]):
    """A paragraph as the table of paragraphs names it; completed from there."""

    name = "paragraph"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]]:
        from ai_export_policy.errors import Unavailable
        from ai_export_policy.regulation import Regulation

        try:
            rows = Regulation().paragraphs
        except Unavailable:
            return []
        # A name with a space in it, of a note say, is one that shells take apart.
        return [
            CompletionItem(row.name, help=row.text)
            for row in rows
            if row.name.startswith(incomplete) and " " not in row.name
        ]


@click.command(
    context_settings=SETTINGS,
    epilog="""\b
Examples:
  ai-export rule '740.29(g)(3)'
  ai-export rule --on 2025-07-01 '742.6(b)(10)(iii)(B)'
  ai-export rule LPP
  ai-export rule --list 748.S10

\b
Exit codes:
  0   told
  4   the policies are not installed
  64  wrong use of the command, or nothing here is about the paragraph
  70  a fault of this program: the traceback is on standard error

Quote a paragraph: its parentheses mean something to a shell.""",
)
@click.argument("paragraph", metavar="[PARAGRAPH]", required=False, type=_Paragraph())
@click.option("--on", "day", type=DAY, help="Only values in force on this day.")
@click.option(
    "--list",
    "listing",
    is_flag=True,
    help="List the paragraphs instead: all, or those beneath PARAGRAPH.",
)
@form_option("text", "json", help="For people, or one JSON document.")
def rule(paragraph: str | None, day: str | None, listing: bool, form: str) -> int:
    """Explain PARAGRAPH: its rules, its values, and its stories.

    A rule is told with file and line; a story is a decided example that cites the paragraph.
    PARAGRAPH is written as in the CFR (`740.29(g)(3)`), as an id of a decision
    (`740.29(g)(3)/prior_notice`), as an ECCN (`3A090`), or as the symbol of a provision (`LPP`); a
    supplement is 748.S10/14. What is told of a paragraph is told of those beneath it too.
    """
    from ai_export_policy import regulation
    from ai_export_policy.cli import answers

    book = regulation.Regulation()
    if listing:
        if day is not None:
            raise click.UsageError("--on is for the values of a paragraph, which --list has not")
        rows = book.paragraphs
        if paragraph is not None:
            found = _look_up(book, paragraph, None)
            rows = [row for row in (found.paragraph, *found.beneath) if row is not None]
        if form == "json":
            output.print_json(regulation.list_document(rows))
        else:
            click.echo(regulation.listed(rows, color=answers.colored()), nl=False)
        return codes.AUTHORIZED
    if paragraph is None:
        raise click.UsageError("which paragraph? ai-export rule --list has them all")
    found = _look_up(book, paragraph, day)
    if form == "json":
        output.print_json(regulation.document(found))
    else:
        told = regulation.text(found, book.policies, day=day, color=answers.colored())
        click.echo(told, nl=False)
    return codes.AUTHORIZED


def _look_up(book: Any, paragraph: str, day: str | None) -> Any:
    from ai_export_policy.regulation import UnknownParagraph

    try:
        return book.look_up(paragraph, day)
    except UnknownParagraph as error:
        near = f" Nearest: {', '.join(error.nearest)}." if error.nearest else ""
        message = f"{error}.{near} ai-export rule --list has all paragraphs"
        raise click.BadParameter(message, param_hint="'PARAGRAPH'") from None
