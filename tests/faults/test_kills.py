"""No acknowledged edit is lost to a kill; a night's worth of it is `python tests/faults/kills.py --rounds 1000`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is not there")
def test_no_acknowledged_edit_is_lost_to_a_kill() -> None:
    call = [sys.executable, str(Path(__file__).with_name("kills.py")), "--rounds", "6"]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    assert "6 kills" in done.stdout
