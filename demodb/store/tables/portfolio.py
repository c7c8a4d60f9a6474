"""Tables of the portfolio: business units, accounts, aliases, customer records, subscriptions, news."""

from typing import Any

from sqlalchemy import BigInteger, Index

from demodb.store.tables.base import (
    CLUSTERED,
    Declared,
    between,
    extra_column,
    integer_column,
    key_column,
    real_column,
    references,
    text_column,
    where_known,
)


class BusinessUnit(Declared, table=True):
    """A business unit of the vendor."""

    __tablename__ = "business_unit"
    __table_args__ = ({"comment": "Business units of the vendor; names compare case-insensitively"},)

    key: str = key_column("Case-folded name")
    name: str = text_column("Name as the app spells it")
    extra: str | None = extra_column()


class Account(Declared, table=True):
    """A customer to plan for; several customer records may belong to it."""

    __tablename__ = "account"
    __table_args__ = (
        between("hero", 0, 1),
        Index(None, "hero"),
        where_known("account", "departed_at"),
        {"comment": "Accounts: one row a customer, however many records and spellings it has"},
    )

    key: str = key_column("Match key of the name: the account's identity")
    name: str = text_column("The name of its records that has its key; of several the one with the most revenue")
    slug: str = key_column("The app's file name for the account, without .json", primary_key=False, unique=True)
    hero: int = integer_column("1 for an account that the demo opens, else 0", default=0)
    departed_at: int | None = integer_column(
        "Since when no source lists it, in milliseconds since 1970, UTC; NULL: it is listed", default=None, sa_type=BigInteger
    )


class Alias(Declared, table=True):
    """Another name of an account, given by a person: a spelling, or the slug of an orphan file."""

    __tablename__ = "alias"
    __table_args__ = (
        references(["account_key"], "account", ["key"]),
        Index(None, "account_key"),
        Index(None, "slug"),
        {"comment": "Other names of accounts, given by people"},
    )

    key: str = key_column("Match key of the name")
    name: str = text_column("The name as given")
    slug: str = key_column("Slug of the name, by which a plan file finds the account", primary_key=False)
    account_key: str = key_column("The account that is meant", primary_key=False)


def _quarter_column(number: int) -> Any:
    comment = f"Non-recurring revenue of quarter {number}, USD; NULL: only the year's is known"
    return real_column(comment, default=None)


class CustomerRecord(Declared, table=True):
    """One line of a source."""

    __tablename__ = "customer_record"
    __table_args__ = (
        references(["business_unit_key"], "business_unit", ["key"]),
        references(["account_key"], "account", ["key"]),
        Index(None, "account_key", "business_unit_key", "rr", "nrr"),
        Index(None, "slug"),
        between("rr", 0),
        between("nrr", 0),
        {"comment": "Customer records: one line of a source each, known by business unit and name as typed"},
    )

    business_unit_key: str = key_column("Business unit")
    name: str = key_column("Customer name as typed in the source")
    account_key: str = key_column("The account it belongs to", primary_key=False)
    slug: str = key_column("Slug of the name: where the app looks for this record's plan", primary_key=False)
    rr: float = real_column("Recurring revenue, USD a year")
    nrr: float = real_column("Non-recurring revenue, USD a year")
    extra: str | None = extra_column()
    country: str | None = text_column(
        "Country as an ISO 3166 code, or as typed where none is known; NULL: no source says", default=None
    )
    nrr_q1: float | None = _quarter_column(1)
    nrr_q2: float | None = _quarter_column(2)
    nrr_q3: float | None = _quarter_column(3)
    nrr_q4: float | None = _quarter_column(4)


class Subscription(Declared, table=True):
    """A subscription of a customer record."""

    __tablename__ = "subscription"
    __table_args__ = (
        references(["business_unit_key", "record_name"], "customer_record", ["business_unit_key", "name"]),
        {"comment": "Subscriptions of customer records, in the order of the source", **CLUSTERED},
    )

    business_unit_key: str = key_column("Business unit of the record")
    record_name: str = key_column("Name of the record")
    position: int = integer_column("Order in the record's list, from 0", primary_key=True)
    sub_id: str | None = text_column("The id as a JSON number or string; NULL: null", default=None)
    arr: float | None = real_column("Recurring revenue, USD a year", default=None)
    projected_arr: float | None = real_column("Projected recurring revenue, USD a year", default=None)
    renewal_qtr: str | None = text_column("Quarter of renewal, such as Q1'26 or Next Yr", default=None)
    will_renew: str | None = text_column("What is expected, such as Yes, No, TBD", default=None)
    extra: str | None = extra_column()


class NewsFeed(Declared, table=True):
    """The news of one account: what the file says beside its articles."""

    __tablename__ = "news_feed"
    __table_args__ = (
        references(["account_key"], "account", ["key"]),
        {"comment": "News files: one row an account that has news"},
    )

    account_key: str = key_column("Account")
    customer_name: str = text_column("Customer name as the file has it; the file's name follows from it")
    last_updated: str = text_column("When the feed was read, as the file has it")
    extra: str | None = extra_column()


class NewsArticle(Declared, table=True):
    """One article; title and summary are untrusted text."""

    __tablename__ = "news_article"
    __table_args__ = (
        references(["account_key"], "news_feed", ["account_key"]),
        between("relevance_score", 0, 1),
        {"comment": "News articles: untrusted text from feeds"},
    )

    account_key: str = key_column("Account")
    position: int = integer_column("Order in the feed, from 0", primary_key=True)
    title: str = text_column("Title, untrusted")
    url: str = text_column("Address")
    source: str = text_column("Publisher")
    published: str = text_column("When it appeared, as the feed has it")
    summary: str = text_column("Summary, often raw HTML, untrusted")
    relevance_score: float = real_column("Relevance from 0 to 1")
    extra: str | None = extra_column()
