"""Of many backups a few stay, and never the newest goes."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from app.vault.retention import Kept, backups_of, superfluous
from app.vault.vault import Vault

NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)


def made(*days_ago: float) -> list[Kept]:
    moments = sorted((NOON - dt.timedelta(days=ago) for ago in days_ago), reverse=True)
    return [Kept(Path(f"office-{at:%Y%m%d-%H%M%S}-{n}.vault"), at) for n, at in enumerate(moments)]


def test_a_year_of_daily_backups_is_thinned_to_days_weeks_and_months() -> None:
    backups = made(*range(365))
    kept = [one for one in backups if one not in superfluous(backups)]
    days = [(NOON - one.at).days for one in kept]
    assert days[:10] == list(range(10))
    assert len({one.at.isocalendar()[:2] for one in kept if (NOON - one.at).days < 50}) == 8
    assert len({(one.at.year, one.at.month) for one in kept}) == 12
    assert len(kept) <= 30


@given(st.lists(st.floats(0, 800), min_size=1, max_size=60))
def test_the_newest_stays_and_every_one_of_ten_days_with_a_backup_keeps_one(ages: list[float]) -> None:
    backups = made(*ages)
    gone = superfluous(backups)
    kept = [one for one in backups if one not in gone]
    assert kept[0] == backups[0]
    days = list(dict.fromkeys(one.at.date() for one in backups))[:10]
    assert set(days) <= {one.at.date() for one in kept}
    assert superfluous(kept) == ()


def test_a_backup_removes_older_ones_of_the_same_vault_alone(vault: Vault, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    stranger = folder / "demo-20200101-000000.vault"
    folder.mkdir()
    stranger.write_bytes(b"another office's")
    for _ in range(5):
        newest = vault.backup(folder)
    left = sorted(path.name for path in folder.glob("*.vault"))
    assert left == sorted([stranger.name, newest.name])
    assert [one.path for one in backups_of(folder, "demo", vault.access.keys.vault_id)] == [newest]
    assert vault.audit.rows(1)[0].details["thinned"] == "1"


def test_a_half_made_backup_of_a_stopped_program_goes_after_a_day(vault: Vault, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    stem = vault.path.name.removesuffix(".vault")
    old, young, other = (
        folder / f".{name}-20260101-120000.vault.{end}.new"
        for name, end in ((stem, "01234567"), (stem, "89abcdef"), ("another", "01234567"))
    )
    for file in (old, young, other):
        file.write_bytes(b"half")
    for file in (old, other):
        os.utime(file, (0, 0))
    vault.backup(folder)
    assert not old.exists()
    assert young.exists()
    assert other.exists()
