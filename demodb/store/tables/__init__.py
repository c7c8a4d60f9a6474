"""The SQLModel tables: portfolio, plan, seeding, cache, warm-up; importing this package registers them all on one metadata."""

from demodb.store.tables.cache import CacheEntry
from demodb.store.tables.plan import (
    ActionItem,
    Competitor,
    CompetitorTrait,
    Interest,
    Opportunity,
    PainPoint,
    PlanSection,
    PlanSource,
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
from demodb.store.tables.seeding import DeletedRow, OpenConflict, PackRevision, SeedRun
from demodb.store.tables.warmup import BatchRequest, ModelBatch, ModelCall

__all__ = [
    "Account",
    "ActionItem",
    "Alias",
    "BatchRequest",
    "BusinessUnit",
    "CacheEntry",
    "Competitor",
    "CompetitorTrait",
    "CustomerRecord",
    "DeletedRow",
    "Interest",
    "ModelBatch",
    "ModelCall",
    "NewsArticle",
    "NewsFeed",
    "OpenConflict",
    "Opportunity",
    "PackRevision",
    "PainPoint",
    "PlanSection",
    "PlanSource",
    "SeedRun",
    "Stakeholder",
    "Subscription",
]
