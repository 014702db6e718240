"""Commands of the terminal, run in the process of a test."""

import pytest

from readout import cli


def run(*arguments: object) -> int:
    """The exit status of one command."""
    with pytest.raises(SystemExit) as stopped:
        cli.main([str(argument) for argument in arguments])
    return int(stopped.value.code or 0)
