"""Which files of a folder are looked at, and what is told of the others."""

from __future__ import annotations

import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import pytest
from fixture_types import WriteJson
from unreadable import too_deep_to_list

from demodb.sources.walk import PassedOver, files_below, is_export

EXPORT = {"format": "demodb-export", "formatVersion": 1, "files": {}}


def found(paths: Sequence[Path], ignored: Collection[Path] = ()) -> list[Path]:
    return [Path(file.path) for file in files_below(paths, ignored)]


def below(folder: Path, passed_over: PassedOver | None = None) -> list[str]:
    return [file.below for file in files_below([folder], (), passed_over)]


@pytest.fixture
def files(tmp_path: Path) -> Callable[..., Path]:
    """Makes empty files below a folder, or with a text where one is given, and gives the folder back."""

    def make(*names: str, **texts: str) -> Path:
        for name, text in {**dict.fromkeys(names, ""), **texts}.items():
            path = tmp_path / "in" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return tmp_path / "in"

    return make


def test_the_files_of_folders_come_in_order_and_those_named_as_they_are_named(tmp_path: Path, write_json: WriteJson) -> None:
    paths = [write_json(tmp_path / name, {}) for name in ("in/b.json", "in/a/z.json", "in/c.txt", "alone.json")]
    missing = tmp_path / "missing.json"

    assert found([missing, paths[3], tmp_path / "in"]) == [missing, paths[3], paths[1], paths[0], paths[2]]


def test_hidden_files_and_folders_are_left_out(tmp_path: Path, write_json: WriteJson) -> None:
    for name in (".hidden.json", ".git/x.json", "__pycache__/x.json", "deep/.x/y.json"):
        write_json(tmp_path / name, {})
    kept = write_json(tmp_path / "deep" / "kept.json", {})

    assert found([tmp_path]) == [kept]


def test_a_projects_own_settings_are_left_out(tmp_path: Path, write_json: WriteJson) -> None:
    (tmp_path / "demodb.toml").write_text("")
    kept = write_json(tmp_path / "kept.json", {})

    assert found([tmp_path]) == [kept]


def test_a_live_stores_files_are_left_out_even_where_they_are_named(tmp_path: Path, write_json: WriteJson) -> None:
    store, kept = write_json(tmp_path / "store.db", {}), write_json(tmp_path / "x.json", {})
    (tmp_path / "link").symlink_to(store)

    assert found([tmp_path, store, tmp_path / "link"], {store.resolve()}) == [kept]


def test_a_hidden_file_that_is_named_is_looked_at(tmp_path: Path, write_json: WriteJson) -> None:
    path = write_json(tmp_path / ".hidden.json", {})

    assert found([path]) == [path]


def test_an_export_inside_a_folder_is_left_out_but_looked_at_when_it_is_named(tmp_path: Path, write_json: WriteJson) -> None:
    inside = [write_json(tmp_path / "out" / name, value) for name, value in (("customers.json", {}), ("manifest.json", EXPORT))]
    kept = write_json(tmp_path / "kept.json", {})

    assert is_export(tmp_path / "out")
    assert found([tmp_path]) == [kept]
    assert found([tmp_path / "out"]) == inside


@pytest.mark.parametrize("text", ['{"format": "another"}', "[]", "{", '{"format": "demodb-export", "format": "demodb-export"}'])
def test_a_folder_with_a_manifest_of_somebody_else_is_looked_at(tmp_path: Path, text: str) -> None:
    (tmp_path / "out").mkdir()
    manifest = tmp_path / "out" / "manifest.json"
    manifest.write_text(text)

    assert not is_export(tmp_path / "out")
    assert found([tmp_path]) == [manifest]


def test_a_link_to_a_folder_above_does_not_bring_its_files_twice(tmp_path: Path, write_json: WriteJson) -> None:
    kept = write_json(tmp_path / "a" / "kept.json", {})
    (tmp_path / "a" / "up").symlink_to(tmp_path, target_is_directory=True)

    assert found([tmp_path]) == [kept]


def test_what_other_programs_keep_is_passed_over_without_a_word(files: Callable[..., Path]) -> None:
    passed_over = PassedOver()
    folder = files(
        ".git/config",
        "node_modules/x/package.json",
        "a/node_modules/y.json",
        ".venv/x.json",
        "__pycache__/x.pyc",
        "~$book.xlsx",
        ".DS_Store",
        "a/kept.json",
    )

    assert below(folder, passed_over) == ["a/kept.json"]
    assert passed_over == PassedOver()


def test_a_folder_that_is_named_is_looked_at_whatever_its_name(files: Callable[..., Path]) -> None:
    assert below(files("node_modules/.x/kept.json") / "node_modules" / ".x") == ["kept.json"]


def test_what_gitignore_and_demodbignore_name_is_left_out_without_a_word(files: Callable[..., Path]) -> None:
    passed_over = PassedOver()
    folder = files(
        "a.log", "a.json", "build/a.json", "b/build/a.json", "b/top.json", "top.json", "b/c/x.json", "b/c/y.json", "draft.json",
        **{
            ".gitignore": "# made\n*.log\n*.bin\nbuild/\n/top.json\n",
            "b/.gitignore": "*.json\n!y.json\n",
            ".demodbignore": "draft*\n",
        },
    )  # fmt: skip

    assert below(folder, passed_over) == ["a.json", "b/c/y.json"]
    assert passed_over == PassedOver()


def test_demodbignore_outweighs_gitignore(files: Callable[..., Path]) -> None:
    folder = files("a.xlsx", "b.xlsx", **{".gitignore": "*.xlsx", ".demodbignore": "!a.xlsx"})

    assert below(folder) == ["a.xlsx"]


def test_of_two_folders_the_inner_one_decides(files: Callable[..., Path]) -> None:
    folder = files("b/x.json", "c/x.json", **{".gitignore": "x.json", "b/.gitignore": "!x.json"})

    assert below(folder) == ["b/x.json"]


def test_an_ignored_folder_is_not_entered_and_nothing_in_it_comes_back(files: Callable[..., Path]) -> None:
    folder = files("out/a.json", **{"out/.gitignore": "!*", ".gitignore": "out"})

    assert below(folder) == []


def test_a_file_that_is_named_is_looked_at_though_it_is_ignored(files: Callable[..., Path]) -> None:
    folder = files("a.json", **{".gitignore": "*"})

    assert found([folder / "a.json"]) == [folder / "a.json"]


def test_the_ignore_files_agree_with_git(files: Callable[..., Path]) -> None:
    names = ["a.json", "b/a.json", "b/c.json", "b/d/e.json", "f/a b.json", "f/[x].json", "g/h/i/j.json", "é.json"]
    patterns = ["/a.json", "b/*", "!b/c.json", "f/a\\ b.json", "\\[x].json", "g/**/j.json", "é*", "x", "[", "#a", "", "  "]
    folder = files(*names, **{".gitignore": "\r\n".join([*patterns, ""])})
    git = ["git", "-c", "core.quotePath=off", "ls-files", "--others", "--exclude-standard", "-z"]
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    listed = subprocess.run(git, cwd=folder, check=True, capture_output=True, text=True).stdout.split("\0")

    assert below(folder) == sorted({*listed} - {"", ".gitignore"})


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("!", "is no pattern"),
        ("a\\", "is no pattern"),
        ("[z-a]", "is no pattern"),
        ("*a*a*a*a*b", "expected at most 3 wild cards in a name and 5 in all"),
        ("*/*/*/*/*/*", "expected at most 3 wild cards in a name and 5 in all"),
    ],
)
def test_a_line_that_is_no_pattern_is_told_and_the_others_hold(files: Callable[..., Path], line: str, fault: str) -> None:
    passed_over = PassedOver()
    folder = files("a.json", "b.json", **{".gitignore": f"#*a*a*a*a*a*a*\n{line}\nb.json"})

    assert below(folder, passed_over) == ["a.json"]
    assert [str(problem) for problem in passed_over.faults] == [f"{folder}/.gitignore: line 2: {fault}: the line is passed over"]


@pytest.mark.slow
def test_no_pattern_takes_long_on_any_name(files: Callable[..., Path]) -> None:
    folder = files("a" * 250, **{".gitignore": "*a*a*ab\n" * 10})
    before = time.process_time()

    assert below(folder) == ["a" * 250]
    assert time.process_time() - before < 5


def test_a_link_that_leads_out_of_the_folder_is_told_and_not_followed(files: Callable[..., Path], tmp_path: Path) -> None:
    passed_over = PassedOver()
    folder = files("a.json")
    (tmp_path / "beside").mkdir()
    (tmp_path / "beside" / "b.json").write_text("{}")
    (tmp_path / "in-too").mkdir()
    for name, target in (("b", "beside"), ("c.json", "beside/b.json"), ("d", "in-too"), ("e", "nowhere"), ("f", "..")):
        (folder / name).symlink_to(Path("..") / target)

    assert below(folder, passed_over) == ["a.json"]
    assert passed_over.files == [
        (f"{folder}/{name}", f"a link that leads out of the folder: name {(tmp_path / target).resolve()} if you mean it")
        for name, target in (("b", "beside"), ("c.json", "beside/b.json"), ("d", "in-too"), ("f", ".."))
    ]


def test_what_a_link_leads_to_inside_the_folder_is_found_and_its_own_path_comes_first(files: Callable[..., Path]) -> None:
    folder = files(".store/a.json", "z/b.json")
    (folder / "a").symlink_to(".store", target_is_directory=True)
    (folder / "c.json").symlink_to(".store/a.json")
    (folder / "y").symlink_to("z", target_is_directory=True)

    assert below(folder) == ["c.json", "z/b.json", "a/a.json"]


def test_a_folder_that_is_named_by_a_link_is_walked(files: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(files("a/b.json"), target_is_directory=True)

    assert below(tmp_path / "link") == ["a/b.json"]


def test_a_tree_of_links_ends(tmp_path: Path) -> None:
    folders = [tmp_path / f"{number:02}" for number in range(30)]
    for folder in folders:
        folder.mkdir()
        (folder / "x.json").write_text("{}")
    for folder in folders:
        for other in folders:
            (folder / f"to-{other.name}").symlink_to(Path("..", other.name), target_is_directory=True)
    (tmp_path / "self").symlink_to("self")

    assert below(tmp_path) == [f"{folder.name}/x.json" for folder in folders]


def test_folders_may_lie_deeper_in_each_other_than_python_calls(tmp_path: Path) -> None:
    top, depth = tmp_path / "top", 1200
    subprocess.run(["mkdir", "-p", top / ("d/" * depth)], check=True)
    (top / ("d/" * depth) / "x.json").write_text("{}")
    try:
        assert below(top) == ["d/" * depth + "x.json"]
    finally:
        # What clears the folders of tests away cannot.
        subprocess.run(["rm", "-r", top], check=True)


def test_a_folder_that_cannot_be_read_is_told_and_the_others_are_read(files: Callable[..., Path]) -> None:
    folder, passed_over = files("a.json", "z.json"), PassedOver()
    too_deep_to_list(folder)

    assert below(folder, passed_over) == ["a.json", "z.json"]
    (problem,) = passed_over.problems
    assert problem.path.startswith(f"{folder}/ddd")
    assert problem.message == "cannot be read: File name too long; what is in it is left out"


LISTED = """
import sys
sys.addaudithook(lambda event, args: print(args[0]) if event == "os.scandir" else None)
from pathlib import Path
from demodb.sources.walk import files_below
list(files_below([Path()]))
"""


@pytest.mark.slow
def test_what_is_pruned_is_not_even_listed(files: Callable[..., Path]) -> None:
    folder = files("node_modules/a/b.json", ".git/objects/x", "out/x.json", "a/b.json", **{".gitignore": "out/"})
    done = subprocess.run([sys.executable, "-c", LISTED], cwd=folder, check=True, capture_output=True, text=True)

    assert [line for line in done.stdout.splitlines() if not line.startswith("/")] == [".", "./a"]


def test_of_a_manifest_no_more_is_read_than_tells_whose_it_is(tmp_path: Path) -> None:
    head = b'{\n  "format": "demodb-export",\n  "files": {\n'
    for name, start in (("ours", head), ("theirs", b'{"files": ["')):
        (tmp_path / name).mkdir()
        with (tmp_path / name / "manifest.json").open("wb") as file:
            file.write(start)
            file.truncate(2**30)
    tracemalloc.start()
    assert (is_export(tmp_path / "ours"), is_export(tmp_path / "theirs")) == (True, False)
    assert tracemalloc.get_traced_memory()[1] < 2**27
    tracemalloc.stop()
