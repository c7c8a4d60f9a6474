"""What the forms of acts say: accounts, days and moments, whether a box is ticked."""

from __future__ import annotations

from datetime import date, datetime

from starlette.datastructures import FormData

from demodb.api.seed import Which
from demodb.model.typed_times import typed_day, typed_moment
from demodb.studio.desk import Desk


def text_of(form: FormData, name: str) -> str:
    """What was typed into a field, without white space around it; "" where there is no such field."""
    value = form.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def texts_of(form: FormData, name: str) -> tuple[str, ...]:
    """What all fields of one name say."""
    return tuple(value for value in form.getlist(name) if isinstance(value, str))


def is_ticked(form: FormData, name: str) -> bool:
    """Whether a box was ticked."""
    return bool(text_of(form, name))


def which_of(form: FormData) -> Which:
    """The accounts that an act is about: those of a name and those of a business unit, each if it is given."""
    account, unit = text_of(form, "account"), text_of(form, "unit")
    return Which((account,) if account else (), (unit,) if unit else ())


def day_of(form: FormData, desk: Desk) -> date:
    """The day that is chosen, by default the one that the story's demo asks for. Raises TypedTimeError."""
    text = text_of(form, "day")
    return typed_day(text, desk.clock.today()) if text else desk.day


def moment_of(form: FormData, name: str, desk: Desk) -> datetime | None:
    """The moment that is chosen; None where none is. Raises TypedTimeError."""
    text = text_of(form, name)
    return typed_moment(text, desk.clock.now().astimezone()) if text else None
