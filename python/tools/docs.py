"""Write the pages of `python/docs` that are made from what they describe.

`rules.md` has every annotated rule with its citation, title and file; it is made from the METADATA
blocks alone, in the order of the files, so it cannot say anything that the rules do not.
`commands.md` and `openapi.json` are made by the modules of these names. `--check` fails if one is
not current.
"""

import argparse
import re
import sys
from collections.abc import Callable, Mapping
from typing import Any

import commands
import engine
import openapi

FOLDER = engine.REPOSITORY / "python" / "docs"

HEAD = """# The rules by paragraph

Made by `make docs` from the annotations of the rules; edit those. Each line is one rule: the
paragraph it follows, what it says, and its name in the file that heads the table.
"""


def page(annotations: list[Mapping[str, Any]]) -> str:
    """The page as Markdown, from the `annotations` that `opa inspect -a --format json` prints."""
    by_file: dict[str, list[Mapping[str, Any]]] = {}
    for entry in sorted(annotations, key=lambda one: one["location"]["row"]):
        file = entry["location"]["file"]
        if not file.endswith("_test.rego"):
            by_file.setdefault(file, []).append(entry)
    packages = {_path(entry) for entry in annotations if _about_package(entry)}
    sections = [HEAD]
    for file, entries in sorted(by_file.items(), key=lambda item: _order(item[0])):
        sections.append(_section(file.removeprefix("policies/"), entries, packages))
    return "\n".join(sections)


def _section(file: str, entries: list[Mapping[str, Any]], packages: set[tuple[str, ...]]) -> str:
    package: Mapping[str, Any] = next(
        (one["annotations"] for one in entries if _about_package(one)), {}
    )
    lines = [f"## [{file}](../../policies/{file}): {package.get('title', '')}", ""]
    if description := package.get("description"):
        lines += [_one_line(description), ""]
    rows = []
    for entry in entries:
        block = entry["annotations"]
        if _about_package(entry):
            continue
        path = _path(entry)
        depth = max((n for n in range(1, len(path)) if path[:n] in packages), default=1)
        name = ".".join(path[depth:])
        citation = block.get("custom", {}).get("citation", "")
        title = _one_line(block.get("title", ""))
        rows.append(f"| {citation} | {title} | `{name}` |")
    if rows:
        lines += ["| paragraph | rule | name |", "|---|---|---|", *rows, ""]
    return "\n".join(lines)


def _about_package(entry: Mapping[str, Any]) -> bool:
    return entry["annotations"]["scope"] in ("package", "subpackages")


def _path(entry: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(part["value"]) for part in entry["path"])


def _order(file: str) -> tuple[int, str]:
    part = re.search(r"part_(\d+)", file)
    return (int(part[1]) if part else 0, file)


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def rules() -> str:
    """The page of rules, as they are now."""
    return page(engine.answer("inspect", "-a", "--format", "json", "policies")["annotations"])


PAGES: Mapping[str, Callable[[], str]] = {
    "rules.md": rules,
    "commands.md": commands.page,
    "openapi.json": openapi.text,
}


def main() -> int:
    """Exit code 1 if `--check` finds a page out of date."""
    parser = argparse.ArgumentParser(description="Write the generated pages of python/docs.")
    parser.add_argument("--check", action="store_true", help="write nothing, fail if out of date")
    arguments = parser.parse_args()
    stale = 0
    for name, write in PAGES.items():
        path, text = FOLDER / name, write()
        if path.is_file() and path.read_text("utf-8") == text:
            continue
        stale += 1
        shown = path.relative_to(engine.REPOSITORY)
        if arguments.check:
            print(f"{shown} is out of date: run `make docs`")
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
            print(f"wrote {shown}")
    return 1 if arguments.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
