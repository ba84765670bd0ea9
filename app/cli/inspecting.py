"""`inspect`: what can be filled on a form, without a vault."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli import say
from app.pdf.worker import PaperWorker

if TYPE_CHECKING:
    from app.services.opening import OpenedForm

_KIND_WORDS = {
    "fillable": "can be filled",
    "partial": "can be filled in part; the rest is print",
    "flat": "print without boxes of its own",
    "scanned": "a scan",
    "xfa": "made for Adobe's own forms",
}


def inspect(form: Path, *, as_json: bool, use_packs: bool) -> int:
    """Say what can be filled on a form."""
    data = say.read_file(form)
    with PaperWorker() as paper:
        paper.warm()
        # Only now: the worker starts while this is loaded.
        from app.services.inspecting import inspected  # noqa: PLC0415

        opened, told = inspected(paper, data, use_packs=use_packs)
    if as_json:
        say.out_json(told)
    else:
        _tell(form, opened, told)
    return 0


def _tell(form: Path, opened: OpenedForm, told: Mapping[str, Any]) -> None:
    pack = opened.pack
    say.out(f"{form.name}: {told['pages']} pages, {_KIND_WORDS[told['kind']]}, {len(told['boxes'])} boxes")
    if pack is not None:
        say.out(f"{pack.title}, {pack.payer}" + (f", edition {pack.edition}" if pack.edition else ""))
    elif opened.recognition is not None:
        say.out(f"It looks like another edition of {opened.recognition.pack.title}; its setup was not used.")
    for text in told.get("notes", ()):
        say.out(text)
    say.out()
    for box in told["boxes"]:
        name = box["field"] or ""
        means = f"  {box['key']}" if box["key"] else ""
        say.out(f"{box['id']:<16} {box['kind']:<10} {name[:36]:<36}{means}  {box['label'][:60]}".rstrip())
