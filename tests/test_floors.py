"""The floors of the house: a module imports only from floors below its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
CHECK = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", CHECK, "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy_of_the_house(tmp_path: Path) -> Path:
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    shutil.copytree(
        REPOSITORY / "tiled_jl",
        tmp_path / "tiled_jl",
        ignore=shutil.ignore_patterns("__pycache__", "labextension", "static"),
    )
    return tmp_path


def test_imports_run_downwards_only(copy_of_the_house: Path) -> None:
    finished = lint_imports(copy_of_the_house)
    assert finished.returncode == 0, finished.stdout
    assert "1 kept, 0 broken" in finished.stdout


@pytest.mark.parametrize(
    ("module", "upward"),
    [
        ("transport/session.py", "tiled_jl.clients.container"),
        ("documents.py", "tiled_jl.context"),
        ("clients/base.py", "tiled_jl.widgets.display"),
        ("browser/service.py", "tiled_jl.sidebar"),
    ],
)
def test_an_upward_import_is_refused(copy_of_the_house: Path, module: str, upward: str) -> None:
    file = copy_of_the_house / "tiled_jl" / module
    file.write_text(f"{file.read_text(encoding='utf-8')}\nimport {upward}\n", encoding="utf-8")

    finished = lint_imports(copy_of_the_house)

    assert finished.returncode == 1
    assert "0 kept, 1 broken" in finished.stdout
    assert upward.rpartition(".")[0] in finished.stdout
