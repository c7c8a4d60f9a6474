"""Tables of the plans: sections with their origin and base, and the rows of each section."""

from typing import get_args

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index

from demodb.model import documents as d
from demodb.store.tables.base import (
    CLUSTERED,
    Declared,
    between,
    extra_column,
    integer_column,
    iso_date,
    iso_date_or_time,
    key_column,
    of_section,
    one_of,
    real_column,
    references,
    section_column,
    text_column,
    where_known,
)

_ORIGIN = "One of the four sections of an account, where it came from, and the document as it last came in"


class PlanSection(Declared, table=True):
    """A section that is there, an empty one included; a missing one has no row."""

    __tablename__ = "plan_section"
    __table_args__ = (
        references(["account_key"], "account", ["key"]),
        one_of("section", d.SECTIONS),
        one_of("origin", ("imported", "template", "generated")),
        iso_date("as_of"),
        CheckConstraint(
            "(origin = 'template') = (pack IS NOT NULL AND revision IS NOT NULL AND seed IS NOT NULL AND as_of IS NOT NULL)",
            name="template",
        ),
        Index(None, "section", "origin", "pack", "revision", "as_of", "account_key"),
        where_known("plan_section", "weeks"),
        {"comment": _ORIGIN},
    )

    account_key: str = key_column("Account")
    section: str = key_column("stakeholders, strategy, competitors or actions")
    origin: str = text_column("imported: from a file; template: seeded from a pack; generated: by other scripts")
    pack: str | None = text_column("Template: the pack's name", default=None)
    revision: str | None = text_column("Template: the pack's revision", default=None)
    seed: str | None = text_column("Template: the seed that the draws were keyed with", default=None)
    as_of: str | None = text_column("Template: the date that all others were counted from", default=None)
    base: str = text_column(
        "Canonical JSON of the document as it last came in, its dates not moved: an edit is a difference from it"
    )
    extra: str | None = extra_column()
    subjects: str | None = text_column(
        "JSON object: what each row of a template is about, by list and id; NULL: not noted yet", default=None
    )
    seen: str | None = text_column("Canonical JSON of the document as the log of edits knows it; NULL: as the base", default=None)
    made_for: str | None = text_column("Template: the account's name that it was made with", default=None)
    made_in: str | None = text_column(
        "Template: the country that records told when it was made; NULL: none did, and the name may tell one", default=None
    )
    facts: str | None = text_column(
        "Canonical JSON of the account's other facts that a template made it from, its situation among them; NULL: of none",
        default=None,
    )
    weeks: int | None = integer_column("By how many weeks its dates were moved since it came in; NULL: not moved", default=None)


class Stakeholder(Declared, table=True):
    """A person on the customer's side."""

    __tablename__ = "stakeholder"
    __table_args__ = (
        *of_section("stakeholders"),
        ForeignKeyConstraint(
            ["account_key", "reports_to"],
            ["stakeholder.account_key", "stakeholder.id"],
            deferrable=True,
            initially="DEFERRED",
        ),
        one_of("role", get_args(d.Role)),
        one_of("raci_role", get_args(d.RaciRole)),
        one_of("relationship_strength", get_args(d.Relationship)),
        iso_date_or_time("last_interaction"),
        {"comment": "Stakeholders: people on the customer's side, as an org chart", **CLUSTERED},
    )

    account_key: str = key_column("Account")
    id: str = key_column("Id, unique in the account's list")
    section: str = section_column("stakeholders")
    position: int = integer_column("Order in the list")
    name: str = text_column("Name of the person")
    title: str = text_column("Job title")
    role: str = text_column("Role in the decision")
    raci_role: str | None = text_column("Role in the RACI matrix", default=None)
    email: str | None = text_column("E-mail address", default=None)
    phone: str | None = text_column("Telephone number", default=None)
    reports_to: str | None = key_column("Id of the stakeholder above, in the same account", primary_key=False, default=None)
    tenure: str | None = text_column("Time in the job, such as 3 years", default=None)
    relationship_strength: str = text_column("How strong our relationship is")
    last_interaction: str | None = text_column("When the last contact was, ISO date or date-time", default=None)
    notes: str | None = text_column("Notes", default=None)
    extra: str | None = extra_column()


class Interest(Declared, table=True):
    """Something a stakeholder cares about."""

    __tablename__ = "interest"
    __table_args__ = (
        references(["account_key", "stakeholder_id"], "stakeholder", ["account_key", "id"]),
        {"comment": "Interests of stakeholders, in order", **CLUSTERED},
    )

    account_key: str = key_column("Account")
    stakeholder_id: str = key_column("Stakeholder")
    position: int = integer_column("Order in the list, from 0", primary_key=True)
    text: str = text_column("The interest")


class PainPoint(Declared, table=True):
    """What hurts the customer."""

    __tablename__ = "pain_point"
    __table_args__ = (
        *of_section("strategy"),
        one_of("status", get_args(d.PainPointStatus)),
        one_of("severity", get_args(d.Level)),
        iso_date_or_time("identified_date"),
        {"comment": "Pain points of the strategy section", **CLUSTERED},
    )

    account_key: str = key_column("Account")
    id: str = key_column("Id, unique in the account's list")
    section: str = section_column("strategy")
    position: int = integer_column("Order in the list")
    title: str = text_column("Title")
    description: str = text_column("Description")
    status: str = text_column("State of work")
    severity: str = text_column("How bad it is")
    identified_date: str = text_column("When it was identified, ISO date or date-time")
    owner: str | None = text_column("Who looks after it", default=None)
    extra: str | None = extra_column()


class Opportunity(Declared, table=True):
    """What could be sold."""

    __tablename__ = "opportunity"
    __table_args__ = (
        *of_section("strategy"),
        one_of("status", get_args(d.OpportunityStatus)),
        between("probability", 0, 100),
        iso_date_or_time("identified_date"),
        {"comment": "Opportunities of the strategy section", **CLUSTERED},
    )

    account_key: str = key_column("Account")
    id: str = key_column("Id, unique in the account's list")
    section: str = section_column("strategy")
    position: int = integer_column("Order in the list")
    title: str = text_column("Title")
    description: str = text_column("Description")
    status: str = text_column("Stage of the sale")
    estimated_value: float | None = real_column("Estimated value, USD", default=None)
    probability: float | None = real_column("Probability of winning, percent", default=None)
    identified_date: str = text_column("When it was identified, ISO date or date-time")
    owner: str | None = text_column("Who looks after it", default=None)
    extra: str | None = extra_column()


class Competitor(Declared, table=True):
    """A rival of ours, of the customer's, or of both."""

    __tablename__ = "competitor"
    __table_args__ = (
        *of_section("competitors"),
        one_of("type", get_args(d.CompetitorType)),
        iso_date_or_time("last_updated"),
        {"comment": "Competitors", **CLUSTERED},
    )

    account_key: str = key_column("Account")
    id: str = key_column("Id, unique in the account's list")
    section: str = section_column("competitors")
    position: int = integer_column("Order in the list")
    name: str = text_column("Name of the company")
    type: str = text_column("Whose competitor it is")
    description: str = text_column("Description")
    last_updated: str = text_column("When this was last looked at, ISO date or date-time")
    extra: str | None = extra_column()


class CompetitorTrait(Declared, table=True):
    """A strength or a weakness of a competitor."""

    __tablename__ = "competitor_trait"
    __table_args__ = (
        references(["account_key", "competitor_id"], "competitor", ["account_key", "id"]),
        one_of("kind", ("strength", "weakness")),
        {"comment": "Strengths and weaknesses of competitors, in order", **CLUSTERED},
    )

    account_key: str = key_column("Account")
    competitor_id: str = key_column("Competitor")
    kind: str = key_column("strength or weakness")
    position: int = integer_column("Order in its list, from 0", primary_key=True)
    text: str = text_column("The strength or weakness")


class ActionItem(Declared, table=True):
    """A card on the app's board."""

    __tablename__ = "action_item"
    __table_args__ = (
        *of_section("actions"),
        one_of("status", get_args(d.ActionStatus)),
        one_of("priority", get_args(d.Level)),
        iso_date_or_time("due_date"),
        iso_date_or_time("created_at"),
        {"comment": "Action items: the cards on the app's board", **CLUSTERED},
    )

    account_key: str = key_column("Account")
    id: str = key_column("Id, unique in the account's list")
    section: str = section_column("actions")
    position: int = integer_column("Order in the list")
    title: str = text_column("Title")
    description: str | None = text_column("Description", default=None)
    status: str = text_column("Column of the board")
    priority: str = text_column("Priority")
    owner: str | None = text_column("Who does it", default=None)
    due_date: str | None = text_column("When it is due, ISO date or date-time", default=None)
    created_at: str = text_column("When it was made, ISO date or date-time")
    extra: str | None = extra_column()
