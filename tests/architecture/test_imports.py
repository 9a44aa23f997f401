"""Arrows point down only; the contracts stand in pyproject.toml."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.house import ROOMS, ROOT

LINT = Path(sys.executable).with_name("lint-imports")


def test_the_import_contracts_are_kept():
    answer = subprocess.run([LINT, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_every_room_is_under_a_contract():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    assert set(ROOMS) - {"tests"} <= set(contracts["root_packages"])
    assert contracts["contracts"]


@pytest.mark.parametrize(("line", "kept"), [("import upper", False), ("import json", True)])
def test_the_linter_sees_an_arrow_that_points_up(tmp_path, line, kept):
    for package, code in {"upper": "", "lower": line}.items():
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text(code)
    (tmp_path / "pyproject.toml").write_text(
        '[tool.importlinter]\nroot_packages = ["upper", "lower"]\n'
        '[[tool.importlinter.contracts]]\nname = "down"\ntype = "layers"\nlayers = ["upper", "lower"]\n'
    )
    answer = subprocess.run([LINT, "--no-cache"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (answer.returncode == 0) is kept, answer.stdout
