"""Takes a picture of every screen with the sample practice: `python tests/desk/screenshots.py --out DIR`.

Each size and scheme is a process of its own under Xvfb, because Qt reads its scale when it starts. `--one` takes the
pictures on the display that is there.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

#: Screen, scale, scheme.
KINDS = (
    ("1366x768", "1", "light"),
    ("1366x768", "1", "dark"),
    ("1366x768", "1.25", "light"),
    ("1366x768", "1.25", "dark"),
    ("1920x1080", "1", "light"),
    ("1920x1080", "1", "dark"),
)


def main() -> int:
    """Take the pictures of all sizes, or of one."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--out", type=Path, required=True)
    words.add_argument("--one", nargs=3, metavar=("SIZE", "SCALE", "SCHEME"))
    words.add_argument("--only", default="", help="names of the pictures wanted, separated by commas")
    asked = words.parse_args()
    if asked.one:
        return _one(asked.out, *asked.one, only=frozenset(filter(None, asked.only.split(","))))
    xvfb = shutil.which("xvfb-run")
    if xvfb is None:
        sys.stderr.write("xvfb-run is needed: apt-get install xvfb\n")
        return 1
    for size, scale, scheme in KINDS:
        screen = f"-screen 0 {size}x24"
        command = [xvfb, "-a", "-s", screen, sys.executable, __file__, "--out", str(asked.out), "--only", asked.only]
        env = os.environ | {"QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "xcb"}
        subprocess.run([*command, "--one", size, scale, scheme], env=env, check=True, timeout=600)
    return 0


def _one(out: Path, size: str, scale: str, scheme: str, only: frozenset[str]) -> int:
    from app.desk.application import application  # noqa: PLC0415
    from app.desk.look.theme import theme  # noqa: PLC0415
    from app.desk.look.tokens import Scheme  # noqa: PLC0415

    app = application(["padesk"])
    theme().set_scheme(Scheme(scheme))
    folder = out / f"{size}-{scale}-{scheme}"
    folder.mkdir(parents=True, exist_ok=True)
    width, height = (round(int(part) / float(scale)) for part in size.split("x"))
    with tempfile.TemporaryDirectory() as home:
        camera = Camera(app, folder, (width, height), only)
        camera.door(Path(home))
        camera.desk(Path(home))
    return 0


class Camera:
    """Opens windows, waits until they are at rest, and takes pictures."""

    def __init__(self, app: object, folder: Path, size: tuple[int, int], only: frozenset[str]) -> None:
        self._app, self._folder, self._size, self._only = app, folder, size, only

    def shoot(self, window: object, name: str) -> None:
        """Take a picture."""
        self.rest(window)
        if not self._only or name in self._only:
            window.grab().save(str(self._folder / f"{name}.png"))  # type: ignore[attr-defined]

    def rest(self, window: object, done: Callable[[], bool] = lambda: True) -> None:
        """Wait until nothing is under way, a little longer for the last picture of a page."""
        end, quiet = time.monotonic() + 60, 0.0
        while time.monotonic() < end and quiet < 0.35:
            self._app.processEvents()  # type: ignore[attr-defined]
            time.sleep(0.01)
            is_idle = window.tasks.is_idle and done()  # type: ignore[attr-defined]
            quiet = quiet + 0.01 if is_idle else 0.0

    @contextmanager
    def window(self, home: Path, **how: bool) -> Iterator[object]:
        """A window of the screen's size."""
        from app.clock import SystemClock  # noqa: PLC0415
        from app.desk.window import DeskWindow  # noqa: PLC0415
        from app.places import Places  # noqa: PLC0415

        made = DeskWindow(Places.under(home), SystemClock(), **how)
        made.setMinimumSize(1, 1)
        made.resize(*self._size)
        made.move(0, 0)
        made.show()
        self.rest(made)
        yield made
        made.close()

    def door(self, home: Path) -> None:
        """The first run and unlocking."""
        with self.window(home / "new") as window:
            self.shoot(window, "01-welcome")
            door = window.door  # type: ignore[attr-defined]
            door.show_details()
            for name, text in (
                ("practice", "Elm Street Neurology"),
                ("street", "12 Elm Street"),
                ("city", "Providence"),
                ("state", "RI"),
                ("first", "Ines"),
                ("last", "Marsh"),
                ("npi", "1234567890"),
            ):
                door.details.field(name).set_value(text)
            door.details.passphrase.first.setText("violet tractor seven")
            self.shoot(window, "02-first-run")
            door.recovery._chance = random.Random(3)  # noqa: S311
            door.recovery.show_key("K7QD-9MXW-2FHR-TB4C-8VNP-LJ3G-5ZYA-6RKE", "Elm Street Neurology")
            door._stack.setCurrentWidget(door.recovery)
            self.shoot(window, "03-recovery")
            self._unlock(window)

    def _unlock(self, window: object) -> None:
        from app.desk.unlock.screen import UnlockScreen  # noqa: PLC0415
        from app.domain.ids import PersonId  # noqa: PLC0415
        from app.vault.access import SlotName  # noqa: PLC0415

        door = UnlockScreen(window._places, window._clock, window.tasks, window.quick)  # type: ignore[attr-defined]
        window._show_door(door)  # type: ignore[attr-defined]
        known = (SlotName(PersonId("a"), "Dana Cole"), SlotName(PersonId("b"), "Ines Marsh"))
        door._offer((known, frozenset()))
        self.shoot(window, "04-unlock")
        door._offer((known, frozenset({PersonId("a")})))
        self.shoot(window, "42-unlock-pin")

    def desk(self, home: Path) -> None:
        """Everything behind the door."""
        from app.desk.places import Spot, View  # noqa: PLC0415
        from app.domain.sample import PATIENTS, REQUESTS  # noqa: PLC0415

        with self.window(home / "sample", wants_sample=True) as window:
            self.rest(window, lambda: window.frame is not None)  # type: ignore[attr-defined]
            frame = window.frame  # type: ignore[attr-defined]
            self.shoot(window, "05-today")
            for name, spot in (
                ("06-requests", Spot(View.REQUESTS)),
                ("07-patients", Spot(View.PATIENTS)),
                ("08-profile", Spot(View.PATIENT, PATIENTS[0], part="profile")),
                ("09-therapies", Spot(View.PATIENT, PATIENTS[0], part="therapies")),
                ("10-measures", Spot(View.PATIENT, PATIENTS[2], part="measures")),
                ("11-plans", Spot(View.PATIENT, PATIENTS[0], part="plans")),
                ("12-forms", Spot(View.FORMS)),
                ("28-criteria", Spot(View.CRITERIA)),
                ("29-letters", Spot(View.LETTERS, REQUESTS[2])),
                ("30-dates", Spot(View.COURSE, REQUESTS[2], part="dates")),
                ("31-denials", Spot(View.COURSE, REQUESTS[2], part="denials")),
                ("32-costs", Spot(View.COURSE, REQUESTS[2], part="costs")),
                ("33-approval", Spot(View.COURSE, REQUESTS[2], part="approval")),
                ("34-units", Spot(View.COURSE, REQUESTS[2], part="units")),
                ("35-hand-over", Spot(View.COURSE, REQUESTS[2], part="handover")),
                ("36-letters-in", Spot(View.LETTERS_IN)),
                ("37-to-sign", Spot(View.SIGNATURES)),
                ("13-office", Spot(View.OFFICE, part="prescribers")),
                ("14-signature", Spot(View.OFFICE, part="your signature")),
                ("15-backups", Spot(View.OFFICE, part="backups")),
                ("38-sending", Spot(View.OFFICE, part="sending")),
                ("39-people", Spot(View.OFFICE, part="people")),
                ("40-hand-overs", Spot(View.OFFICE, part="hand-overs")),
                ("41-you", Spot(View.OFFICE, part="you")),
                ("16-new-request", Spot(View.NEW_REQUEST, PATIENTS[1])),
                ("17-which-form", Spot(View.REQUEST, REQUESTS[0])),
            ):
                frame.go(spot)
                self.shoot(window, name)
            self._workspace(window)

    def _workspace(self, window: object) -> None:
        from app.desk.places import Spot, View  # noqa: PLC0415
        from app.desk.request.keys import Step  # noqa: PLC0415
        from app.domain.sample import REQUESTS  # noqa: PLC0415

        frame = window.frame  # type: ignore[attr-defined]
        screen = frame.screen_of(View.REQUEST)
        screen.picker._use()
        self.rest(window)
        for number, step in enumerate(Step, 18):
            screen.show_step(step)
            if step is Step.FORM:
                screen.page.show_page(2)
                screen.questions.focus("ask.cm_preventives")
            self.shoot(window, f"{number}-request-{step.value}")
        self._answer(window, screen)
        self.shoot(window, "23-ready")
        frame.go(Spot(View.SIGN, REQUESTS[0]))
        self.shoot(window, "24-sign")
        sign = frame.screen_of(View.SIGN)
        sign.passphrase.setText("sample signature")
        sign._sign(sign.passphrase.text())
        self.rest(window, lambda: frame.spot.view is View.REQUEST)
        packets = Path(tempfile.gettempdir()) / "Packets"
        screen.acts.make_packet(packets)
        self.shoot(window, "25-packet")
        shutil.rmtree(packets)
        screen.sending.open_fax()
        self.shoot(window, "28-fax-eye")
        screen.sending.open_portal()
        self.shoot(window, "29-portal")
        document = screen.loaded.chart.attachments[0]
        screen.sending.open_document(document)
        self.shoot(window, "30-part")
        frame.finder.open()
        frame.finder.field.setText("botulinum")
        frame.finder._ask()
        self.shoot(window, "26-find")
        frame.finder.close_list()
        frame.go(Spot(View.TODAY))
        self.shoot(window, "27-today-later")

    def _answer(self, window: object, screen: object) -> None:
        from app.desk.request.keys import Step  # noqa: PLC0415
        from app.domain.request import AttachmentKind, Status  # noqa: PLC0415

        acts = screen.acts  # type: ignore[attr-defined]
        acts.confirm_all()
        for name, row in screen.questions.rows.items():  # type: ignore[attr-defined]
            if row._state.text() == "Required":
                acts._answer(name, "yes" if "units" in row.wording.text() else "no")
                self.rest(window)
        notes = ROOT / "forms" / "juniper" / "botulinum-toxin" / "2026-11" / "form-flat.pdf"
        acts.attach(notes, AttachmentKind.CHART_NOTE)
        self.rest(window)
        acts._set_status(Status.READY)
        screen.show_step(Step.PACKET)  # type: ignore[attr-defined]


if __name__ == "__main__":
    sys.exit(main())
