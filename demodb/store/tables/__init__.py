"""The SQLModel tables: portfolio, plan, marks, files, seeding, cache, warm-up, rehearsal; importing it registers them all."""

from demodb.store.tables.cache import CacheEntry
from demodb.store.tables.files import AgreedVersion, ApartName, Edit, ExportedFolder, Identity, KnownFile, Listing
from demodb.store.tables.marks import ChangeCounter, SectionMark
from demodb.store.tables.plan import (
    ActionItem,
    Competitor,
    CompetitorTrait,
    Interest,
    Opportunity,
    PainPoint,
    PlanSection,
    Stakeholder,
)
from demodb.store.tables.portfolio import (
    Account,
    Alias,
    BusinessUnit,
    CustomerRecord,
    NewsArticle,
    NewsFeed,
    Subscription,
)
from demodb.store.tables.rehearsal import Rehearsal
from demodb.store.tables.seeding import Aim, DeletedRow, OpenConflict, PackRevision, SeedRun
from demodb.store.tables.warmup import BatchRequest, ModelBatch, ModelCall

__all__ = [
    "Account",
    "ActionItem",
    "AgreedVersion",
    "Aim",
    "Alias",
    "ApartName",
    "BatchRequest",
    "BusinessUnit",
    "CacheEntry",
    "ChangeCounter",
    "Competitor",
    "CompetitorTrait",
    "CustomerRecord",
    "DeletedRow",
    "Edit",
    "ExportedFolder",
    "Identity",
    "Interest",
    "KnownFile",
    "Listing",
    "ModelBatch",
    "ModelCall",
    "NewsArticle",
    "NewsFeed",
    "OpenConflict",
    "Opportunity",
    "PackRevision",
    "PainPoint",
    "PlanSection",
    "Rehearsal",
    "SectionMark",
    "SeedRun",
    "Stakeholder",
    "Subscription",
]
