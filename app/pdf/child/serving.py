"""The child's side of the worker: reads one piece of work after another from its standard input until that closes."""

from __future__ import annotations

import gc
import importlib
import io
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import astuple
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, BinaryIO

from app.errors import AppError
from app.pdf import codec
from app.pdf.child import framing, holding, limits, render
from app.pdf.finder.boxes import found_boxes
from app.pdf.finder.looking import look
from app.pdf.finder.sight import PageSight
from app.pdf.finder.sight_codec import sights_in, sights_out
from app.pdf.problems import DamagedPdf, TooHeavy
from app.pdf.reading.compiler import compile_form
from app.pdf.scan.pictures import needs_reading
from app.pdf.template import Box, Rect

_LARGE_BYTES = 1 << 19
_GIVE_BACK_BYTES = 4_000_000
_ON_DOCUMENTS = frozenset({"pages", "hold", "grey", "clean", "fax"})


def main(memory_bytes: int) -> None:
    """Work until the owner closes the pipe.

    Args:
        memory_bytes: the most that this process may take.
    """
    limits.cap_own_memory(memory_bytes)
    incoming, outgoing = _private_pipes()
    gc.freeze()
    gc.disable()  # a piece of work ends before its rubbish matters, so it is cleared between two pieces
    framing.write(outgoing, {"ready": True})
    # In a call of its own: what was read is let go before the next piece of work is waited for.
    while (size := _served(incoming, outgoing)) is not None:
        gc.collect()
        if size > _GIVE_BACK_BYTES:
            limits.give_back()


def _served(incoming: BinaryIO, outgoing: BinaryIO) -> int | None:
    """Do one piece of work; returns how large it was, None where there is none any more."""
    message = framing.read(incoming)
    if message is None:
        return None
    head, body = _answer(*message)
    framing.write(outgoing, head, body)
    return len(message[1]) + (len(body) if isinstance(body, bytes) else body.length)


def _private_pipes() -> tuple[BinaryIO, BinaryIO]:
    # By number: a program without a console has no sys.stdin. Whatever a library prints must not mix with the answers.
    incoming, outgoing = os.dup(0), os.dup(1)
    os.dup2(2, 1)
    sys.stdin = io.StringIO()
    if hasattr(os, "O_BINARY"):
        msvcrt: Any = importlib.import_module("msvcrt")
        for pipe in (incoming, outgoing):
            msvcrt.setmode(pipe, os.O_BINARY)
    return os.fdopen(incoming, "rb"), os.fdopen(outgoing, "wb")


def _answer(head: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes | framing.Flowing]:
    try:
        return _work(head, holding.held(head["held"]) if "held" in head else body)
    except holding.NotHeld:
        return {"lacks": True}, b""
    except AppError as problem:
        return {"problem": problem.code, "details": problem.details}, b""
    except MemoryError:
        return {"problem": TooHeavy.code, "details": {"what": "memory"}}, b""
    except Exception as error:  # noqa: BLE001 - the border of the worker: whatever a parser trips over is the file's fault
        return {"problem": DamagedPdf.code, "details": {"at": _place(error)}}, b""


def _place(error: Exception) -> str:
    """Where in the program it happened: what the error says may be out of the file, and stays here."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(last.filename).name}, line {last.lineno}"


def _work(head: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes | framing.Flowing]:
    match head["do"]:
        case "compile":
            declared = codec.boxes_in(head["declared"])
            return {}, codec.encode(compile_form(body, password=head["password"], declared=declared))
        case "look":
            return {"sights": sights_out(_looked(body, head["password"]))}, b""
        case "picture":
            return {"sights": sights_out([_read_picture(head, body)])}, b""
        case "render":
            raster = render.draw(body, head["page"], head["scale"], head["password"])
            return {"width": raster.width, "height": raster.height}, raster.rgb
        case rarer if rarer in _RARER:
            if rarer in _ON_DOCUMENTS:
                # Not before: reading pictures takes and gives back such pieces all the time, and would wait for each.
                limits.give_back_early(_LARGE_BYTES)
            return _RARER[rarer](head, body)
        case reading:
            return _read(reading, head, body), b""


def _ink_maps(head: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    maps = render.ink_maps(body, head["pages"], head["scale"])
    return {"sizes": [[one.width, one.height] for one in maps]}, b"".join(one.bits for one in maps)


def _grey(head: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    from app.pdf.attaching import pages  # noqa: PLC0415

    total, drawn = pages.grey(body, head["first"], head["most"], dpi=head["dpi"], is_dark=head["dark"])
    return {"pages": total}, drawn


def _cleaned(head: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    from app.pdf.attaching.cleaning import cleaned  # noqa: PLC0415

    further, pages, made = cleaned(body, head["first"])
    return {"next": further, "pages": pages}, made


def _faxed(head: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    from app.pdf.faxing import eye, seen  # noqa: PLC0415

    shown = eye.fax_page(body, head["page"], seen.FaxQuality(head["quality"]))
    lost = [[item.fault.value, *astuple(item.place), item.size_pt] for item in shown.lost]
    return {"width": shown.raster.width, "height": shown.raster.height, "lost": lost}, shown.raster.rgb


def _found(sights: Sequence[PageSight], own: Sequence[Box], *, pictures: bool) -> dict[str, Any]:
    unread = [one.page for one in sights if needs_reading(one)]
    read = [one for one in sights if not pictures or one.page not in unread]
    scan = all(one.page in unread and one.plausible for one in sights)
    return {"boxes": codec.boxes_out(found_boxes(read, own)), "unread": unread, "scan": scan}


def _read_picture(head: dict[str, Any], body: bytes) -> PageSight:
    # Only the child that reads pictures loads these libraries; they need not be installed.
    from app.pdf.scan.reading import read_picture  # noqa: PLC0415

    return read_picture(body, head["width"], head["height"], sights_in(head["sights"])[0])


def _square_codes(head: dict[str, Any], body: bytes) -> list[str]:
    from app.pdf.scan.codes import square_codes  # noqa: PLC0415 -- as above

    return square_codes(body, head["width"], head["height"])


def _pages(head: dict[str, Any], body: bytes) -> tuple[dict[str, Any], framing.Flowing]:
    return {}, _flow(head, body)


def _flow(head: dict[str, Any], body: bytes) -> framing.Flowing:
    # Only documents that go with a form need these.
    from app.pdf.attaching import joining, pages, pictures  # noqa: PLC0415
    from app.pdf.attaching.flowing import Flow  # noqa: PLC0415
    from app.pdf.attaching.line_at import LineAt  # noqa: PLC0415

    match head["how"]:
        case "picture":
            return Flow(pictures.pages_of_picture(body))
        case "chosen":
            return Flow(joining.joined([(lambda: body, head["pages"])]))
        case "blackened":
            covers = {int(page): [Rect(*area) for area in areas] for page, areas in head["covers"].items()}
            return Flow(pages.blackened(body, covers))
        case "joined":
            holding.check([number for number, _, _ in head["parts"]])
            parts = [(partial(holding.held, number, last=last), wanted) for number, wanted, last in head["parts"]]
            placed = {int(page): LineAt(*line) for page, line in head["placed"].items()}
            return Flow(joining.joined(parts, body, placed))
        case _:
            raise ValueError("no such work")


def _hold(head: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    return holding.hold(head["number"], body), b""


def _let_go(head: dict[str, Any], _: bytes) -> tuple[dict[str, Any], bytes]:
    return holding.let_go(head["numbers"]), b""


def _read_seal(_: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    # Few files bear a seal, and the library that reads one takes a while to load.
    from app.pdf.proving.seal_reading import read_seal, reading_out  # noqa: PLC0415

    return reading_out(read_seal(body))


def _first_finding(head: dict[str, Any], body: bytes) -> str | None:
    # The first form can be filled before the library that reads finished files is loaded.
    from app.pdf.proving.structure import findings  # noqa: PLC0415

    return next(findings(body, ours_from=head["ours_from"], sealed=head["sealed"]), None)


@lru_cache(maxsize=1)
def _looked(body: bytes, password: str | None) -> tuple[PageSight, ...]:
    """What is seen on the pages: whoever looks for boxes asks next what is printed around them."""
    return look(body, password=password)


def _read(what: str, head: dict[str, Any], body: bytes) -> dict[str, Any]:
    match what:
        case "find":
            own = codec.boxes_in(head["own"])
            return _found(_looked(body, head["password"]), own, pictures=head["pictures"])
        case "text":
            return {"texts": render.page_texts(body, head["password"])}
        case "read":
            return {"texts": render.read_places(body, head["places"])}
        case "ink":
            before, after = body[: head["split"]], body[head["split"] :]
            told = render.inked(before, after, head["places"], head["scale"])
            return {"ink": [[one.darker, one.lighter, one.ground] for one in told]}
        case "gate":
            return {"finding": _first_finding(head, body)}
        case unknown:
            return {"problem": DamagedPdf.code, "details": {"asked": str(unknown)}}


_RARER: dict[str, Callable[[dict[str, Any], bytes], tuple[dict[str, Any], bytes | framing.Flowing]]] = {
    "codes": lambda head, body: ({"codes": _square_codes(head, body)}, b""),
    "ink maps": _ink_maps,
    "seal": _read_seal,
    "fax": _faxed,
    "grey": _grey,
    "clean": _cleaned,
    "pages": _pages,
    "hold": _hold,
    "let go": _let_go,
}
