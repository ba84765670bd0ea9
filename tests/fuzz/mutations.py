"""Ways to spoil a PDF, each made by chance from a seed, so that what was found once is found again."""

from __future__ import annotations

import io
import random
import re
import warnings
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pikepdf

from tests.unit.pdf import hostile

_OBJECT = re.compile(rb"(?:^|(?<=[\r\n]))(\d{1,7}) 0 obj\b(.*?)\bendobj", re.DOTALL)
_NUMBER = re.compile(rb"(?<=[\s\[(<])-?\d+(?:\.\d+)?(?=[\s\]>/)])")
_REFERENCE = re.compile(rb"(?<=[\s\[])\d+ 0 R(?=[\s\]>/])")
_NAME = re.compile(rb"/[A-Za-z][A-Za-z0-9]*")
_VALUE = re.compile(rb"(?<=/)([A-Za-z]+) (\[[^\[\]]*\]|\d+ 0 R|/[A-Za-z0-9]+|-?[\d.]+|\([^()\\]*\))")
_ROOT = re.compile(rb"/Root (\d+ 0 R)")

_NUMBERS = (b"0", b"-1", b"1", b"2", b"65535", b"99999", b"2147483647", b"-2147483648", b"4294967296", b"1e30",
            b"9" * 40, b"0.0000001", b"-0.5", b"1000000.5", b"nan", b"1.2.3")  # fmt: skip
_LITERALS = (b"null", b"true", b"()", b"<>", b"[]", b"<< >>", b"/", b"/Off", b"0", b"-7", b"(\\)", b"<feff>", b"1 0 R",
             b"[null null null null]", b"<< /A << /A << /A 1 0 R >> >> >>", b"(\xfe\xff\xd8\x00)")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """A form to spoil.

    Attributes:
        data: as it is.
        plain: the same rewritten without compression and object streams, so that changes hit its structure; equal to
            `data` where it cannot be opened.
        others: forms to take parts from.
    """

    name: str
    data: bytes
    plain: bytes
    others: Sequence[bytes] = ()


Change = Callable[[bytes, Source, random.Random], bytes]


def source(name: str, data: bytes) -> Source:
    """A form made ready to be spoilt."""
    try:
        with warnings.catch_warnings(action="ignore"), pikepdf.open(io.BytesIO(data)) as pdf:
            out = io.BytesIO()
            pdf.save(
                out,
                compress_streams=False,
                stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
                object_stream_mode=pikepdf.ObjectStreamMode.disable,
                encryption=False,
                static_id=True,
            )
        return Source(name, data, out.getvalue())
    except (pikepdf.PdfError, pikepdf.PasswordError):
        return Source(name, data, data)


def spoilt(form: Source, chance: random.Random) -> tuple[str, bytes]:
    """A spoilt copy, and how it was made."""
    if chance.random() < 0.35:
        change = chance.choice(_ON_BYTES)
        return change.__name__, change(form.data, form, chance)
    changes = [chance.choice(_ON_STRUCTURE) for _ in range(chance.choice((1, 1, 2, 3)))]
    data = form.plain
    for change in changes:
        data = change(data, form, chance)
    name = "+".join(change.__name__ for change in changes)
    return (name, data) if chance.random() < 0.4 else (f"{name}, table rebuilt", tabled(data))


def tabled(data: bytes) -> bytes:
    """The file with a cross-reference table that fits its objects, so that nothing needs repair."""
    root = _ROOT.search(data)
    end = data.rfind(b"xref\n0 ")
    body = data[:end] if end > 0 else data
    places = {int(found[1]): found.start() for found in _OBJECT.finditer(body)}
    if root is None or not places:
        return data
    size = max(places) + 1
    if size > 400_000:
        return data
    rows = b"".join(
        b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 00001 f \n"
        for number in range(1, size)
    )
    head = b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root %b >>\n" % (size, rows, size, root[1])
    return body + head + b"startxref\n%d\n%%%%EOF\n" % len(body)


# -- on the bytes as they are


def bits_flipped(data: bytes, _: Source, chance: random.Random) -> bytes:
    spoiled = bytearray(data)
    for _ in range(chance.randint(1, 60)):
        spoiled[chance.randrange(len(spoiled))] ^= 1 << chance.randrange(8)
    return bytes(spoiled)


def cut_short(data: bytes, _: Source, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def hole_cut(data: bytes, _: Source, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.randint(1, 3_000) :]


def bytes_spliced(data: bytes, form: Source, chance: random.Random) -> bytes:
    giver = chance.choice([data, *form.others])
    start, size, into = chance.randrange(len(giver)), chance.randint(1, 4_000), chance.randrange(len(data))
    return data[:into] + giver[start : start + size] + data[into + chance.choice((0, size)) :]


def glued_together(data: bytes, form: Source, chance: random.Random) -> bytes:
    return data + chance.choice([data, *form.others])


# -- on the structure


def numbers_swapped(data: bytes, _: Source, chance: random.Random) -> bytes:
    return _some_replaced(_NUMBER, data, chance, lambda _: chance.choice(_NUMBERS))


def references_swapped(data: bytes, _: Source, chance: random.Random) -> bytes:
    targets = [found[0] for found in _REFERENCE.finditer(data)] or [b"1 0 R"]
    return _some_replaced(_REFERENCE, data, chance, lambda _: chance.choice(targets))


def names_swapped(data: bytes, _: Source, chance: random.Random) -> bytes:
    names = list({found[0] for found in _NAME.finditer(data)}) or [b"/A"]
    names.sort()
    return _some_replaced(_NAME, data, chance, lambda _: chance.choice(names))


def values_of_another_kind(data: bytes, _: Source, chance: random.Random) -> bytes:
    return _some_replaced(
        _VALUE, data, chance, lambda found: found[1] + b" " + chance.choice((*_LITERALS, chance.choice(_NUMBERS)))
    )


def objects_swapped(data: bytes, _: Source, chance: random.Random) -> bytes:
    found = list(_OBJECT.finditer(data))
    if not found:
        return data
    bodies = [one[2] for one in found]
    return _body_replaced(data, chance.choice(found), chance.choice(bodies))


def foreign_object(data: bytes, form: Source, chance: random.Random) -> bytes:
    found, foreign = list(_OBJECT.finditer(data)), list(_OBJECT.finditer(chance.choice([data, *form.others])))
    return _body_replaced(data, chance.choice(found), chance.choice(foreign)[2]) if found and foreign else data


def deeply_nested(data: bytes, _: Source, chance: random.Random) -> bytes:
    depth = chance.choice((30, 90, 120, 499, 5_000, 60_000))
    opened, closed = chance.choice(((b"[", b"]"), (b"<</A", b">>"), (b"[<</Kids", b">>]"), (b"(", b")")))
    nested = opened * depth + b" 1 0 R " + closed * depth
    return _one_replaced(_VALUE, data, chance, lambda found: found[1] + b" " + nested)


def long_array(data: bytes, _: Source, chance: random.Random) -> bytes:
    targets = [found[0] for found in _REFERENCE.finditer(data)] or [b"1 0 R"]
    many = b"[" + (chance.choice(targets) + b" ") * chance.choice((300, 5_000, 100_000)) + b"]"
    return _one_replaced(_VALUE, data, chance, lambda found: found[1] + b" " + many)


def array_repeated(data: bytes, _: Source, chance: random.Random) -> bytes:
    times = chance.choice((2, 40, 3_000))
    array = re.compile(rb"/(?:Annots|Kids|Contents|Fields|Opt|Nums|W) ?\[([^\[\]]{1,4000})\]")
    return _one_replaced(array, data, chance, lambda found: found[0][:-1] + (b" " + found[1]) * times + b"]")


def bomb_laid(data: bytes, _: Source, chance: random.Random) -> bytes:
    bomb = chance.choice(_bombs())
    streams = [one for one in _OBJECT.finditer(data) if b"stream" in one[2]]
    return _body_replaced(data, chance.choice(streams), bomb) if streams else data


def content_spoilt(data: bytes, _: Source, chance: random.Random) -> bytes:
    streams = [one for one in _OBJECT.finditer(data) if b"stream\n" in one[2] and b"/Filter" not in one[2]]
    if not streams:
        return data
    one = chance.choice(streams)
    head, _mark, rest = one[2].partition(b"stream\n")
    rest = rest[: rest.rfind(b"endstream")] if b"endstream" in rest else rest
    laid = chance.choice(
        (
            b"q " * 100_000,
            b"Q " * 50,
            b"BT " * 40,
            b"(" * 9_000,
            b"/Fm0 Do " * 3_000,
            b"BI /W 9 /H 9 ID xx",
            b"\xff" * 99,
        )
    )
    into = chance.randrange(len(rest) + 1)
    content = rest[:into] + laid + rest[into:]
    head = re.sub(rb"/Length \d+(?: 0 R)?", b"/Length %d" % len(content), head)
    return _body_replaced(data, one, head + b"stream\n" + content + b"\nendstream\n")


def _some_replaced(
    pattern: re.Pattern[bytes], data: bytes, chance: random.Random, by: Callable[[re.Match[bytes]], bytes]
) -> bytes:
    share = chance.choice((0.0005, 0.002, 0.01, 0.05))
    return pattern.sub(lambda found: by(found) if chance.random() < share else found[0], data)


def _one_replaced(
    pattern: re.Pattern[bytes], data: bytes, chance: random.Random, by: Callable[[re.Match[bytes]], bytes]
) -> bytes:
    found = list(pattern.finditer(data))
    if not found:
        return data
    one = chance.choice(found)
    return data[: one.start()] + by(one) + data[one.end() :]


def _body_replaced(data: bytes, found: re.Match[bytes], body: bytes) -> bytes:
    return data[: found.start(2)] + b"\n" + body.strip(b"\r\n") + b"\n" + data[found.end(2) :]


_laid: list[bytes] = []


def _bombs() -> list[bytes]:
    if not _laid:
        flat = zlib.compress(b"0" * 300_000_000, 9)
        ops = zlib.compress(b"q 1 0 0 1 0 0 cm 0 0 9 9 re f\n" * 4_000_000, 9)
        form = b"/Type /XObject /Subtype /Form /BBox [0 0 99 99] "
        for packed, entries in (
            (flat, b"/Filter /FlateDecode"),
            (zlib.compress(flat, 9), b"/Filter [/FlateDecode /FlateDecode]"),
            (ops, form + b"/Filter /FlateDecode"),
            (flat, b"/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 2000000000 >>"),
            (b"\x80" + b"\x81a" * 99_000, b"/Filter /RunLengthDecode"),
            (b"z" * 400_000, b"/Filter [/ASCII85Decode /LZWDecode]"),
        ):
            _laid.append(hostile.stream(packed, entries))
    return _laid


_ON_BYTES: tuple[Change, ...] = (bits_flipped, cut_short, hole_cut, bytes_spliced, glued_together)
_ON_STRUCTURE: tuple[Change, ...] = (
    numbers_swapped, references_swapped, names_swapped, values_of_another_kind, objects_swapped, foreign_object,
    deeply_nested, long_array, array_repeated, bomb_laid, content_spoilt, bits_flipped, bytes_spliced,
)  # fmt: skip
