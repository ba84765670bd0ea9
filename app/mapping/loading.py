"""Reading a pack from its text."""

from __future__ import annotations

import re
import tomllib

from app.mapping._check_pack import check_pack
from app.mapping._read_pack import read_pack
from app.mapping.model import Pack
from app.mapping.problems import PackProblem, PackSyntax
from app.tables.lines import LineMap
from app.tables.table import Table, Where

_AT_LINE = re.compile(r"\s*\(at line (?P<line>\d+), column \d+\)|\s*\(at end of document\)")


def load_pack(text: str, file_name: str) -> Pack:
    """Read a pack.

    Args:
        text: of a `pack.toml`.
        file_name: how complaints name the file.

    Raises:
        PackSyntax: the text is no TOML.
        PackProblem: it says something that it must not; names file, line and key.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise _syntax(str(problem), text, file_name) from problem
    where = Where(file_name, LineMap.of(text), PackProblem, top="pack")
    pack = read_pack(Table(data, (), where))
    check_pack(pack, where)
    return pack


def _syntax(says: str, text: str, file_name: str) -> PackSyntax:
    found = _AT_LINE.search(says)
    line = int(found["line"]) if found and found["line"] else len(text.splitlines())
    return PackSyntax(file=file_name, line=line, why=_AT_LINE.sub("", says))
