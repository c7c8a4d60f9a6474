"""What comes from others lies beside its licence, byte for byte as it was published, and fits the policy."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from demodb.studio.app import STATIC

VENDOR = STATIC / "vendor"


def test_each_vendored_file_is_the_one_whose_hash_was_noted() -> None:
    noted = dict(line.split()[::-1] for line in (VENDOR / "SHA256SUMS").read_text("utf-8").splitlines())
    assert set(noted) == {path.name for path in VENDOR.glob("*.js")}
    for name, digest in noted.items():
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == digest, name


def test_each_vendored_library_comes_with_its_licence() -> None:
    assert "Zero-Clause BSD" in (VENDOR / "LICENSE-htmx").read_text("utf-8")


def test_no_page_names_another_host_and_none_bears_a_style_or_script_of_its_own() -> None:
    templates = [*(STATIC.parent / "templates").rglob("*.html")]
    assert templates
    for path in (*templates, *STATIC.glob("*.js"), *STATIC.glob("*.css")):
        text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://[\w.]+\.\w", text), path
        if path.suffix == ".html":
            assert not re.search(r"\sstyle=|<style|\son\w+=|<script(?![^>]*\ssrc=)|\|\s*safe", text), Path(path).name
