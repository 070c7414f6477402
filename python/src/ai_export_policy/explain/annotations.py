"""Read the METADATA blocks of the shipped .rego files (OPA documentation, "Annotations").

A decision carries ids; their sentences stand once, in the block above the rule that gives the id.
This reader knows as much Rego as the policies use for it, so that a decision of an OPA far away can
be explained without an OPA at hand: rules start in the first column, as `opa fmt` leaves them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

import yaml


class Note(NamedTuple):
    """What a METADATA block says: title, description and the paragraph; empty where it does not.

    `carries` are paragraphs beside the cited one for which the rule answers as a whole.
    """

    title: str = ""
    description: str = ""
    citation: str = ""
    symbol: str = ""
    carries: str = ""


class Branch(NamedTuple):
    """A value that a rule gives, and the expressions that it asks for it, one each."""

    value: str
    body: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its name, the id it gives (None: none of its own), its note, and its body.

    `fields` are the texts of an object that the rule gives (`when`, `policy`, ...), `body` its
    expressions, one each, without those of an `else`; `branches` has those too, in order. It begins
    at `line` of `file`, a path below the policies.
    """

    name: str
    id: str | None
    note: Note
    fields: Mapping[str, str]
    body: tuple[str, ...]
    line: int = field(default=0, compare=False)
    file: str = field(default="", compare=False)
    branches: tuple[Branch, ...] = field(default=(), compare=False)


@dataclass(slots=True)
class Package:
    """One package: its own note, what its imports call other packages, and its rules in order.

    The note stands at `line` of `file`, above the name of the package.
    """

    note: Note = field(default_factory=Note)
    file: str = ""
    line: int = 0
    imports: dict[str, str] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)


# Rules of these names give ids, and each id has a sentence of its own (python/tools/lint).
_BY_ID = frozenset({"applies", "excluded", "obligations", "raised", "unmet"})

_NAME = re.compile(r"(?:default\s+)?(\w+)")
_ID = re.compile(
    r'\w+ contains "(?P<set>[^"]+)"'  # unmet contains "740.29(a)/limit" if ...
    r'|\w+\["(?P<key>[^"]+)"\]'  # raised["732.S3/28"] := ...
    r'|\w+\[\w+\] := \["(?P<list>[^"]+)"\]'  # unmet[symbol] := ["748.15(a)(1)/..."] if ...
)
_VARIABLE = re.compile(r"\w+\[(\w+)\] := ")
_FIELD = re.compile(r'"(\w+)": "([^"]*)"')
_ELSE = re.compile(r"\n(?:\} )?else ")
_IMPORT = re.compile(r"import data\.([\w.]+?)(?: as (\w+))?$")
# libyaml where PyYAML was built with it: a tenth of the time.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(policies: Path) -> dict[str, Package]:
    """Return the packages below `policies` by name (`ear.lpp`), tests left out."""
    packages: dict[str, Package] = {}
    for path in sorted(policies.rglob("*.rego")):
        if not path.name.endswith("_test.rego"):
            file = path.relative_to(policies).as_posix()
            _read_file(path.read_text(encoding="utf-8"), packages, file)
    return packages


def rules_of(text: str) -> tuple[str, list[Rule]]:
    """Return the package that one file belongs to, and the rules of that file in order."""
    packages: dict[str, Package] = {}
    _read_file(text, packages, "")
    ((name, package),) = packages.items()
    return name, package.rules


def _read_file(text: str, packages: dict[str, Package], file: str) -> None:
    package = Package()
    inherited: dict[tuple[str, str | None], Note] = {}
    for comment, code, line in _pieces(text):
        note = _note(comment)
        if code.startswith("package "):
            package = packages.setdefault(code.split()[1], package)
            if note is not None:
                package.note, package.file, package.line = note, file, line
        elif found := _IMPORT.match(code):
            package.imports[found[2] or found[1].rpartition(".")[2]] = found[1]
        elif name := _NAME.match(code):
            rule = _rule(name[1], code, (file, line))
            # A rule without a block of its own is another way to the one before it, but to another
            # id it is none.
            key = (rule.name, rule.id if rule.name in _BY_ID else None)
            inherited[key] = note or inherited.get(key, Note())
            package.rules.append(replace(rule, note=inherited[key]))


def _pieces(text: str) -> Iterator[tuple[str, str, int]]:
    """Yield what stands in the first column: a comment above it, the code, and its first line."""
    comment: list[str] = []
    code: list[str] = []
    begins = 1
    for number, line in enumerate([*text.splitlines(), "end"], start=1):
        if line[:1] in ("", " ", "\t", "}", ")", "]") or line.startswith("else "):
            code += [line] if code else []
            continue
        if code:
            yield "\n".join(comment), "\n".join(code).rstrip(), begins
            comment, code = [], []
        begins = number
        (comment if line.startswith("#") else code).append(line)


def _note(comment: str) -> Note | None:
    _, found, block = comment.partition("# METADATA\n")
    if not found:
        return None
    lines = [line.removeprefix("#").removeprefix(" ") for line in block.split("\n")]
    block = yaml.load("\n".join(lines), Loader=_LOADER)
    custom = block.get("custom", {})
    return Note(
        title=_one_line(block.get("title")),
        description=_one_line(block.get("description")),
        citation=_one_line(custom.get("citation")),
        symbol=_one_line(custom.get("symbol")),
        carries=_one_line(custom.get("carries")),
    )


def _one_line(text: object) -> str:
    return " ".join(str(text or "").split())


def _rule(name: str, code: str, place: tuple[str, int]) -> Rule:
    """The rule as its code has it, without its note."""
    head = code.partition(" if ")[0]
    fields = dict(_FIELD.findall(head))
    given = _ID.match(head)
    found = fields.get("id") or (given and (given["set"] or given["key"] or given["list"]))
    found = found or _assigned(head, code)
    branches = tuple(_branch(piece) for piece in _ELSE.split(code))
    file, line = place
    return Rule(name, found, Note(), fields, branches[0].body, line, file, branches)


def _assigned(head: str, code: str) -> str | None:
    """`applies[id] := citation if { ... id := "744/listed_party" }`: the text of the variable."""
    key = _VARIABLE.match(head)
    found = key and re.search(rf'^\t{key[1]} := "([^"]+)"$', code, re.MULTILINE)
    return found[1] if found else None


def _branch(code: str) -> Branch:
    head, _, rest = code.partition(" if ")
    body = rest.partition("\n}")[0] if rest.startswith("{\n") else rest.partition("\n")[0]
    lines = (one.strip() for one in body.removeprefix("{\n").split("\n"))
    return Branch(head.partition(":= ")[2].strip(), tuple(one for one in lines if one))
