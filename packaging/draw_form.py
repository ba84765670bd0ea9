"""Draw the form that comes with the program: `python packaging/draw_form.py`.

Writes `form.pdf` (fillable), `form-flat.pdf` (its twin without boxes) and `pack.toml` (what it means) below `forms/`;
drawn twice they have the same bytes. What the pack says of the form as a whole is in `juniper_pack.toml` beside this
file.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import pypdfium2 as pdfium  # noqa: E402
from form_kit import Drawn, Sheet  # noqa: E402
from form_widgets import SMALL_PT, TEXT_PT, add_widgets  # noqa: E402
from juniper_form import TITLE, draw_form  # noqa: E402

from app.mapping.fingerprint import sketch  # noqa: E402

#: Sizes of the letters on the flat twin, as the widgets of the fillable form have them.
_SIZES = {"text": TEXT_PT, "choice": SMALL_PT, "multiline": SMALL_PT}
FOLDER = HERE.parent / "forms" / "juniper" / "botulinum-toxin" / "2026-11"


def draw(folder: Path) -> None:
    """Draw form, twin and pack into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    flat, form = folder / "form-flat.pdf", folder / "form.pdf"
    sheet = Sheet.new(str(flat), TITLE)
    draw_form(sheet)
    sheet.canvas.save()
    add_widgets(flat, form, sheet.boxes)
    head = (HERE / "juniper_pack.toml").read_text(encoding="utf-8")
    parts = [head, _fingerprints([form, flat]), *(_box(box, shared) for box, shared in _named(sheet.boxes))]
    (folder / "pack.toml").write_text("\n".join(parts), encoding="utf-8", newline="\n")


def _fingerprints(files: list[Path]) -> str:
    hashes = [hashlib.sha256(file.read_bytes()).hexdigest() for file in files]
    with pdfium.PdfDocument(files[0]) as pdf:
        texts = [page.get_textpage().get_text_bounded() for page in pdf]
    return f"[fingerprints]\nsha256 = {_toml(hashes)}\ntext = {_toml(sketch(texts))}\n"


def _named(boxes: list[Drawn]) -> list[tuple[Drawn, bool]]:
    """Every box, and whether it shares its name with others."""
    count = Counter(box.name for box in boxes)
    return [(box, count[box.name] > 1) for box in boxes]


def _box(box: Drawn, shared: bool) -> str:
    lines = ["[[box]]", f"field = {_toml(box.name)}"]
    lines += [f"on = {_toml(box.on)}"] if shared else []
    lines += [f"page = {box.page}", f"rect = {_toml(list(box.rect))}"]
    kind = "text" if box.kind == "choice" else box.kind
    lines += [f"look = {{ size_pt = {_SIZES[box.kind]} }}"] if box.kind in _SIZES else []
    lines += [f"kind = {_toml(kind)}"] if kind != "text" else []
    lines += [f"cells = {box.cells}"] if box.cells else []
    lines += [f"label = {_toml(box.label)}", f"section = {_toml(box.section)}"]
    lines += [f"{name} = {_toml(value)}" for name, value in box.asks.items()]
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    """A value as TOML writes it; its texts are JSON's."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)


def main() -> int:
    """Draw into `forms/`, or into the folder given."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder to draw into")
    draw(parser.parse_args().out)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
