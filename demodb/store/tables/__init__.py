"""The SQLModel tables: portfolio, plan, cache; importing this package registers them all on one metadata."""

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

__all__ = [
    "Account",
    "ActionItem",
    "Alias",
    "BusinessUnit",
    "CacheEntry",
    "Competitor",
    "CompetitorTrait",
    "CustomerRecord",
    "Interest",
    "NewsArticle",
    "NewsFeed",
    "Opportunity",
    "PainPoint",
    "PlanSection",
    "PlanSource",
    "Stakeholder",
    "Subscription",
]
