"""How much a process that reads others' bytes may take: memory is capped by the operating system where it can."""

from __future__ import annotations

import ctypes
import sys
import time
from typing import Any

_MMAP_THRESHOLD = -3
_PROCESS_MEMORY = 0x100
_DIE_ON_UNHANDLED_EXCEPTION = 0x400
_KILL_ON_JOB_CLOSE = 0x2000
_EXTENDED_LIMITS = 9
_PLATFORM = str(sys.platform)  # a variable, so that the type checker reads every branch on every system


def cap_own_memory(most_bytes: int) -> None:
    """Cap this process where the system lets a process do so itself (Linux; elsewhere the owner does).

    Args:
        most_bytes: of address space; an allocation beyond it fails.
    """
    if _PLATFORM == "win32":
        return
    import resource  # noqa: PLC0415 - does not exist on Windows

    for kind, most in ((resource.RLIMIT_AS, most_bytes), (resource.RLIMIT_CORE, 0)):
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):
            continue


def give_back_early(from_bytes: int) -> None:
    """Let large pieces of memory go back to the system as soon as they are free, where it would keep them (Linux).

    Args:
        from_bytes: what is large.
    """
    if _PLATFORM != "linux":
        return
    try:
        ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, from_bytes)
    except (OSError, AttributeError):
        return


def give_back() -> None:
    """Let all free memory go back to the system, where it would keep some (Linux)."""
    if _PLATFORM != "linux":
        return
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (OSError, AttributeError):
        return


def cap_child(handle: int, most_bytes: int) -> int | None:
    """On Windows, put a child into a job that caps its memory and dies with us.

    Args:
        handle: the child's process handle.
        most_bytes: of committed memory.

    Returns:
        The job's handle, to be kept as long as the child lives; None elsewhere.
    """
    if _PLATFORM != "win32":
        return None
    return _windows_job(handle, most_bytes)


def close_job(job: int | None) -> None:
    """Let go of what `cap_child` returned."""
    windll: Any = getattr(ctypes, "windll", None)
    if windll is not None and job is not None:
        windll.kernel32.CloseHandle(ctypes.c_void_p(job))


def memory_of(pid: int) -> int | None:
    """On macOS, the memory that a child takes now, in bytes; None where the system caps it itself."""
    if _PLATFORM != "darwin":
        return None
    return _mac_footprint(pid)


def work_of(pid: int, handle: int) -> float | None:
    """How many seconds a processor has worked for a child so far; None where the system does not tell.

    Args:
        pid: the child's number.
        handle: its process handle (Windows).
    """
    if _PLATFORM == "linux":
        # The clock of another process, as the kernel numbers it.
        return time.clock_gettime(~pid << 3 | 2)
    return _windows_work(handle) if _PLATFORM == "win32" else None


class _BasicLimits(ctypes.Structure):
    _fields_ = (
        ("per_process_time", ctypes.c_int64),
        ("per_job_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("least_working_set", ctypes.c_size_t),
        ("most_working_set", ctypes.c_size_t),
        ("active_processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority", ctypes.c_uint32),
        ("scheduling", ctypes.c_uint32),
    )


class _JobLimits(ctypes.Structure):
    _fields_ = (
        ("basic", _BasicLimits),
        ("io", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process_memory", ctypes.c_size_t),
        ("peak_job_memory", ctypes.c_size_t),
    )


def _windows_job(handle: int, most_bytes: int) -> int | None:
    windll: Any = getattr(ctypes, "windll", None)
    if windll is None:
        return None
    kernel = windll.kernel32
    kernel.CreateJobObjectW.restype = ctypes.c_void_p
    job = kernel.CreateJobObjectW(None, None)
    if not job:
        return None
    limits = _JobLimits()
    limits.basic.flags = _PROCESS_MEMORY | _DIE_ON_UNHANDLED_EXCEPTION | _KILL_ON_JOB_CLOSE
    limits.process_memory = most_bytes
    size = ctypes.sizeof(limits)
    kernel.SetInformationJobObject(ctypes.c_void_p(job), _EXTENDED_LIMITS, ctypes.byref(limits), size)
    kernel.AssignProcessToJobObject(ctypes.c_void_p(job), ctypes.c_void_p(handle))
    return int(job)


def _windows_work(handle: int) -> float | None:
    windll: Any = getattr(ctypes, "windll", None)
    if windll is None:
        return None
    begun, ended, kernel, user = (ctypes.c_uint64() for _ in range(4))
    told = windll.kernel32.GetProcessTimes(
        ctypes.c_void_p(handle), *(ctypes.byref(clock) for clock in (begun, ended, kernel, user))
    )
    return (kernel.value + user.value) / 1e7 if told else None


def _mac_footprint(pid: int) -> int | None:
    class Usage(ctypes.Structure):
        _fields_ = (("uuid", ctypes.c_uint8 * 16), ("counts", ctypes.c_uint64 * 10))

    usage = Usage()
    library = ctypes.CDLL("/usr/lib/libproc.dylib", use_errno=True)
    if library.proc_pid_rusage(pid, 0, ctypes.byref(usage)) != 0:
        return None
    return int(usage.counts[7])
