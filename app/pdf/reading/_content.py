"""How a page's content ends: what it leaves open must be closed before anything is drawn over it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NOT_AFTER, _NOT_BEFORE = rb"[\w/.*'\"-]", rb"(?![\w*'\"])"
# Every branch begins with a plain letter, so that the search skips quickly; what stands before is looked at afterwards.
_TOKEN = re.compile(
    rb"%[^\r\n]*+"
    rb"|\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+\))*+\)"
    rb"|q(?<!" + _NOT_AFTER + rb"q)" + _NOT_BEFORE + rb"|Q(?<!" + _NOT_AFTER + rb"Q)" + _NOT_BEFORE +
    rb"|B(?:[TX](?<!" + _NOT_AFTER + rb"..)|[DM]C(?<!" + _NOT_AFTER + rb"...))" + _NOT_BEFORE +
    rb"|E(?:[TX](?<!" + _NOT_AFTER + rb"..)|MC(?<!" + _NOT_AFTER + rb"...))" + _NOT_BEFORE,
    re.DOTALL,
)  # fmt: skip
_OPERATORS = frozenset([b"q", b"Q", b"BT", b"ET", b"BX", b"EX", b"BDC", b"BMC", b"EMC"])
_INLINE_IMAGE = re.compile(
    rb"(?<![\w/])BI(?:\s*+/[^\s/\[\]()<>{}%]++\s*+(?:/[^\s/\[\]()<>{}%]*+|\[[^\]]*+\]|<[0-9A-Fa-f\s]*+>|<<[^>]*+>>|[-+.\d]++|true|false))*+"
    rb"\s*+ID\s"
)
_OPEN_IMAGE = b" BI "
_NO_BRACKETS = bytes(set(range(256)) - set(b"()[]<>"))
_ESCAPED = re.compile(rb"\\[()\[\]<>]")
_IMAGE_END = re.compile(rb"\sEI(?![^\s])")
_STRING = re.compile(rb"\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+\)", re.DOTALL)
_SAID = re.compile(rb"%[^\r\n]*+|" + _STRING.pattern, re.DOTALL)
_PAINTS = re.compile(rb"(?<![\w/.*'\"-])(?:[fFBbSs]|[fBb]\*|Do|sh|EI)(?![\w*'\"])")
_SHOWS_TEXT = re.compile(rb"[)>\]]\s*(?:T[jJ]|'|\")")
_NOTHING = re.compile(rb"\(\s*\)|<\s*>|\[\s*\]")


@dataclass(frozen=True, slots=True)
class Balance:
    """What stands before and after a page's own content, so that it leaves the page as it found it.

    Attributes:
        extra_saves: `q` needed before, because the content restores more than it saves.
        closing: operators that close what the content leaves open.
        ends_open: the content ends inside a string, an array, a dictionary or an inline image, which would swallow
            whatever follows.
    """

    extra_saves: int = 0
    closing: bytes = b""
    ends_open: bool = False


def balance(content: bytes) -> Balance:
    """What a page's content needs around it."""
    tokens = list(filter(_OPERATORS.__contains__, _TOKEN.findall(without_inline_images(content))))
    restores, saves = _unmatched(tokens, {b"q": b"q", b"Q": b"Q"})
    marked = _unmatched(tokens, {b"BDC": b"q", b"BMC": b"q", b"EMC": b"Q"})[1]
    compatible = _unmatched(tokens, {b"BX": b"q", b"EX": b"Q"})[1]
    in_text = next((token for token in reversed(tokens) if token in (b"BT", b"ET")), b"") == b"BT"
    closing = [b"ET"] * in_text + [b"EMC"] * marked + [b"EX"] * compatible + [b"Q"] * saves
    return Balance(restores, b" ".join(closing), _ends_open(content))


def _ends_open(content: bytes) -> bool:
    if b"BI" not in content and _is_paired(content):
        return False
    bare = _SAID.sub(b" ", without_inline_images(content))
    return (
        b"(" in bare
        or bare.count(b"[") > bare.count(b"]")
        or bare.count(b"<") > bare.count(b">")
        or bare.endswith(_OPEN_IMAGE)
    )


def _is_paired(content: bytes) -> bool:
    """Whether as many brackets of each kind are closed as opened: then none is left open but by ill will."""
    brackets, escaped = content.translate(None, _NO_BRACKETS), b"".join(_ESCAPED.findall(content))
    return all(
        brackets.count(opening) - escaped.count(opening) == brackets.count(closing) - escaped.count(closing)
        for opening, closing in (b"()", b"[]", b"<>")
    )


def _unmatched(tokens: list[bytes], sides: dict[bytes, bytes]) -> tuple[int, int]:
    """How many closing and how many opening tokens have no partner."""
    left = b"".join([sides[token] for token in tokens if token in sides])
    while b"qQ" in left:
        left = left.replace(b"qQ", b"")
    return left.count(b"Q"), left.count(b"q")


def without_inline_images(content: bytes) -> bytes:
    """The content without the pixels of inline images, which look like anything."""
    if b"BI" not in content:
        return content
    parts, start = [], 0
    while (image := _INLINE_IMAGE.search(content, start)) is not None:
        parts.append(content[start : image.start()])
        end = _IMAGE_END.search(content, image.end())
        if end is None:
            return b"".join([*parts, _OPEN_IMAGE])
        start = end.end()
        parts.append(b" EI ")
    return b"".join([*parts, content[start:]])


def shows_text(content: bytes) -> bool:
    """Whether any letter is shown."""
    return _SHOWS_TEXT.search(_NOTHING.sub(b"", content)) is not None


def paints(content: bytes) -> bool:
    """Whether the content draws anything at all."""
    return _PAINTS.search(_STRING.sub(b"()", content)) is not None or shows_text(content)
