"""The pages of acts: a studio that only reads has none of them, none asks more of a larger store, and all are small."""

from __future__ import annotations

from statements import statements_of
from studio_acts import Acts, acting_in
from studio_project import Running, StartStudio

PAGES = (
    "",
    "/prepare",
    "/import",
    "/seed",
    "/undo",
    "/shift",
    "/warmup",
    "/export",
    "/snapshots",
    "/snapshots/list",
    "/job/seed",
)
POSTS = (
    "prepare",
    "import",
    "import/look",
    "import/columns",
    "import/back",
    "seed/plan",
    "seed/apply",
    "seed/aim/look",
    "seed/aim",
    "undo/look",
    "undo",
    "shift/look",
    "shift",
    "warmup/look",
    "warmup",
    "export/look",
    "export",
    "sync/look",
    "sync",
    "snapshots/save",
    "snapshots/look",
    "snapshots/reset",
    "snapshots/drop",
)


def test_a_studio_that_reads_shows_no_act_and_refuses_all(start_studio: StartStudio) -> None:
    with acting_in(start_studio(writes=False)) as acts:
        assert 'href="/act"' not in acts.client.get("/").text
        for path in PAGES:
            assert (path, acts.get(f"/act{path}").status) == (path, 403)
        for path in POSTS:
            assert (path, acts.post(f"/act/{path}").status) == (path, 403)


def asked_by_pages(acts: Acts, studio: Running) -> dict[str, int]:
    """How many statements each page runs, once the verdict on the store as it is now is known."""
    asked = {}
    acts.client.get("/act")
    for path in PAGES[:-1]:
        with statements_of(studio.desk.store) as statements:
            assert acts.client.get(f"/act{path}").status_code == 200
        asked[path] = len(statements)
    return asked


def test_pages_of_acts_ask_as_much_whatever_the_number_of_accounts(acts: Acts, studio: Running) -> None:
    acts.post("/act/seed/plan")
    before = asked_by_pages(acts, studio)
    rows = "".join(f"Customer {number:03},Kandy,{number}\n" for number in range(1, 200))
    looked = acts.post("/act/import/look", files={"file": ("more.csv", f"Customer,BU,ARR\n{rows}".encode())})
    acts.post("/act/import", {"look": looked.value("look")})
    acts.post("/act/seed/apply", {"plan": acts.post("/act/seed/plan").value("plan")})
    assert asked_by_pages(acts, studio) == before


def test_pages_of_acts_are_small(acts: Acts) -> None:
    vendored = 45_000
    for path in PAGES[:-2]:
        text = acts.client.get(f"/act{path}").text
        files = {found for found in text.replace('"', " ").split() if found.startswith("/static/") and "vendor" not in found}
        files |= {"/static/countdown.js", "/static/format.js", "/static/keys.js"}
        size = len(text.encode()) + sum(len(acts.client.get(file.partition("#")[0]).content) for file in files)
        assert size + vendored < 120_000, (path, size)
