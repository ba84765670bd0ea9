"""`demo`: one whole run with invented patients, without a screen."""

from __future__ import annotations

from pathlib import Path

from app.cli import say
from app.clock import SystemClock
from app.domain.sample import PRESCRIBER_PERSON
from app.places import Places
from app.services.demo import DemoPacket, demonstrate
from app.services.sample import SAMPLE_SIGNING_WORDS, SAMPLE_WORDS


def demo(out: Path | None, form: Path | None) -> int:
    """Make the demonstration and say where everything is."""
    clock = SystemClock()
    folder = out or Path.home() / "PA Desk demo" / f"{clock.now():%Y-%m-%d %H%M%S}"
    blank = None if form is None else say.read_file(form)
    made = demonstrate(folder, clock, Places.of_user(), blank=blank)
    say.out(f"Form: {made.form_title}. All patients are invented.")
    for packet in made.packets:
        _tell(packet)
    say.out(f"Vault: {made.vault}")
    say.out(f"  unlock with {SAMPLE_WORDS!r}, sign with {SAMPLE_SIGNING_WORDS!r} (signer {PRESCRIBER_PERSON})")
    return 0


def _tell(made: DemoPacket) -> None:
    say.out(f"{made.title} (request {made.request_id})")
    say.out(f"  {made.sentence}")
    if made.packet is None:
        say.out(f"  Not signed: the invented records leave open {', '.join(made.missing)}.")
        return
    for path in made.packet.files:
        say.out(f"  {path}")
