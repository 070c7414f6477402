"""The memo for the file: decisions as one document, in Markdown or as HTML to print on A4.

Of the same decisions it is the same document, byte for byte: no clock and no address enters it.
"""

from collections.abc import Sequence

from ai_export_policy.explain.sentences import Sentences
from ai_export_policy.memo import contents
from ai_export_policy.memo.as_html import write as _html
from ai_export_policy.memo.as_markdown import write as _markdown
from ai_export_policy.memo.contents import Entry

__all__ = ["Entry", "html", "markdown"]


def markdown(entries: Sequence[Entry], *, sentences: Sentences | None = None) -> str:
    """The memo on the entries as Markdown (CommonMark with the tables of GitHub).

    The sentences are those of this package's policies unless others are given. Raises Unavailable
    if the installation has none.
    """
    return _markdown(contents.memo(entries, sentences or Sentences()))


def html(entries: Sequence[Entry], *, sentences: Sentences | None = None) -> str:
    """The memo on the entries as one HTML page with its own style, to be printed on A4.

    It has no script and loads nothing, and its own Content-Security-Policy forbids both. Raises
    Unavailable if the installation has no policies.
    """
    return _html(contents.memo(entries, sentences or Sentences()))
