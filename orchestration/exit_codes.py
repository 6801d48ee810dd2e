"""What the exit code tells a scheduler."""

from enum import IntEnum


class Exit(IntEnum):
    """The exit codes of `portfolio`."""

    DONE = 0  # or nothing new
    FAILED = 1  # nothing was published
    USAGE = 2  # usage or configuration
    WARNINGS = 3  # published, but something needs somebody
    LOCKED = 75  # another refresh is running
