"""No network library of others is ever loaded: what pyHanko insists on is met by a stand-in that still suffices."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.pdf.proving.offline import NoNetwork

ROOT = Path(__file__).resolve().parents[4]

_SEALS = """
import datetime as dt, importlib.abc, os, sys

NETWORK = {"aiohttp", "requests", "httpx", "urllib3", "multidict", "yarl", "frozenlist", "aiosignal", "websockets"}

class Refuses(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in NETWORK | {"oscrypto"}:
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Refuses())
sys.path.insert(0, os.getcwd())
from cryptography.hazmat.primitives.asymmetric import ec
from app.domain.ids import PersonId
from app.pdf.proving.seal_reading import read_seal
from app.signing.certificate import Certified, own_certificate
from app.signing.identity import Identity
from app.signing.seal import SealWords, seal
from tests.unit.signing.conftest import blank_pages

at = dt.datetime(2026, 11, 25, 12, tzinfo=dt.timezone.utc)
key = ec.generate_private_key(ec.SECP256R1())
certificate = own_certificate(key, Identity(PersonId("p"), "Ann Bee", "MD"), at)
import pikepdf, io
with pikepdf.open(io.BytesIO(blank_pages("empty"))) as opened:
    if "/Info" in opened.trailer:
        del opened.trailer["/Info"]
    for name in [name for name in opened.Root if name not in ("/Type", "/Pages")]:
        del opened.Root[name]
    out = io.BytesIO(); opened.save(out, force_version="1.7")
sealed = seal(out.getvalue(), Certified(key, certificate), SealWords("Ann Bee, MD", "True.", at))
reading = read_seal(sealed)
loaded = {name.split(".")[0] for name, module in sys.modules.items() if getattr(module, "__file__", None)}
print(sorted(loaded & NETWORK), repr(reading.broken), reading.name)
"""


def test_sealing_and_reading_need_no_network_library() -> None:
    done = subprocess.run([sys.executable, "-c", _SEALS], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[] '' Ann Bee, MD"


def test_the_stand_in_cannot_be_used() -> None:
    with pytest.raises(PermissionError):
        NoNetwork()
