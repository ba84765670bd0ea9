"""What every room's tests share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def payer_forms() -> Path:
    """The folder of payers' own blank forms, which are never part of this repository."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "forms"
    if not folder.is_dir():
        pytest.skip("no payers' forms beside the repository")
    return folder
