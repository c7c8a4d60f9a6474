"""`/act/import`: lists that are sent, or the sources, looked at before they are imported; columns in doubt are asked."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from secrets import token_hex

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from demodb.api.import_ import (
    ColumnsInDoubtError,
    Doubt,
    ImportBy,
    ImportReport,
    TableSettings,
    declared_names,
    import_sources,
)
from demodb.api.mapping import map_columns
from demodb.api.snapshot import keeping_of, save_first
from demodb.api.source import list_sources
from demodb.api.upload import Upload, save_upload, take_back
from demodb.errors import InputError, Problem
from demodb.studio.acts.forms import is_ticked, text_of
from demodb.studio.acts.jobs import Done, act_page, acting, begun, done_of
from demodb.studio.desk import Desk, desk_of
from demodb.studio.jobs import Job
from demodb.studio.pages import page, posted, told
from demodb.studio.sources import present

_NONE = "none"
"""The answer that a table does not have the column."""

Column = tuple[str, str]
"""A table's name in the settings, and one of its columns."""


@dataclass(frozen=True)
class Asked:
    """What is to be imported: these uploads, or without any the sources; `refused` are files that came with them.

    `answered` are the columns that a person has settled already. `token` tells one look from another.
    """

    uploads: tuple[Upload, ...] = ()
    replace: bool = False
    skip_rows: bool = False
    unit: str = ""
    refused: tuple[Problem, ...] = ()
    answered: frozenset[Column] = frozenset()
    token: str = field(default_factory=lambda: token_hex(8))

    def paths(self, desk: Desk) -> tuple[Path, ...]:
        """The files and folders. Raises InputError where none of them is there."""
        return present(desk, [upload.path for upload in self.uploads])


@dataclass(frozen=True)
class Looked:
    """The report of an import; None where columns are in doubt, and somebody has to say first which are meant."""

    report: ImportReport | None
    doubts: tuple[Doubt, ...] = ()


def page_of_import(request: Request) -> Response:
    """What was read so far, and what can be read."""
    desk = desk_of(request)
    return act_page(request, "import", {"sources": list_sources(desk.store, desk.root)})


def sources(request: Request) -> Response:
    """What was read so far, alone."""
    desk = desk_of(request)
    return page(request, "act/_sources.html", {"sources": list_sources(desk.store, desk.root)})


def look(request: Request, form: FormData) -> Response:
    """What the sources say, or what is sent: saved in the project first, and imported by nobody yet."""
    desk = desk_of(request)
    sent = [file for file in form.getlist("file") if isinstance(file, UploadFile) and file.filename]
    uploads, refused = _saved(desk, sent)
    if refused and not uploads:
        raise InputError(refused)
    asked = Asked(tuple(uploads), is_ticked(form, "replace"), is_ticked(form, "skip_rows"), text_of(form, "unit"), tuple(refused))
    return _looked(request, asked)


def _saved(desk: Desk, sent: list[UploadFile]) -> tuple[list[Upload], list[Problem]]:
    """The files that could be kept, and what is wrong with the others."""
    uploads, refused = list[Upload](), list[Problem]()
    for file in sent:
        try:
            uploads.append(save_upload(desk.root, file.filename or "", file.file, desk.settings.most_json))
        except InputError as error:
            refused += error.problems
    return uploads, refused


def settle(request: Request, form: FormData) -> Response:
    """Let the settings say which columns a person means, and look again."""
    desk = desk_of(request)
    done = _last(desk, form)
    if done is None:
        return _gone(request)
    doubts: tuple[Doubt, ...] = done.report.doubts
    answers = [(doubt, text_of(form, f"doubt-{number}")) for number, doubt in enumerate(doubts)]
    if not all(answer == _NONE or (answer.isdecimal() and int(answer) < len(doubt.choices)) for doubt, answer in answers):
        return told(request, "say of each column which one is meant", "choose a title, or that the table has none")
    map_columns(desk.root, [(doubt, None if answer == _NONE else doubt.choices[int(answer)]) for doubt, answer in answers])
    answered = done.asked.answered | {(doubt.table, doubt.column) for doubt in doubts}
    return _looked(request, replace(done.asked, answered=answered, token=token_hex(8)))


def act(request: Request, form: FormData) -> Response:
    """Import what was looked at."""
    desk = desk_of(request)
    done = _last(desk, form)
    if done is None:
        return _gone(request)
    asked: Asked = done.asked

    def work(job: Job) -> Done:
        saved = save_first(desk.store, "import", keeping_of(desk.settings, root=desk.root)) if asked.replace else None
        return Done(_imported(desk, asked, job), desk.clock.now(), asked, saved)

    return begun(request, "import", work)


def back(request: Request, form: FormData) -> Response:
    """Take back uploads that were looked at, and not imported."""
    desk = desk_of(request)
    done, imported = _last(desk, form), done_of(desk, "import")
    if done is None or (imported and imported.asked.token == done.asked.token):
        return _gone(request)
    taken = [(upload, take_back(upload)) for upload in done.asked.uploads]
    return page(request, "act/_taken-back.html", {"taken": taken})


def _looked(request: Request, asked: Asked) -> Response:
    desk = desk_of(request)
    asked.paths(desk)
    return begun(request, "import-look", lambda job: Done(_imported(desk, asked, job, dry_run=True), desk.clock.now(), asked))


def _imported(desk: Desk, asked: Asked, job: Job, *, dry_run: bool = False) -> Looked:
    settings = desk.settings
    tables = TableSettings(settings.tables, asked.unit or None, asked.skip_rows)
    how = ImportBy(
        desk.root, desk.clock, replace=asked.replace, dry_run=dry_run, most_json=settings.most_json, tables=tables, asking=True
    )
    paths, names = asked.paths(desk), declared_names(settings)
    try:
        return Looked(import_sources(desk.store, paths, names, how, progress=job.progress))
    except ColumnsInDoubtError as found:
        doubts = {(doubt.table, doubt.column): doubt for doubt in found.doubts}
    if asked.answered.isdisjoint(doubts):
        return Looked(None, tuple(doubts.values()))
    # Something outweighs what the file says, such as the environment: the report tells what is in doubt.
    return Looked(import_sources(desk.store, paths, names, replace(how, asking=False), progress=job.progress))


def _last(desk: Desk, form: FormData) -> Done | None:
    """The last look, if it is the one that the form is about."""
    done = done_of(desk, "import-look")
    return done if done and done.asked.token == text_of(form, "look") else None


def _gone(request: Request) -> Response:
    return told(request, "something else was looked at since, or this is imported already", "look again", 409)


ROUTES = [
    Route("/act/import", acting(page_of_import)),
    Route("/act/import/sources", acting(sources)),
    Route("/act/import/look", posted(look), methods=["POST"]),
    Route("/act/import/columns", posted(settle), methods=["POST"]),
    Route("/act/import/back", posted(back), methods=["POST"]),
    Route("/act/import", posted(act), methods=["POST"]),
]
