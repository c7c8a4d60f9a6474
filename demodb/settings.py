"""Settings: flag > environment > .env > demodb.toml > [tool.demodb] of pyproject.toml. The reader of the environment."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from pydantic_settings.exceptions import SettingsError as SourceError

from demodb.errors import SettingsError
from demodb.model.faults import json_path
from demodb.model.industries import INDUSTRIES, Industry
from demodb.model.lifetimes import CacheMode
from demodb.model.material import RevenuePeriod
from demodb.model.names import match_key, nameless_fault
from demodb.model.paths import part_fault
from demodb.model.prices import Price
from demodb.model.story import STORY_FILE, Story, story_of
from demodb.model.tables import NO_TABLES, Tables

PROJECT_FILE = "demodb.toml"
UPLOADS = "uploads"
"""The folder of a project in which lie the files that were piped in or sent: it is read with the sources."""

_PREFIX = "DEMODB_"


class Project(BaseModel):
    """What a project folder's own demodb.toml declares of its places and names."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    db: str = Field(default="demodb.db", description="the store: a file's path or a PostgreSQL URL")
    export_dir: Path = Field(default=Path("export"), description="the folder that `demodb export` writes")
    sources: tuple[Path, ...] = Field(default=(), description="files and folders that `import`, `sync` and `prepare` read")
    heroes: tuple[str, ...] = Field(default=(), description="accounts that the demo opens")
    aliases: dict[str, str] = Field(default={}, description="spelling or orphan file's slug = account")
    names: dict[str, str] = Field(default={}, description="a customer's name as typed = the name to use for it")
    not_accounts: tuple[str, ...] = Field(default=(), description="names in lists of customers that are no customers'")
    units: dict[str, str] = Field(default={}, description="spelling of a business unit = its name")
    unit_descriptions: dict[str, str] = Field(default={}, description="a business unit = what it sells, as Claude is told")


class ExportSettings(BaseModel):
    """The table `[export]`: what an export writes beside what it always does."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    workbook: str | None = None

    @field_validator("workbook")
    @classmethod
    def _one_file(cls, name: str | None) -> str | None:
        if name is not None and (part_fault(name) or "/" in name or not name.endswith(".xlsx") or name.startswith(".")):
            raise ValueError("expected the name of a file that ends in .xlsx, without a folder")
        return name


def _known_industry(value: object) -> object:
    if not isinstance(value, str) or value in INDUSTRIES:
        return value
    alike = get_close_matches(value.casefold(), INDUSTRIES, n=1)
    meant = f"did you mean {alike[0]!r}? " if alike else ""
    raise ValueError(f"there is no industry {value!r}: {meant}known: {', '.join(INDUSTRIES)}")


IndustryName = Annotated[Industry, BeforeValidator(_known_industry)]
"""An industry as a person types it."""


class RehearseSettings(BaseModel):
    """The table `[rehearse]`: `ignore` has the codes of findings that are meant so, "code" or "code:account"."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ignore: tuple[str, ...] = ()


class Settings(Project, BaseSettings):
    """Frozen settings. Paths in a file count from that file's folder, those in the environment from the working directory."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, frozen=True, extra="ignore")

    pack: str = Field(default="telecom", description="the template pack: a name, or a folder's path with a slash in it")
    packs: dict[str, str] = Field(default={}, description="business unit or account = the pack that it gets")
    team: dict[str, str] = Field(default={}, description="a role on our side = the person who owns what that role does")
    industries: dict[str, IndustryName] = Field(default={}, description="account = what it does, where its name misleads")
    seed: str = Field(default="0", description="keys the draws: another seed gives other content")

    snapshot_limit: float = Field(default=2.0, ge=0, description="GB above which no automatic snapshot is saved; 0: none ever")

    tables: Tables = Field(
        default=NO_TABLES, description="by a file's name: which title is which column, and how numbers are written"
    )

    export: ExportSettings = Field(default=ExportSettings(), description="what an export writes besides: the workbook")
    revenue_period: RevenuePeriod = Field(
        default="year", description="whether recurring revenue counts as a year's, or as a quarter's as on the app's page"
    )

    rehearse: RehearseSettings = Field(default=RehearseSettings(), description="which findings of a rehearsal are meant so")

    json_limit: float = Field(default=256.0, gt=0, description="MB above which a JSON file is not read")

    model: str = Field(default="claude-sonnet-5-5", description="the Claude model that writes intelligence")
    cache_mode: CacheMode = Field(default="demo", description="the lifetimes of cache entries: normal or demo")
    spacing: float = Field(default=2.0, ge=0, le=600, description="seconds between the starts of calls")
    concurrency: int = Field(default=3, ge=1, le=50, description="calls in flight at once")
    prices: dict[str, Price] = Field(default={}, description="USD for a million tokens, by model")
    api_key: SecretStr | None = Field(default=None, validation_alias="ANTHROPIC_API_KEY", description="the key of the API")
    base_url: str | None = Field(default=None, validation_alias="ANTHROPIC_BASE_URL", description="another address of the API")

    @property
    def most_json(self) -> float:
        """The bytes above which a JSON file is not read."""
        return self.json_limit * 1_000_000

    @field_validator("industries")
    @classmethod
    def _one_each(cls, industries: dict[str, Industry]) -> dict[str, Industry]:
        named = dict[str, tuple[str, Industry]]()
        for name, industry in industries.items():
            first, other = named.setdefault(match_key(name), (name, industry))
            if other != industry:
                raise ValueError(f"{first!r} and {name!r} are one account, and cannot be {other} and {industry}")
            if fault := nameless_fault(name):
                raise ValueError(f"{name!r}: {fault}")
        return industries

    @field_validator("seed", mode="before")
    @classmethod
    def _seed_as_text(cls, value: object) -> object:
        return str(value) if isinstance(value, int) else value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is passed in comes from the project's files, so it stands below the environment."""
        del settings_cls, file_secret_settings
        return env_settings, dotenv_settings, init_settings


def load_settings(folder: Path, flags: Mapping[str, Any] | None = None) -> Settings:
    """The settings that hold in `folder`; `flags` are typed values that outweigh all others, None meaning not given.

    Raises SettingsError with all faults.
    """
    root = project_root(folder)
    values = _tool_table(root / "pyproject.toml") | _toml(root / PROJECT_FILE)
    with _told_by_name(root):
        settings = Settings(_env_file=root / ".env", **_placed(root, values))
    given = {name: value for name, value in (flags or {}).items() if value is not None}
    return settings.model_copy(update=given)


def read_project(folder: Path) -> Project | None:
    """The declarations of a project folder, None if it has no demodb.toml. Raises SettingsError with all faults."""
    values = _toml(folder / PROJECT_FILE)
    if not values:
        return None
    with _told_by_name(folder):
        return Project(**_placed(folder, values))


def load_story(folder: Path, today: date) -> Story | None:
    """The story of the project that `folder` lies in, None if it has no story.toml. Raises SettingsError with all faults."""
    path = project_root(folder) / STORY_FILE
    if not path.exists() and not path.is_symlink():
        return None
    story, faults = story_of(_read_toml(path))
    if story.demo.is_mistyped(today):
        faults.append(f"demo.at: {story.demo.at:%Y-%m-%d} is more than a year away")
    if faults:
        raise SettingsError([f"{path}: {fault}" for fault in faults])
    return story


def project_root(folder: Path) -> Path:
    """The nearest folder, from `folder` upwards, with a demodb.toml or a [tool.demodb]; else `folder` itself."""
    absolute = folder.absolute()
    for candidate in (absolute, *absolute.parents):
        if (candidate / PROJECT_FILE).is_file() or _tool_table(candidate / "pyproject.toml"):
            return folder if candidate == absolute else candidate
    return folder


@contextmanager
def _told_by_name(root: Path) -> Iterator[None]:
    """Raise a SettingsError that names each setting that cannot be used."""
    try:
        yield
    except ValidationError as error:
        raise SettingsError(_faults(root, error)) from error
    except UnicodeDecodeError as error:
        raise SettingsError([f"{root / '.env'}: is not UTF-8: save it as such"]) from error
    except SourceError as error:
        raise SettingsError([f"environment: {error}: lists and tables are written as JSON there"]) from error


def _placed(root: Path, values: dict[str, Any]) -> dict[str, Any]:
    """What a file says, and the places that it leaves to the defaults, with relative paths taken from its folder."""
    placed = {"db": Project.model_fields["db"].default, "export_dir": Project.model_fields["export_dir"].default, **values}
    if isinstance(placed["db"], str) and "://" not in placed["db"]:
        placed["db"] = str(root / placed["db"])
    if isinstance(placed["export_dir"], str | Path):
        placed["export_dir"] = root / placed["export_dir"]
    if isinstance(placed.get("sources"), list):
        placed["sources"] = [root / item if isinstance(item, str) else item for item in placed["sources"]]
    if "pack" in placed:
        placed["pack"] = _placed_pack(root, placed["pack"])
    if isinstance(placed.get("packs"), dict):
        placed["packs"] = {name: _placed_pack(root, pack) for name, pack in placed["packs"].items()}
    return placed


def _placed_pack(root: Path, pack: Any) -> Any:
    """A pack's folder taken from the project's; it keeps a slash, which tells it from a name."""
    if not isinstance(pack, str) or "/" not in pack:
        return pack
    path = str(root / pack)
    return path if "/" in path else f"./{path}"


def _faults(root: Path, error: ValidationError) -> list[str]:
    return [
        f"{root / PROJECT_FILE} or the environment: {json_path(fault['loc']).removeprefix('$.')}: {_plain(fault)}"
        for fault in error.errors()
    ]


def _plain(fault: ErrorDetails) -> str:
    table = Settings.model_fields.get(str(fault["loc"][0]))
    if fault["type"] == "extra_forbidden" and table:
        return f"there is no such setting; known: {', '.join(getattr(table.annotation, 'model_fields', ()))}"
    return fault["msg"].replace("Input should be", "expected").replace("valid tuple", "list")


def _toml(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    return _known(path, _read_toml(path))


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text("utf-8")
        if text.startswith(_BYTE_ORDER_MARK):
            raise SettingsError([f"{path}: begins with a byte order mark: save it as UTF-8 without BOM"])
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError([f"{path}: is no readable TOML: {error}"]) from error
    except OSError as error:
        raise SettingsError([f"{path}: cannot be read: {error.strerror}"]) from error


_BYTE_ORDER_MARK = "\ufeff"


def _tool_table(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        table = tomllib.loads(path.read_text("utf-8")).get("tool", {}).get("demodb", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return {}
    return _known(path, table)


def _known(path: Path, values: dict[str, Any]) -> dict[str, Any]:
    known = [name for name, declared in Settings.model_fields.items() if declared.validation_alias is None]
    unknown = sorted(values.keys() - set(known))
    if unknown:
        raise SettingsError([f"{path}: {_unknown(name, known)}" for name in unknown])
    return values


def _unknown(name: str, known: Sequence[str]) -> str:
    if "api_key" in name.casefold():
        return f"{name!r} does not belong in a file that is shared: set ANTHROPIC_API_KEY in the environment or in .env"
    if "base_url" in name.casefold():
        return f"{name!r} is not read from here: set ANTHROPIC_BASE_URL in the environment or in .env"
    return f"there is no setting {name!r}; known: {', '.join(known)}"
