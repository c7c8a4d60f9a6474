"""What is told to contributors is there: targets of make, files, options, markers, checks before a commit."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
TOLD = ("CONTRIBUTING.md", "README.md", ".github/pull_request_template.md", ".pre-commit-config.yaml")
# Told of, but made by a user, or by tests in Chromium.
OF_A_PROJECT = ("demodb.toml", "pictures/")


def text_of(name: str) -> str:
    return (REPOSITORY / name).read_text("utf-8")


def recipes() -> dict[str, list[str]]:
    """The lines of each target of the Makefile that has a comment for `make help`."""
    found = re.findall(r"^([a-z-]+):[^\n]*## [^\n]+\n((?:\t[^\n]+\n)*)", text_of("Makefile"), re.MULTILINE)
    return {target: [line.strip() for line in lines.splitlines()] for target, lines in found}


def code_in(name: str) -> list[str]:
    """What stands in a Markdown file as code, inline and in blocks, without fences."""
    return re.findall(r"`([^`\n]+)`", text_of(name)) + re.findall(r"^(make [^#\n]+)", text_of(name), re.MULTILINE)


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads(text_of("pyproject.toml"))


@pytest.mark.parametrize("name", TOLD)
def test_every_target_of_make_that_is_told_exists(name: str) -> None:
    told = [words.split()[1:] for words in code_in(name) if words.startswith("make ")]
    targets = {word for words in told for word in words if not word.startswith("SEED=")}
    assert targets
    assert targets <= recipes().keys()


def test_help_shows_every_target() -> None:
    phony = re.findall(r"^\.PHONY: (.+)$", text_of("Makefile"), re.MULTILINE)[0].split()
    shown = subprocess.run(["make", "help"], cwd=REPOSITORY, capture_output=True, check=True, text=True).stdout
    assert re.findall(r"^  make ([a-z-]+) +\S", shown, re.MULTILINE) == phony


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "README.md"])
def test_every_path_that_is_told_exists(name: str) -> None:
    linked = re.findall(r"\]\(((?!https?:)[^)#]+)", text_of(name))
    words = (word for code in code_in(name) for word in code.split())
    named = [word for word in words if re.fullmatch(r"(?!\.venv)[a-z.][\w.-]*(/[\w.-]*)+|[\w-]+\.(toml|lock|md)", word)]
    missing = [path for path in {*linked, *named} if not (REPOSITORY / path).exists() and path not in OF_A_PROJECT]
    assert linked
    assert missing == []


def test_every_marker_and_option_that_is_told_is_known(project: dict[str, Any], pytestconfig: pytest.Config) -> None:
    told = [code for code in code_in("CONTRIBUTING.md") if code.startswith(("-", ".venv/bin/pytest"))]
    options = {option for code in told for option in re.findall(r"--[a-z-]+", code)}
    options -= {"--help", "--json"}  # demodb's
    assert options == {"--db", "--hypothesis-profile", "--write-gold"}
    assert all(pytestconfig.getoption(option, default="unknown") != "unknown" for option in options)
    markers = {marker.split(":")[0] for marker in project["tool"]["pytest"]["ini_options"]["markers"]}
    (chosen,) = [code for code in told if code.startswith("-m")]
    assert set(re.findall(r"[a-z]+", chosen)) - {"m", "not", "and"} == markers
    assert chosen in text_of("Makefile")


def test_a_commit_is_checked_as_make_lint_checks_it() -> None:
    hooks = re.findall(r"entry: \.venv/bin/(.+)", text_of(".pre-commit-config.yaml"))
    linted = [line.removeprefix("$(BIN)/").removesuffix(" .") for line in recipes()["lint"]]
    assert hooks == linted


def test_the_oldest_and_the_newest_python_are_checked_on_linux_and_macos(project: dict[str, Any]) -> None:
    workflow = text_of(".github/workflows/check.yml")
    versions = re.findall(r"Python :: (\d\.\d+)", "\n".join(project["project"]["classifiers"]))
    assert f'python: ["{versions[0]}", "{versions[-1]}"]' in workflow
    assert "os: [ubuntu-latest, macos-latest]" in workflow
    assert "run: .ci/run" in workflow
