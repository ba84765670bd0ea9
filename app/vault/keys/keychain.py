"""The computer's keychain: Windows Credential Manager, macOS Keychain, Secret Service or KWallet, and nothing else.

`keyring` would take whatever backend the environment, a config file or an installed package names, a plain-text one
too. So the class is named here and made here.
"""

from __future__ import annotations

import sys
import threading
from base64 import b64decode, b64encode
from collections.abc import Callable
from importlib import import_module
from typing import Protocol, TypeVar

from keyring.backend import KeyringBackend
from keyring.errors import InitError, KeyringError, NoKeyringError, PasswordDeleteError

from app.vault.problems import KeychainRefused, KeychainSilent, KeychainUnavailable

T = TypeVar("T")

_SERVICE = "PA Desk"
_WAIT_SECONDS = 30.0

#: Module and class that may be used, by `sys.platform`; first one that works.
ALLOWED: dict[str, tuple[tuple[str, str], ...]] = {
    "win32": (("keyring.backends.Windows", "WinVaultKeyring"),),
    "darwin": (("keyring.backends.macOS", "Keyring"),),
    "linux": (("keyring.backends.SecretService", "Keyring"), ("keyring.backends.kwallet", "DBusKeyring")),
}


class Keychain(Protocol):
    """Keeps small secrets by name."""

    def get(self, name: str) -> bytes | None:
        """The secret, or None where there is none of that name."""
        ...

    def put(self, name: str, secret: bytes) -> None:
        """Keep the secret under the name."""
        ...

    def remove(self, name: str) -> None:
        """Forget the secret; one that is not there is no harm."""
        ...


class OsKeychain:
    """A keychain of the operating system, asked on a thread of its own, because it may put a question to the person.

    Args:
        backend: one of the allowed classes.
        wait_seconds: after which a call is given up.
    """

    def __init__(self, backend: KeyringBackend, *, wait_seconds: float = _WAIT_SECONDS) -> None:
        self._backend = backend
        self._wait_seconds = wait_seconds

    @property
    def name(self) -> str:
        """Of the backend, for the settings screen."""
        return type(self._backend).__module__.rpartition(".")[2]

    def get(self, name: str) -> bytes | None:
        """The secret, or None where there is none of that name."""
        text = self._ask(lambda: self._backend.get_password(_service(name), name))
        try:
            return None if text is None else b64decode(text, validate=True)
        except ValueError:
            return None

    def put(self, name: str, secret: bytes) -> None:
        """Keep the secret: 44 letters, far below the limit of Windows. Written once, never at each unlock (macOS)."""
        text = b64encode(secret).decode()
        self._ask(lambda: self._backend.set_password(_service(name), name, text))

    def remove(self, name: str) -> None:
        """Forget the secret; one that is not there is no harm."""
        try:
            self._ask(lambda: self._backend.delete_password(_service(name), name))
        except KeychainRefused as problem:
            if not isinstance(problem.__cause__, PasswordDeleteError):
                raise

    def _ask(self, call: Callable[[], T]) -> T:
        answers: list[T] = []
        failures: list[BaseException] = []

        def answer() -> None:
            try:
                answers.append(call())
            except (KeyringError, NoKeyringError, InitError, OSError, RuntimeError) as error:
                failures.append(error)

        asked = threading.Thread(target=answer, name="keychain", daemon=True)
        asked.start()
        asked.join(self._wait_seconds)
        if failures:
            raise KeychainRefused() from failures[0]
        if not answers:
            raise KeychainSilent(seconds=f"{self._wait_seconds:g}")
        return answers[0]


def os_keychain(platform: str = sys.platform, *, wait_seconds: float = _WAIT_SECONDS) -> OsKeychain:
    """The keychain of this computer.

    Raises:
        KeychainUnavailable: there is none that may be used; the passphrase is the only way in then.
    """
    for module_name, class_name in ALLOWED.get(platform, ()):
        backend = _viable(module_name, class_name)
        if backend is not None:
            return OsKeychain(backend, wait_seconds=wait_seconds)
    raise KeychainUnavailable()


def has_os_keychain() -> bool:
    """Whether the keychain may be offered on this computer."""
    try:
        os_keychain()
    except KeychainUnavailable:
        return False
    return True


def _viable(module_name: str, class_name: str) -> KeyringBackend | None:
    try:
        kind: type[KeyringBackend] = getattr(import_module(module_name), class_name)
        # keyring's contract: asking for the priority raises where the backend cannot work here.
        _ = kind.priority
        backend = kind()
    except (ImportError, RuntimeError, AttributeError, KeyringError, OSError):
        return None
    if module_name.endswith("Windows"):
        # The default roams with the profile to other machines of the domain.
        backend.persist = "local machine"  # type: ignore[attr-defined]
    return backend


def _service(name: str) -> str:
    return f"{_SERVICE} {name}"
