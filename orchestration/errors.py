"""Known errors as one message on stderr and an exit code; unknown ones keep their traceback."""

import errno
import sys

from orchestration.exit_codes import Exit

FULL_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def explain(error: Exception) -> int | None:
    """Print a known error and return its exit code; None for one that nobody foresaw."""
    code = _exit_code(error)
    if code is not None:
        sys.stderr.write(f"{told(error)}\n")
    return code


def told(error: Exception) -> str:
    """Return an error as people are told of it."""
    from sqlalchemy.exc import OperationalError

    if isinstance(error, OperationalError):  # a full disk may meet Dagster's own records first
        return f"dagster: its records could not be written: {error.orig}; free space, or make it writable"
    return reason_of(error) if isinstance(error, OSError) else str(error)


def reason_of(error: OSError) -> str:
    """Tell what the system refused, where, and what to do. Of a write that fails it does not say where."""
    if error.filename is None and error.errno in FULL_DISK:
        places = "the workspace, or where files are unpacked (TMPDIR)"
        return f"{error.strerror}: {places}; free space there, then try again"
    if not error.filename:
        return str(error)
    return f"{error.filename}: {error.strerror}; make it writable or free space there, or name another place"


def _exit_code(error: Exception) -> Exit | None:
    from sqlalchemy.exc import OperationalError

    from ingest.configuration_file import ConfigurationError
    from ingest.reading import UnreadableFile
    from ingest.receipts import DamagedArchiveError
    from orchestration.building import NothingLoadedError
    from orchestration.dbt_runner import DbtError
    from orchestration.locking import WorkspaceLockedError
    from orchestration.publishing import PublishingError

    codes: dict[type[Exception], Exit] = {
        ConfigurationError: Exit.USAGE,
        LookupError: Exit.USAGE,
        UnreadableFile: Exit.USAGE,
        WorkspaceLockedError: Exit.LOCKED,
        DamagedArchiveError: Exit.FAILED,
        PublishingError: Exit.FAILED,
        NothingLoadedError: Exit.FAILED,
        DbtError: Exit.FAILED,
        OSError: Exit.FAILED,
        OperationalError: Exit.FAILED,
    }
    return next((code for kind, code in codes.items() if isinstance(error, kind)), None)
