"""The README tells the truth: its Python runs, its commands exist, its picture is there."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from readout.cli import app

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = sorted(set(re.findall(r"readout (\w+)", "\n".join(re.findall(r"```sh\n(.*?)```", README, re.DOTALL)))))


def test_the_python_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The example prints contacts, rows and the digest, and is under ten lines."""
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len([line for line in code.splitlines() if line]) < 10
    monkeypatch.chdir(ROOT)

    exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - the README is ours

    printed = capsys.readouterr().out
    assert "call 2024-03-14" in printed
    assert "not in the text we hold" in printed


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_exist(command: str) -> None:
    """Every command of the README has help."""
    result = CliRunner().invoke(app, [command, "--help"])

    assert result.exit_code == 0
    assert "Usage" in result.output


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#]+)\)", README))
def test_links_lead_somewhere(link: str) -> None:
    """What the README points at is there."""
    assert (ROOT / link).exists()
