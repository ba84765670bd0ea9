"""The keychain: only the operating systems' own, asked with patience but not for ever."""

from __future__ import annotations

import subprocess
import sys
import threading
import time

import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

from app.vault.keys.keychain import ALLOWED, OsKeychain, os_keychain
from app.vault.problems import KeychainRefused, KeychainSilent, KeychainUnavailable


class InMemory(KeyringBackend):
    priority = 0  # type: ignore[assignment]

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.threads: set[int] = set()

    def get_password(self, service: str, username: str) -> str | None:
        self.threads.add(threading.get_ident())
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.kept:
            raise PasswordDeleteError("not there")
        del self.kept[service, username]


class Asleep(InMemory):
    def get_password(self, service: str, username: str) -> str | None:
        time.sleep(5)
        return None


class Locked(InMemory):
    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("no")

    def delete_password(self, service: str, username: str) -> None:
        raise KeyringLocked("no")


def test_a_secret_is_kept_found_and_forgotten() -> None:
    backend = InMemory()
    keychain = OsKeychain(backend)
    assert keychain.get("v mia") is None
    keychain.put("v mia", bytes(range(32)))
    assert keychain.get("v mia") == bytes(range(32))
    assert all(len(text) == 44 for text in backend.kept.values())
    keychain.remove("v mia")
    keychain.remove("v mia")
    assert keychain.get("v mia") is None


def test_each_name_has_a_service_of_its_own() -> None:
    backend = InMemory()
    OsKeychain(backend).put("v mia", b"1")
    OsKeychain(backend).put("v ben", b"2")
    assert len({service for service, _ in backend.kept}) == 2


def test_the_caller_s_thread_never_asks() -> None:
    backend = InMemory()
    OsKeychain(backend).get("v mia")
    assert threading.get_ident() not in backend.threads
    assert backend.threads


def test_a_keychain_that_does_not_answer_is_given_up() -> None:
    begun = time.monotonic()
    with pytest.raises(KeychainSilent):
        OsKeychain(Asleep(), wait_seconds=0.05).get("v mia")
    assert time.monotonic() - begun < 2


def test_a_locked_keychain_is_told() -> None:
    with pytest.raises(KeychainRefused):
        OsKeychain(Locked()).get("v mia")
    with pytest.raises(KeychainRefused):
        OsKeychain(Locked()).remove("v mia")


def test_what_somebody_else_wrote_there_is_no_secret() -> None:
    backend = InMemory()
    backend.set_password("PA Desk v mia", "v mia", "not base64 !")
    assert OsKeychain(backend).get("v mia") is None


def test_only_the_systems_own_backends_are_allowed() -> None:
    names = {name for modules in ALLOWED.values() for name, _ in modules}
    assert names == {
        "keyring.backends.Windows",
        "keyring.backends.macOS",
        "keyring.backends.SecretService",
        "keyring.backends.kwallet",
    }


@pytest.mark.parametrize("platform", ["win32", "darwin", "plan9"])
def test_another_systems_keychain_is_unavailable_here(platform: str) -> None:
    if platform == sys.platform:
        pytest.skip("this is its system")
    with pytest.raises(KeychainUnavailable):
        os_keychain(platform)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a keychain")
def test_the_environment_cannot_slip_in_a_plain_text_keychain() -> None:
    ask = "from app.vault.keys.keychain import has_os_keychain; print(has_os_keychain())"
    names = {
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere",
    }
    done = subprocess.run([sys.executable, "-c", ask], env=names, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("False", "")
