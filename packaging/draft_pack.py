"""Drafts a pack for a blank form by the form editor's own steps.

    python packaging/draft_pack.py FORM.pdf --out PACK.toml [--answers KEY.json [--whole]] [--fill OUT.pdf]

All that is sure is accepted, the rest becomes questions. `--answers` holds what a person who read the page says of each
box (`boxes`: page, rect, key); it wins over what the program offers, and with `--whole` there are no other boxes.
`--fill` fills the form with an invented patient, to be looked at before the pack is trusted.

    python packaging/draft_pack.py FORM.pdf --out PACK.toml --place OLD_PACK.toml

writes a pack anew with the place of every box beside its field's name: so it fills a print of the form as well.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.mapping.drafting.about import About  # noqa: E402
from app.pdf.worker import PaperWorker  # noqa: E402
from app.services.drafting import Answered, drafted, filled_pdf, placed  # noqa: E402


def main() -> int:
    """Draft one pack."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("form", type=Path)
    words.add_argument("--out", type=Path, required=True)
    words.add_argument("--answers", type=Path)
    words.add_argument("--whole", action="store_true", help="the answers name every box of the form")
    words.add_argument("--fill", type=Path)
    words.add_argument("--place", type=Path, help="a pack of the form that lacks the places of its boxes")
    words.add_argument("--patient", type=int, default=0, help="which invented patient the form is filled with, from 0")
    for name in ("id", "title", "payer", "edition", "edition-at", "fax", "fax-at"):
        words.add_argument(f"--{name}", default="")
    words.add_argument("--ask", action="append", default=[], metavar="BOX", help="a box that is a question")
    words.add_argument("--by-hand", action="append", default=[], metavar="BOX", help="a box that is typed by hand")
    asked = words.parse_args()
    naming = About(asked.title, asked.payer, asked.edition, asked.edition_at, asked.fax, asked.fax_at)
    answers = Answered.read(json.loads(asked.answers.read_text(encoding="utf-8"))) if asked.answers else ()
    data = asked.form.read_bytes()
    with PaperWorker() as paper:
        if asked.place:
            asked.out.write_text(placed(paper, data, asked.place.read_text(encoding="utf-8")), encoding="utf-8")
            return 0
        made = drafted(
            paper,
            data,
            naming,
            answers,
            pack_id=asked.id,
            whole=asked.whole,
            asked=asked.ask,
            by_hand=asked.by_hand,
        )
        asked.out.parent.mkdir(parents=True, exist_ok=True)
        asked.out.write_text(made.text, encoding="utf-8")
        sys.stdout.write(f"{made.summary}\n")
        if asked.fill:
            today = dt.date.today()  # noqa: DTZ011 -- the person's own day
            asked.fill.write_bytes(filled_pdf(paper, data, made.pack, today, patient=asked.patient))
    return 0


if __name__ == "__main__":
    sys.exit(main())
