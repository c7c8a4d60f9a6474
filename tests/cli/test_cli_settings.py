"""Settings: flag, environment, .env, demodb.toml and [tool.demodb], the first that speaks wins."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixture_types import Command, CustomersFile

from demodb.errors import SettingsError
from demodb.settings import load_settings, project_root, read_project


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_the_defaults_hold_where_nobody_says_anything(tmp_path: Path) -> None:
    settings = load_settings(tmp_path)
    assert (settings.pack, settings.seed, settings.sources, settings.heroes, settings.aliases) == ("telecom", "0", (), (), {})
    assert (Path(settings.db), settings.export_dir) == (tmp_path / "demodb.db", tmp_path / "export")


def test_each_place_outweighs_those_below_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "pyproject.toml", '[tool.demodb]\nseed = "tool"\n')
    assert load_settings(tmp_path).seed == "tool"
    write(tmp_path / "demodb.toml", 'seed = "file"')
    assert load_settings(tmp_path).seed == "file"
    write(tmp_path / ".env", "DEMODB_SEED=dotenv")
    assert load_settings(tmp_path).seed == "dotenv"
    monkeypatch.setenv("DEMODB_SEED", "environment")
    assert load_settings(tmp_path).seed == "environment"
    assert load_settings(tmp_path, {"seed": "flag"}).seed == "flag"
    assert load_settings(tmp_path, {"seed": None}).seed == "environment"


def test_a_place_that_is_silent_on_a_setting_leaves_it_to_those_below(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", '[tool.demodb]\nseed = "tool"\npack = "tool-pack"\n')
    write(tmp_path / "demodb.toml", 'seed = "file"')
    settings = load_settings(tmp_path)
    assert (settings.seed, settings.pack) == ("file", "tool-pack")


@pytest.mark.slow
def test_the_command_line_obeys_the_same_order(process: Command, tmp_path: Path, sample: Path) -> None:
    write(tmp_path / "demodb.toml", 'db = "file.db"\nseed = "file"')
    write(tmp_path / ".env", "DEMODB_DB=dotenv.db")
    hero = sample / "customers" / "customers_stl_all.json"
    process("import", hero)
    process("import", hero, DEMODB_DB="environment.db")
    process("import", hero, "--db", "flag.db", DEMODB_DB="environment2.db")
    assert {path.name for path in tmp_path.glob("*.db")} == {"dotenv.db", "environment.db", "flag.db"}


def test_paths_count_from_the_folder_of_their_file(tmp_path: Path) -> None:
    write(tmp_path / "demo" / "demodb.toml", 'db = "my.db"\nexport_dir = "../app"\nsources = ["in", "/absolute"]')
    settings = load_settings(tmp_path / "demo")
    assert settings.db == str(tmp_path / "demo" / "my.db")
    assert settings.export_dir == tmp_path / "demo" / ".." / "app"
    assert settings.sources == (tmp_path / "demo" / "in", Path("/absolute"))


def test_packs_that_are_folders_count_from_the_folder_of_their_file(tmp_path: Path) -> None:
    text = 'pack = "packs/mine"\n[packs]\nKandy = "saas"\nSTL = "../theirs"\n"Acme Ltd" = "/absolute/mine"\n'
    write(tmp_path / "demo" / "demodb.toml", text)
    settings = load_settings(tmp_path / "demo")
    assert settings.pack == str(tmp_path / "demo" / "packs" / "mine")
    own = str(tmp_path / "demo" / ".." / "theirs")
    assert settings.packs == {"Kandy": "saas", "STL": own, "Acme Ltd": "/absolute/mine"}


def test_a_packs_folder_in_the_working_directory_stays_a_path(tmp_path: Path) -> None:
    write(tmp_path / "demodb.toml", 'pack = "./mine"\npacks = { STL = "./theirs" }')
    settings = load_settings(Path())
    assert (settings.pack, settings.packs) == ("./mine", {"STL": "./theirs"})


def test_packs_in_the_environment_are_a_json_object_and_count_from_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "demo" / "demodb.toml", 'packs = { STL = "saas", Kandy = "telecom" }')
    monkeypatch.setenv("DEMODB_PACKS", '{"Kandy": "./mine"}')
    monkeypatch.setenv("DEMODB_PACK", "./other")
    settings = load_settings(tmp_path / "demo")
    assert (settings.pack, settings.packs) == ("./other", {"STL": "saas", "Kandy": "./mine"})


def test_a_url_is_no_path(tmp_path: Path) -> None:
    write(tmp_path / "demodb.toml", 'db = "postgresql+psycopg://me@host/demo"')
    assert load_settings(tmp_path).db == "postgresql+psycopg://me@host/demo"


@pytest.mark.parametrize(("name", "text"), [("demodb.toml", 'seed = "1"'), ("pyproject.toml", '[tool.demodb]\nseed = "1"')])
def test_the_configuration_of_a_folder_above_is_found(tmp_path: Path, name: str, text: str) -> None:
    write(tmp_path / "demo" / name, text)
    deep = tmp_path / "demo" / "a" / "b"
    deep.mkdir(parents=True)
    assert project_root(deep) == tmp_path / "demo"
    settings = load_settings(deep)
    assert (settings.seed, settings.db) == ("1", str(tmp_path / "demo" / "demodb.db"))


def test_a_command_in_a_folder_below_works_on_the_project(process: Command, prepared: Path) -> None:
    write(prepared / "demodb.toml", "heroes = []")
    (prepared / "deep" / "er").mkdir(parents=True)
    assert process("status", cwd=prepared / "deep" / "er").code == 0
    process("export", cwd=prepared / "deep" / "er")
    assert (prepared / "export" / "manifest.json").is_file()
    assert list((prepared / "deep" / "er").iterdir()) == []


def test_the_nearest_configuration_wins(tmp_path: Path) -> None:
    write(tmp_path / "demodb.toml", 'seed = "outer"')
    write(tmp_path / "inner" / "demodb.toml", 'seed = "inner"')
    assert load_settings(tmp_path / "inner").seed == "inner"


def test_a_pyproject_without_a_word_about_demodb_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path / "demodb.toml", 'seed = "outer"')
    write(tmp_path / "inner" / "pyproject.toml", "[project]\nname = 'x'\n")
    assert load_settings(tmp_path / "inner").seed == "outer"


@pytest.mark.parametrize(
    ("name", "text"), [("demodb.toml", 'heros = []\nsead = "1"'), ("pyproject.toml", '[tool.demodb]\nheros = []\nsead = "1"')]
)
def test_unknown_settings_are_named_all_at_once_with_their_file(tmp_path: Path, name: str, text: str) -> None:
    path = write(tmp_path / name, text)
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path)
    known = "db, export_dir, sources, heroes, aliases, names, not_accounts, units, unit_descriptions, pack"
    faults = [f"{path}: there is no setting {setting!r}; known: {known}" for setting in ("heros", "sead")]
    assert [fault[: len(wanted)] for fault, wanted in zip(caught.value.faults, faults, strict=True)] == faults
    assert caught.value.exit_code == 4


def test_unknown_settings_of_a_table_are_named_with_the_known_ones(tmp_path: Path) -> None:
    path = write(tmp_path / "demodb.toml", '[rehearse]\ningore = []\n[export]\nworkbok = "a.xlsx"\n')
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path)
    known = {"export.workbok": "workbook", "rehearse.ingore": "ignore"}
    told = [f"{path} or the environment: {name}: there is no such setting; known: {names}" for name, names in known.items()]
    assert sorted(caught.value.faults) == told


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("seed = ", "is no readable TOML"),
        ("heroes = 5", "heroes"),
        ("sources = [1]", "sources[0]"),
        ("[aliases]\nold = 7", "aliases.old"),
    ],
)
def test_a_setting_of_a_wrong_type_is_told_by_name(tmp_path: Path, text: str, fault: str) -> None:
    write(tmp_path / "demodb.toml", text)
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path)
    assert fault in caught.value.message
    assert str(tmp_path / "demodb.toml") in caught.value.message


def test_an_industry_that_is_none_is_told_with_the_one_that_may_be_meant(tmp_path: Path) -> None:
    write(tmp_path / "demodb.toml", '[industries]\nSpotify = "Medai"\nAcme = "zzz"')
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path)
    first, second = caught.value.faults
    assert "industries.Spotify: " in first
    assert "there is no industry 'Medai': did you mean 'media'? known: water, energy, " in first
    assert "industries.Acme: " in second
    assert "did you mean" not in second


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            '"Acme Ltd" = "bank"\n"ACME, Ltd." = "media"',
            "'Acme Ltd' and 'ACME, Ltd.' are one account, and cannot be bank and media",
        ),
        ('"--" = "bank"', "'--': a customer name needs a letter or a digit"),
        ('"Acme" = 5', "industries.Acme"),
    ],
)
def test_industries_that_cannot_be_are_told(tmp_path: Path, text: str, fault: str) -> None:
    write(tmp_path / "demodb.toml", f"[industries]\n{text}")
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path)
    assert fault in caught.value.message


def test_the_industries_of_accounts_are_as_the_settings_say(tmp_path: Path) -> None:
    write(tmp_path / "demodb.toml", '[industries]\n"Acme Ltd" = "bank"\n"ACME, Ltd." = "bank"')
    assert load_settings(tmp_path).industries == {"Acme Ltd": "bank", "ACME, Ltd.": "bank"}


def test_a_list_in_the_environment_that_is_no_json_is_told_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMODB_HEROES", "Spotify")
    with pytest.raises(SettingsError, match=r"environment: .*heroes"):
        load_settings(tmp_path)
    monkeypatch.setenv("DEMODB_HEROES", '["Spotify"]')
    assert load_settings(tmp_path).heroes == ("Spotify",)


def test_settings_are_frozen(tmp_path: Path) -> None:
    settings = load_settings(tmp_path)
    with pytest.raises(ValueError, match="frozen"):
        settings.seed = "1"  # type: ignore[misc]


def test_a_folder_s_own_declarations_are_read_for_an_import_of_it(tmp_path: Path) -> None:
    assert read_project(tmp_path) is None
    write(tmp_path / "demodb.toml", 'sources = ["in"]\nheroes = ["Acme"]\n[aliases]\nold = "Acme"')
    project = read_project(tmp_path)
    assert project is not None
    assert (project.sources, project.heroes, dict(project.aliases)) == ((tmp_path / "in",), ("Acme",), {"old": "Acme"})


def test_the_key_comes_from_the_environment_or_dotenv_and_is_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings(tmp_path).api_key is None
    write(tmp_path / ".env", "ANTHROPIC_API_KEY=sk-dotenv\nANTHROPIC_BASE_URL=http://127.0.0.1:9")
    settings = load_settings(tmp_path)
    assert settings.api_key is not None
    assert (settings.api_key.get_secret_value(), settings.base_url) == ("sk-dotenv", "http://127.0.0.1:9")
    assert "sk-dotenv" not in f"{settings!r} {settings} {settings.model_dump_json()}"
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-environment")
    settings = load_settings(tmp_path)
    assert settings.api_key is not None
    assert settings.api_key.get_secret_value() == "sk-environment"


@pytest.mark.parametrize("name", ["api_key", "ANTHROPIC_API_KEY", "anthropic_api_key"])
@pytest.mark.parametrize("file", ["demodb.toml", "pyproject.toml"])
def test_a_key_in_a_file_that_is_shared_is_refused_and_not_repeated(tmp_path: Path, name: str, file: str) -> None:
    head = "[tool.demodb]\n" if file == "pyproject.toml" else ""
    write(tmp_path / file, f'{head}{name} = "sk-secret"')
    with pytest.raises(SettingsError, match="set ANTHROPIC_API_KEY in the environment") as caught:
        load_settings(tmp_path)
    assert "sk-secret" not in caught.value.message


def test_prices_are_a_dated_table_by_model(tmp_path: Path) -> None:
    assert load_settings(tmp_path).prices == {}
    write(tmp_path / "demodb.toml", '[prices."claude-x"]\ninput = 3\noutput = 15.5\nas_of = 2026-11-01')
    price = load_settings(tmp_path).prices["claude-x"]
    assert (price.input, price.output, price.as_of.isoformat()) == (3.0, 15.5, "2026-11-01")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('[prices."x"]\ninput = 1\noutput = 1', "as_of"),
        ('[prices."x"]\ninput = -1\noutput = 1\nas_of = 2026-11-01', "input"),
        ('[prices."x"]\ninput = 1\noutput = 1\nas_of = 2026-11-01\ncache = 1', "cache"),
        ('cache_mode = "slow"', "cache_mode"),
        ("spacing = -1", "spacing"),
        ("concurrency = 0", "concurrency"),
    ],
)
def test_a_setting_of_the_warm_up_that_makes_no_sense_is_told_by_name(tmp_path: Path, text: str, fault: str) -> None:
    write(tmp_path / "demodb.toml", text)
    with pytest.raises(SettingsError, match=fault):
        load_settings(tmp_path)


@pytest.mark.parametrize("arguments", [("import", "in"), ("import",), ("sync",), ("prepare",)])
def test_the_limit_of_json_files_holds_for_every_command_that_reads_them(
    demodb: Command, tmp_path: Path, customers_file: CustomersFile, arguments: tuple[str, ...]
) -> None:
    customers_file(tmp_path / "in", "STL", [("Vestholm", 1, 0)])
    write(tmp_path / "demodb.toml", 'sources = ["in"]\njson_limit = 0.0001')

    told = demodb(*arguments).err

    assert "customers_stl_all.json: takes 0.0 MB, more than json_limit = 0.0001: split it, or raise json_limit" in told
