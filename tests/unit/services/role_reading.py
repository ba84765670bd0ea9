"""Reads out of the program's own text which role checks a service operation reaches, and whether it writes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[3]
SERVICES = ROOT / "app" / "services"

#: What of an open vault changes it, or what stands beside it.
WRITES = re.compile(
    r"vault\.(apply|undo|put_blob|put_signer_slot|take_signer_slot|backup|renew_key|restore"
    r"|access\.(give|take|make|confirm|change)\w*|pins\.(give|take))$"
)
#: The check of `edits`: the office's own records are an administrator's, all others anybody's who may change records.
EITHER = "edit-or-administer"


@dataclass(slots=True)
class Operation:
    """A function or method of a service.

    Attributes:
        acts: that it asks for itself, in small letters.
        writes: ways in which it writes itself.
        calls: other operations that it names.
        is_public: whether it takes a session and bears a name without an underscore.
    """

    name: str
    acts: set[str] = field(default_factory=set)
    writes: set[str] = field(default_factory=set)
    calls: set[str] = field(default_factory=set)
    is_public: bool = False


@cache
def operations() -> dict[str, Operation]:
    """Every function of the services, by its name below `app.services`."""
    found: dict[str, Operation] = {}
    for file in sorted(SERVICES.rglob("*.py")):
        module = ".".join(file.relative_to(SERVICES).with_suffix("").parts).removesuffix(".__init__")
        tree = ast.parse(file.read_text(encoding="utf-8"))
        imported = dict(_imports(tree))
        for owner, function in _functions(tree):
            name = f"{module}.{owner}{function.name}"
            found[name] = _read(name, function, imported, f"{module}.", f"{module}.{owner}")
    return found


def public() -> dict[str, Operation]:
    """The operations that take a session."""
    return {name: item for name, item in operations().items() if item.is_public}


def reached(name: str) -> tuple[set[str], set[str]]:
    """The acts that an operation asks for, and the ways in which it writes, by itself or by what it calls."""
    seen: set[str] = set()
    acts: set[str] = set()
    writes: set[str] = set()
    waiting = [name]
    while waiting:
        item = operations().get(waiting.pop())
        if item is not None and item.name not in seen:
            seen.add(item.name)
            acts |= item.acts
            writes |= item.writes
            waiting += item.calls
    return acts, writes


@cache
def named_by_heads() -> set[str]:
    """What the desk and the command line name of the services: `module.function`, or a method's name alone."""
    names: set[str] = set()
    for head in ("desk", "cli"):
        for file in (ROOT / "app" / head).rglob("*.py"):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            imported = dict(_imports(tree))
            names |= {
                imported[node.id] for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id in imported
            }
            for node in ast.walk(tree):
                if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in imported:
                    names.add(f"{imported[node.value.id]}.{node.attr}")
    return names


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield "", node
        elif isinstance(node, ast.ClassDef):
            yield from ((f"{node.name}.", item) for item in node.body if isinstance(item, ast.FunctionDef))


def _imports(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("app.services"):
            inside = (node.module or "").removeprefix("app.services").removeprefix(".")
            for item in node.names:
                yield item.asname or item.name, f"{inside}.{item.name}".removeprefix(".")


def _read(name: str, function: ast.FunctionDef, imported: dict[str, str], module: str, owner: str) -> Operation:
    item = Operation(name)
    given = [*function.args.args, *function.args.kwonlyargs]
    takes = any(arg.annotation is not None and ast.unparse(arg.annotation) == "Session" for arg in given)
    item.is_public = takes and not any(part.startswith("_") for part in name.split("."))
    for node in ast.walk(function):
        if isinstance(node, ast.Name):
            item.calls.add(imported.get(node.id, f"{module}{node.id}"))
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            value = node.value.id
            item.calls.add(f"{owner}{node.attr}" if value == "self" else f"{imported.get(value, value)}.{node.attr}")
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called.endswith(".allow"):
                item.acts.add(_act(ast.unparse(node.args[0])))
            if WRITES.search(called):
                item.writes.add(called)
    return item


def _act(text: str) -> str:
    return EITHER if " if " in text else text.removeprefix("Act.").lower()
