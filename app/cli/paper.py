"""`fill`: a form without a vault."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from app.cli import say
from app.mapping.pack import PackLibrary
from app.pdf.fill_report import fill_report
from app.pdf.worker import PaperWorker
from app.services import blanks
from app.services.opening import open_blank
from app.services.problems import SameFileTwice, ValuesNotReadable
from app.services.writing import write_whole


def fill(form: Path, values: Path, out: Path, report: Path | None) -> int:
    """Fill a form's boxes and say how each value sits."""
    _check_apart(form, values, out, *(() if report is None else (report,)))
    data = say.read_file(form)
    given = _read_values(values)
    with PaperWorker() as paper:
        opened = open_blank(paper, PackLibrary(), data)
        boxes = blanks.values_of_boxes(opened.template, given)
        made = blanks.fill_boxes(opened, boxes)
        blanks.prove_filled(paper, opened, made, boxes)
    write_whole(out, made.pdf)
    if report is not None:
        write_whole(report, json.dumps(fill_report(made), ensure_ascii=False, indent=1).encode())
    continued = sum(fit.kind.value == "continued" for fit in made.fits.values())
    if continued:
        say.note(f"{continued} values did not fit and stand on the pages after the form's own.")
    return 0


def _read_values(path: Path) -> Mapping[str, object]:
    try:
        given = json.loads(say.read_file(path).decode("utf-8-sig"), object_pairs_hook=_once)
    except UnicodeDecodeError:
        raise ValuesNotReadable(why="it is not written in UTF-8") from None
    except json.JSONDecodeError as error:
        raise ValuesNotReadable(why=f"line {error.lineno} is no JSON") from None
    except ValueError:
        raise ValuesNotReadable(why="a number in it is too long") from None
    except RecursionError:
        raise ValuesNotReadable(why="it is nested too deep") from None
    if not isinstance(given, dict):
        raise ValuesNotReadable(why="it is no JSON object")
    return given


def _check_apart(*paths: Path) -> None:
    """Nothing that is read is written over, and no result by another."""
    if len({path.resolve() for path in paths}) != len(paths):
        raise SameFileTwice()


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object in which no name stands twice: which of the two was meant, nobody can know."""
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValuesNotReadable(why="a name stands in it twice")
    return made
