"""`demodb rehearse` at the command line: exit codes, the text, the page, the story's hours, and what is ignored."""

from __future__ import annotations

import html
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from fixture_types import Command

BAD = "<script>alert(1)</script>"


def change(statement: str) -> None:
    with closing(sqlite3.connect("demodb.db")) as connection, connection:
        connection.execute(statement)


@pytest.mark.usefixtures("prepared")
def test_a_cold_cache_ends_with_3_and_is_told_with_the_command_that_warms_it(demodb: Command) -> None:
    change("DELETE FROM cache_entry")
    result = demodb("rehearse")
    assert result.code == 3
    assert result.out.startswith("WOULD FAIL")
    assert "Blocks: cache-gone, 10 times" in result.out
    assert "Next: demodb warmup --until" in result.err
    assert demodb("status", "--json").json["rehearsed"]["worst"] == "cache-gone"


@pytest.mark.usefixtures("prepared")
def test_what_is_warm_long_enough_does_not_block(demodb: Command) -> None:
    demodb("warmup", "--ttl", "7200")
    result = demodb("rehearse", "--json")
    told = result.json
    assert (result.code, told["blockers"], told["accounts"]) == (0, 0, 128)
    assert told["hints"] == sum(told["byCode"]["hint"].values())
    assert {finding["severity"] for finding in told["findings"]} == {"warning", "hint"}


@pytest.mark.usefixtures("prepared")
@pytest.mark.parametrize("story", ["", '[demo]\nat = "2027-01-01T14:00"\n'])
def test_what_prepare_names_next_rehearses_the_hours_that_prepare_did(demodb: Command, tmp_path: Path, story: str) -> None:
    (tmp_path / "story.toml").write_text(story, "utf-8")
    prepared = demodb("prepare")
    told = re.search(r"^rehearse  0 blockers, .*, from .* (to .*)\.$", prepared.out, re.MULTILINE)
    command = prepared.err.rpartition("Next: demodb ")[2].split()
    assert told is not None
    assert command[0] == "rehearse"
    again = demodb(*command)
    assert again.code == 0
    assert re.fullmatch(rf"WOULD HOLD  from .* {told[1]}", again.out.splitlines()[0])


@pytest.mark.usefixtures("prepared")
def test_the_page_holds_no_script_and_every_text_is_escaped(demodb: Command, tmp_path: Path) -> None:
    change(f"UPDATE stakeholder SET role = 'champion', notes = NULL, name = '{BAD}' WHERE id = 'sp-005'")
    assert demodb("rehearse", "--html", "page.html").code == 3
    page = (tmp_path / "page.html").read_text("utf-8")
    assert "<script" not in page
    assert f"{html.escape(BAD)} is a champion whose relationship is weak" in page
    assert not re.search(r"""(?:src|href)=|@import|url\(""", page)
    assert "default-src 'none'" in page


@pytest.mark.usefixtures("prepared")
def test_the_page_tells_each_code_once_with_what_it_means_and_how_often(demodb: Command, tmp_path: Path) -> None:
    change("DELETE FROM cache_entry")
    told = demodb("rehearse", "--html", "page.html", "--json").json
    page = (tmp_path / "page.html").read_text("utf-8")
    headings = re.findall(r"<h3>([a-z-]+), ([0-9]+)</h3>\n<p>([^<]+)</p>", page)
    counts = {code: str(count) for codes in told["byCode"].values() for code, count in codes.items()}
    assert sorted((code, count) for code, count, _ in headings) == sorted(counts.items())
    assert headings[0][2].startswith("The cache has no plan or no intelligence of a hero in some minute of the demo")
    assert page.count("<tr><td>") == len(told["findings"])


@pytest.mark.usefixtures("prepared")
def test_a_story_gives_the_hours_and_what_is_wrong_with_it_is_told(demodb: Command, tmp_path: Path) -> None:
    story = tmp_path / "story.toml"
    story.write_text('[demo]\nat = "14:00"\nuntil = "14:20"\n[account.Spotify]\nblockers = 7\n', "utf-8")
    result = demodb("rehearse")
    assert re.match(r"WOULD FAIL  from \d{4}-\d\d-\d\d 14:00 to 14:20\n", result.out)
    assert "Spotify stakeholders/role: the story wants 7 blockers, and there is 1" in result.out
    story.write_text("[account.Spotify]\nblocker = 1\n", "utf-8")
    result = demodb("rehearse")
    assert result.code == 4
    assert "account.Spotify.blocker: is not known here; did you mean 'blockers'?" in result.err


@pytest.mark.slow
@pytest.mark.usefixtures("prepared")
def test_what_would_go_wrong_is_a_warning_of_the_status_until_something_is_done_about_it(demodb: Command, tmp_path: Path) -> None:
    (tmp_path / "story.toml").write_text("[account.Spotify]\nblockers = 7\n", "utf-8")
    assert demodb("rehearse").code == 3
    report = demodb("status")
    assert report.code == 0
    assert "Warns: the last rehearsal found 11 blockers; the worst: " in report.out
    assert "  Fix: demodb rehearse\n" in report.out
    demodb("edit", "Spotify", "stakeholders/sp-001/title", "Chief")
    assert "the last rehearsal found" not in demodb("status").out
    assert "11 blockers" in demodb("status").out


@pytest.mark.usefixtures("prepared")
def test_ignored_codes_are_counted_and_unknown_ones_refused(demodb: Command, tmp_path: Path) -> None:
    settings = tmp_path / "demodb.toml"
    found = demodb("rehearse", "--json").json["byCode"]["warning"]["renewal-over"]
    settings.write_text('[rehearse]\nignore = ["renewal-over", "cache-rules:Spotify"]', "utf-8")
    told = demodb("rehearse", "--json").json
    assert told["ignored"] == found + 1
    assert "renewal-over" not in told["byCode"]["warning"]
    settings.write_text('[rehearse]\nignore = ["same-title"]', "utf-8")
    result = demodb("rehearse")
    assert result.code == 2
    assert "same-titles" in result.err


@pytest.mark.usefixtures("prepared")
def test_an_end_before_the_beginning_is_wrong_use(demodb: Command) -> None:
    result = demodb("rehearse", "--at", "14:00", "--until", "13:00")
    assert (result.code, "would end at 13:00" in result.err) == (2, True)


@pytest.mark.usefixtures("prepared")
def test_one_account_is_looked_at_alone_and_nothing_is_kept_of_it(demodb: Command) -> None:
    before = demodb("status", "--json").json["rehearsed"]
    change("UPDATE pain_point SET title = 'TODO' WHERE account_key = 'spotify'")
    change("DELETE FROM cache_entry WHERE key LIKE '%:liquid-telecom'")
    told = demodb("rehearse", "spotify", "--json").json
    assert (told["accounts"], told["byCode"]["warning"]["placeholder"]) == (1, 3)
    assert {finding["account"] for finding in told["findings"]} == {"Spotify"}
    result = demodb("rehearse", "Liquid Telecom", "--at", "14:00", "--until", "15:30")
    assert (result.code, "Blocks: cache-gone" in result.out) == (3, True)
    after = demodb("status", "--json").json["rehearsed"]
    assert before | {"changed": True} == after


@pytest.mark.usefixtures("prepared")
def test_an_account_that_nobody_knows_is_no_rehearsal(demodb: Command) -> None:
    result = demodb("rehearse", "Spotfy")
    assert (result.code, result.out) == (2, "")
    assert result.err == "Error: no account is known as 'Spotfy'\n  Fix: did you mean 'Spotify'?\n"


@pytest.mark.usefixtures("prepared")
def test_an_empty_name_is_no_account_and_not_all_of_them(demodb: Command) -> None:
    result = demodb("rehearse", "")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("Error: no account is known as ''")


@pytest.mark.usefixtures("prepared")
@pytest.mark.parametrize("name", ["demodb.db", "story.toml", "demodb.toml", "customers/customers_stl_all.json"])
@pytest.mark.parametrize("asking", [("rehearse", "--html"), ("seed", "--plan", "--json")])
def test_a_file_that_somebody_else_wrote_is_never_written_over(
    demodb: Command, tmp_path: Path, asking: tuple[str, ...], name: str
) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    if not path.exists():
        path.write_text('[demo]\nat = "14:00"\n' if name == "story.toml" else "# mine\n", "utf-8")
    before = path.read_bytes()
    result = demodb(*asking, name)
    assert result.code == 2
    assert f"{name} is there already, and was not written by {asking[-1]}: name another file" in result.out + result.err
    assert path.read_bytes() == before


@pytest.mark.usefixtures("prepared")
@pytest.mark.parametrize("asking", [("rehearse", "--html"), ("seed", "--plan", "--json")])
def test_what_was_written_before_and_an_empty_file_are_written_over(
    demodb: Command, tmp_path: Path, asking: tuple[str, ...]
) -> None:
    (tmp_path / "told").touch()
    codes = [demodb(*asking, "told").code for _ in range(3)]
    assert codes == codes[:1] * 3
    assert codes[0] in (0, 1, 3)
    assert (tmp_path / "told").stat().st_size > 0


@pytest.mark.usefixtures("prepared")
def test_what_is_ignored_of_accounts_knows_their_other_names_and_refuses_unknown_ones(demodb: Command, tmp_path: Path) -> None:
    settings = tmp_path / "demodb.toml"

    def ignoring(entry: str) -> None:
        settings.write_text(f'[rehearse]\nignore = ["{entry}"]\n', "utf-8")

    ignoring("cache-rules:att-services-inc")
    assert demodb("account", "alias", "AT&T SERVICES, INC.", "att-services-inc").code == 0
    assert demodb("rehearse", "--json").json["ignored"] == 1
    for entry, message in (
        (
            "cache-rules:Spotfy",
            "there is no account to ignore, as `[rehearse]` in demodb.toml says, 'Spotfy'\n  Fix: known: Spotify",
        ),
        ("cache-rules:", "there is no account to ignore, as `[rehearse]` in demodb.toml says, ''"),
    ):
        ignoring(entry)
        result = demodb("rehearse")
        assert (result.code, result.out) == (2, "")
        assert message in result.err
