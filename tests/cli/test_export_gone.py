"""The export folder deleted while an export writes to it: it says so, and the next export writes it whole."""

from __future__ import annotations

import pytest
from fixture_types import Command, Start

TAKING_AWAY = """
import shutil, sys

left = int(sys.argv.pop(1))

def take_away(event, arguments):
    global left
    if event == "open" and str(arguments[0]).endswith(".demodb.part"):
        left -= 1
        if left == 0:
            shutil.rmtree("export")

sys.addaudithook(take_away)
from demodb.cli.entry import main
main()
"""


@pytest.mark.slow
@pytest.mark.usefixtures("prepared")
@pytest.mark.parametrize("after", [2, 150, 300, 520])
def test_an_export_whose_folder_is_deleted_meanwhile_says_so_and_the_next_one_is_whole(
    start: Start, demodb: Command, after: int
) -> None:
    out, told = (exporting := start(TAKING_AWAY, str(after), "export")).communicate(timeout=60)
    assert (exporting.returncode, out) == (1, "")
    assert told.startswith("Error: export/")
    assert "No such file or directory" in told
    assert demodb("export").code == 0
    assert demodb("export", "--check").code == 0
