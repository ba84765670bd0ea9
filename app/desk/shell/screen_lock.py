"""Whether the computer's own screen lock is up, or another user is at it. Each system is asked in its own way.

Windows: the desktop that takes input is not the user's (`OpenInputDesktop`). macOS: the session's dictionary says so
(`CGSessionCopyCurrentDictionary`). Elsewhere nothing is asked. Whatever cannot be asked counts as not locked: the idle
lock and the watch for sleep still hold.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import sys

_UTF8 = 0x08000100
_NAME_BYTES = 512
_READ_OBJECTS = 0x0001
_UOI_NAME = 2


def is_screen_locked() -> bool:
    """Whether the user's session is locked or in the background."""
    locked = False
    try:
        if sys.platform == "win32":
            locked = _windows()
        elif sys.platform == "darwin":
            locked = _macos()
    except (OSError, AttributeError, ValueError):
        locked = False
    return locked


if sys.platform == "win32":

    def _windows() -> bool:
        user32 = ctypes.windll.user32
        desktop = user32.OpenInputDesktop(0, False, _READ_OBJECTS)
        if not desktop:
            return True
        name = ctypes.create_unicode_buffer(_NAME_BYTES)
        user32.GetUserObjectInformationW(desktop, _UOI_NAME, name, ctypes.sizeof(name), None)
        user32.CloseDesktop(desktop)
        return name.value.casefold() not in ("", "default")


if sys.platform == "darwin":

    def _macos() -> bool:
        graphics = ctypes.CDLL(ctypes.util.find_library("ApplicationServices") or "")
        foundation = ctypes.CDLL(ctypes.util.find_library("CoreFoundation") or "")
        graphics.CGSessionCopyCurrentDictionary.restype = ctypes.c_void_p
        foundation.CFStringCreateWithCString.restype = ctypes.c_void_p
        foundation.CFStringCreateWithCString.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint32]
        foundation.CFDictionaryContainsKey.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
        foundation.CFRelease.argtypes = [ctypes.c_void_p]
        session = graphics.CGSessionCopyCurrentDictionary()
        if not session:
            return False
        key = foundation.CFStringCreateWithCString(None, b"CGSSessionScreenIsLocked", _UTF8)
        is_locked = bool(foundation.CFDictionaryContainsKey(session, key))
        foundation.CFRelease(key)
        foundation.CFRelease(session)
        return is_locked
