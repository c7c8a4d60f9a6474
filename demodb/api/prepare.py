"""`demodb prepare`: the checklist in one call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from demodb.api.access import access_of
from demodb.api.by import SOMEBODY, By
from demodb.api.export import PLAINLY, ExportBy, ExportReport, asked_of, export
from demodb.api.import_ import ImportBy, ImportReport, Sources, configured_sources, import_project, sources_of
from demodb.api.pack_choice import pack_choice
from demodb.api.rehearse import RehearsalReport, Rehearsing, rehearse
from demodb.api.seed import PackChoice, SeedOptions, SeedReport, seed
from demodb.api.shift import ShiftReport, shift
from demodb.api.status import Asked, StatusReport, status
from demodb.api.warmup import Access, Surroundings, WarmupOptions, WarmupReport, surroundings_of, warmup
from demodb.errors import ExitCode
from demodb.model.counts import plural
from demodb.model.story import NO_STORY, Story, Window
from demodb.progress import Watcher, telling, unwatched
from demodb.resources import bundled
from demodb.settings import PROJECT_FILE, Project, Settings, read_project
from demodb.store.accounts import has_accounts
from demodb.store.engine import Store
from demodb.store.files import LISTS, files_of

__all__ = [
    "STEPS",
    "PrepareReport",
    "Preparing",
    "Wanted",
    "Warming",
    "is_empty",
    "prepare",
    "prepare_project",
    "project_for",
    "sample_project",
]

STEPS = ("import", "seed", "warmup", "export", "rehearse", "status")
"""The steps of a preparation, in their order."""

Step = Callable[[str], None]
"""Told the name of the step that begins."""


@dataclass(frozen=True)
class PrepareReport:
    """The reports of the steps, in their order.

    `imported` is None where there was nothing to import, `shifted` where the dates were not to follow the as-of date.
    """

    imported: ImportReport | None
    seeded: SeedReport
    shifted: ShiftReport | None
    warmed: WarmupReport
    exported: ExportReport
    rehearsed: RehearsalReport
    status: StatusReport

    @property
    def exit_code(self) -> ExitCode:
        """What the command ends with: the first that is not "done", of import, export, status and rehearsal."""
        first = self.imported.exit_code if self.imported else ExitCode.DONE
        codes = (first, self.exported.exit_code, self.status.exit_code, self.rehearsed.exit_code)
        return next(filter(None, codes), ExitCode.DONE)


@dataclass(frozen=True)
class Wanted:
    """What the demo has to show, and the codes of findings that are meant so."""

    story: Story = NO_STORY
    ignore: tuple[str, ...] = ()


NOTHING = Wanted()


@dataclass(frozen=True)
class Warming:
    """How to warm the heroes: how Claude is reached, or why not, and the clock and lifetimes to work with."""

    access: Access | str
    around: Surroundings
    options: WarmupOptions = field(default_factory=WarmupOptions)

    @property
    def calls(self) -> bool:
        """Whether Claude can be called."""
        return not isinstance(self.access, str)


def prepare(  # noqa: PLR0913 - all that the steps need comes together here
    store: Store,
    sources: Sources,
    options: SeedOptions,
    warming: Warming,
    directory: Path,
    *,
    exporting: ExportBy = PLAINLY,
    step: Step = lambda _: None,
    by: By = SOMEBODY,
    shifting: bool = False,
    wanted: Wanted = NOTHING,
) -> PrepareReport:
    """Import, seed what is missing and upgrade what is outdated, warm the heroes, export, and judge the result for this moment.

    The sources are imported, and then what the app wrote into `directory`, if this store exported it. `exporting` says how,
    and from which folder files are remembered. Every step goes on from what the one before made; errors in files are in the
    import's report, and do not stop it. With `shifting`, what was seeded earlier counts from `options.as_of` from now on too.
    What is `wanted` is rehearsed at the end. The story's hours are warmed for, and judged, if they are near; a demo that is
    over or far away blocks nothing. `step` is told which one begins, and `by.progress` how far the import and the seed are.
    """
    done: list[str] = []
    with telling(lambda: done):
        step("import")
        clock = warming.around.clock
        imported = import_project(store, sources, directory, ImportBy(exporting.root, clock), progress=by.progress)
        done += [f"import done, {plural(imported.accounts, 'account')}"] if imported else []
        step("seed")
        choice = _choice(store, options.choice, sources)
        seeded = seed(store, replace(options, choice=choice), by=by)
        done.append("seed done")
        shifted = shift(store, options.as_of, choice, by=by) if shifting else None
        step("warmup")
        demo, near = wanted.story.demo.window(clock.now()), wanted.story.demo.near(clock.now())
        warmed = warmup(store, _lasting(warming.options, near), warming.access, warming.around)
        done.append("warm-up done")
        step("export")
        at = clock.now()
        exported = export(store, directory, exporting, at=at)
        done.append("export done")
        step("rehearse")
        asked_of = (at, wanted.story, wanted.ignore, exporting.root, directory, warming.around.revenue_period)
        team = tuple(choice.team.values())
        rehearsed = rehearse(store, Rehearsing(near or _warm_hours(at, warmed), *asked_of, anew=False, team=team))
        step("status")
        asked = Asked(max(near.at, at) if near else at, at, near is not None, warming.calls, (), exporting.root, directory, demo)
        return PrepareReport(imported, seeded, shifted, warmed, exported, rehearsed, status(store, asked))


def _choice(store: Store, chosen: PackChoice, sources: Sources) -> PackChoice:
    """The packs of accounts by their names, as `packs` has them: one may have come with the import only."""
    told = sources.packs or sources.industries
    return pack_choice(store, chosen.default, sources.packs, chosen.team, sources.industries) if told else chosen


def _warm_hours(at: datetime, warmed: WarmupReport) -> Window:
    """Without a story that tells near ones, the hours that can be shown: as long as what was warmed is fresh."""
    end = warmed.expires_at - _MINUTE if warmed.expires_at else at
    return Window(at, end if end > at else at + _MINUTE)


_MINUTE = timedelta(minutes=1)


def _lasting(options: WarmupOptions, demo: Window | None) -> WarmupOptions:
    """The options of a warm-up that lasts until a demo ends."""
    return replace(options, until=demo.until) if demo and options.until is None else options


@dataclass(frozen=True)
class Preparing:
    """A preparation as the settings, the story and the folder of a project have it, and what is asked beside them.

    With `as_of`, what was seeded earlier counts from that day too. `out` is the folder to write in the place of the settings'.
    `remove` and `force` are those of an export.
    """

    settings: Settings
    story: Story
    root: Path
    as_of: date | None = None
    out: Path | None = None
    remove: bool = False
    force: bool = False

    @property
    def directory(self) -> Path:
        """The folder that is written."""
        return self.out or self.settings.export_dir

    @property
    def destroys(self) -> bool:
        """Whether files may go that somebody still wants."""
        return self.remove or self.force


def prepare_project(
    store: Store,
    project: Project,
    asked: Preparing,
    by: By = SOMEBODY,
    *,
    watcher: Watcher = unwatched,
    step: Step = lambda _: None,
) -> PrepareReport:
    """Prepare as a project has it: `project` is its own declarations, or others' in their place (see `project_for`)."""
    settings, clock = asked.settings, by.clock
    own = project is settings
    sources = configured_sources(settings, asked.root, None if own else project)
    day = asked.as_of or asked.story.demo.as_of(clock.now())
    options = SeedOptions(day, PackChoice(settings.pack, team=settings.team), settings.seed)
    around = surroundings_of(settings, clock, by.progress, watcher, sells=project.unit_descriptions)
    return prepare(
        store,
        sources,
        options,
        Warming(access_of(settings), around),
        asked.directory,
        exporting=ExportBy(asked.root, clock, remove=asked.remove, force=asked.force, asked=asked_of(settings)),
        step=step,
        by=by,
        shifting=asked.as_of is not None,
        wanted=Wanted(asked.story, settings.rehearse.ignore),
    )


def project_for(store: Store, settings: Settings, root: Path) -> Project | None:
    """What is to be prepared: what the settings declare, or the sample where they name no sources and the store read no file.

    None where a project's own file names no sources, and nothing was read: a person has to say first what is to be read.
    """
    if sources_of(settings, root) or not is_empty(store):
        return settings
    return None if (root / PROJECT_FILE).is_file() else sample_project()


def sample_project() -> Project:
    """The sample portfolio that travels with demodb."""
    project = read_project(bundled("data"))
    if project is None:
        raise FileNotFoundError(bundled("data"))
    return project


def is_empty(store: Store) -> bool:
    """Whether the store holds no account, not even a departed one, and never looked at a list of customers."""
    with store.read() as connection:
        return not has_accounts(connection) and not files_of(connection, LISTS)
