"""No acknowledged edit is lost to a power cut; all of it is `python tests/faults/power.py --states 3000`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="names of open files, as Linux gives them")
def test_no_acknowledged_edit_is_lost_to_a_power_cut() -> None:
    call = [sys.executable, str(Path(__file__).with_name("power.py")), "--states", "60", "--edits", "12"]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    assert "plug pulled 60 times, 0 faults" in done.stdout
