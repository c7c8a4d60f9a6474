"""A preparation by the studio: pages and programs make a demo ready in the same way."""

from __future__ import annotations

from dataclasses import replace

from demodb.api.prepare import PrepareReport, Preparing, prepare_project, project_for
from demodb.api.snapshot import Saved, keeping_of, save_first
from demodb.errors import InputError, Problem
from demodb.settings import PROJECT_FILE
from demodb.studio.desk import Desk
from demodb.studio.jobs import Job


def prepared(desk: Desk, asked: Preparing, job: Job) -> tuple[PrepareReport, Saved | None]:
    """Prepare, and before that save a snapshot where files may go; the job is told each step and how far it is.

    Raises InputError where there is nothing to prepare.
    """
    project = project_for(desk.store, asked.settings, asked.root)
    if project is None:
        todo = "no sources are listed, and the store is empty: send a list, or name your files there"
        raise InputError([Problem(PROJECT_FILE, "sources", todo)])
    keeping = keeping_of(asked.settings, root=asked.root, clock=desk.clock)
    saved = save_first(desk.store, "prepare", keeping) if asked.destroys else None
    by = replace(desk.by, progress=job.progress)
    return prepare_project(desk.store, project, asked, by, watcher=job.stage, step=job.step_begins), saved
