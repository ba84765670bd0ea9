"""Whether prints of payers' fillable forms are filled by the setup that comes with the program.

    python tests/bench/prints.py FOLDER [NAME …]

Each fillable form of the folder that a pack knows by its file is printed to PDF by every program at hand (pikepdf
always; pdftocairo and Ghostscript where they are installed), opened as a blank never seen, and filled with an invented
patient. Says for each print whether its setup is used, and which values of the payer's own file are lacking or new.
"""

# ruff: noqa: T201 (a command that reports)
from __future__ import annotations

import datetime as dt
import io
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pikepdf

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from app.mapping.library import PackLibrary  # noqa: E402
from app.mapping.recognise import Recognised  # noqa: E402
from app.pdf.worker import PaperWorker  # noqa: E402
from app.services.opening import OpenedForm, open_blank  # noqa: E402
from app.services.trying import fill_invented  # noqa: E402

_TODAY = dt.date(2026, 11, 24)
Print = Callable[[Path, Path], None]


def flattened(pdf: pikepdf.Pdf) -> None:
    """Leave what boxes looked like on the pages, and take away every field and what is said about the file."""
    pdf.flatten_annotations("all")
    for page in pdf.pages:
        if "/Annots" in page.obj:
            del page.obj["/Annots"]
    for name in ("/AcroForm", "/Metadata", "/Names"):
        if name in pdf.Root:
            del pdf.Root[name]


def values_of(opened: OpenedForm) -> set[tuple[int, str, str]]:
    """What an invented patient's form says: page, label and text of every box that says something."""
    if opened.pack is None:
        return set()
    filled = fill_invented(opened.pack, opened.template, _TODAY)
    return {(box.page, box.title, str(box.value)) for box in filled.boxes.values() if box.value}


def main(words: list[str]) -> int:
    """Print, open and fill all of them."""
    if not words:
        print(__doc__)
        return 2
    named = [Path(words[0]) / f"{name}.pdf" for name in words[1:]]
    unlike = 0
    packs = PackLibrary()
    with tempfile.TemporaryDirectory() as folder, PaperWorker() as paper:
        for form in named or sorted(Path(words[0]).glob("*.pdf")):
            opened = open_blank(paper, packs, form.read_bytes())
            known = opened.recognition
            if known is None or known.how is not Recognised.FILE or all(b.field is None for b in opened.template.boxes):
                continue
            for how, made in _prints(form, Path(folder)).items():
                unlike += not _told(form.stem, how, values_of(opened), paper, packs, made)
    print(f"{unlike} prints are not filled as the payer's own file is")
    return 1 if unlike else 0


def _told(
    name: str, how: str, wanted: set[tuple[int, str, str]], paper: PaperWorker, packs: PackLibrary, made: Path
) -> bool:
    begun = time.perf_counter()
    opened = open_blank(paper, packs, made.read_bytes())
    found, said = opened.recognition, values_of(opened)
    words = "not recognised" if found is None else f"{found.how.value}, {found.similarity:.0%} of the words"
    spent = f"{time.perf_counter() - begun:.1f} s"
    print(
        f"{name:34} {how:11} {words}; {len(wanted & said)} of {len(wanted)} values, {len(said - wanted)} new; {spent}"
    )
    return wanted == said


def _prints(form: Path, folder: Path) -> Mapping[str, Path]:
    ways: dict[str, Print] = {"pikepdf": _by_pikepdf}
    if shutil.which("pdftocairo"):
        ways["pdftocairo"] = lambda source, target: _run("pdftocairo", "-pdf", source, target)
    if shutil.which("gs"):
        ways["gs"] = lambda source, target: _run(
            *("gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", "-dPreserveAnnots=false"),
            *(f"-sOutputFile={target}", source),
        )
    made = {}
    for how, print_to in ways.items():
        target = folder / f"{form.stem}-{how}.pdf"
        print_to(form, target)
        made[how] = target
    return made


def _by_pikepdf(source: Path, target: Path) -> None:
    with pikepdf.open(io.BytesIO(source.read_bytes())) as pdf:
        flattened(pdf)
        pdf.save(target, encryption=False)


def _run(*words: str | Path) -> None:
    subprocess.run([str(word) for word in words], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
