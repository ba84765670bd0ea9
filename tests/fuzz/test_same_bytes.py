"""The same bytes for the same input on one build: whatever the order in which a process keeps its sets."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from app.places import bundled
from tests.bench.paper_case import generated

ROOT = Path(__file__).resolve().parents[2]
PAYERS = ROOT.parent / "shared" / "forms"
SEVERAL = ("aetna-medicare-riabni-v1", "bcbstx-rx-standard-pa", "cigna-general-med-prior-auth")
FILLS = """
import hashlib, json, sys
from pathlib import Path
from app.pdf import codec
from app.pdf.reading.compiler import compile_form
from app.pdf.composing.composer import AddendumHeading, compose
from app.pdf.finder.boxes import found_boxes
from app.pdf.finder.completing import completed
from app.pdf.finder.looking import look
from dataclasses import replace

TEXTS = ("Nguyễn Thị Ánh", "王小明 محمد", "Jane Q. Sample", "Topiramate 100 mg daily, stopped for slowing; " * 9)
told = {}
for path in sys.argv[1:]:
    data = Path(path).read_bytes()
    form = compile_form(data)
    if not form.template.boxes:
        form = replace(form, template=completed(form.template, found_boxes(look(data))))
    values = {
        box.id: number % 3 != 0 if box.kind == "check" else TEXTS[number % 4]
        for number, box in enumerate(form.template.boxes)
    }
    made = compose(form, values, heading=AddendumHeading("Addendum", ("Patient: Jane Q. Sample",)))
    told[Path(path).name] = [
        len(values), made.addendum_pages, *(hashlib.sha256(part).hexdigest() for part in (codec.encode(form), made.pdf))
    ]
print(json.dumps(told))
"""


def filled(seed: int, paths: list[Path]) -> dict[str, list[object]]:
    environment = {**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-W", "ignore", "-c", FILLS, *map(str, paths)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, cwd=ROOT)
    return dict(json.loads(done.stdout))


def test_two_processes_write_the_same_bytes(tmp_path: Path) -> None:
    made = tmp_path / "generated.pdf"
    made.write_bytes(generated(120))
    assert generated(120) == made.read_bytes()
    own = bundled("forms", "juniper", "botulinum-toxin", "2026-11")
    paths = [made, own / "form.pdf", own / "form-flat.pdf"]
    paths += [path for name in SEVERAL if (path := PAYERS / f"{name}.pdf").is_file()]
    first, second = filled(1, paths), filled(4_242, paths)
    assert len(first) == len(paths)
    assert all(boxes and pages for boxes, pages, *_ in first.values())
    assert first == second
