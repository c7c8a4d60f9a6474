"""Portfolio and plans.

Revision: 0001, the first. Frozen once released: it imports alembic and sqlalchemy only.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make what this revision adds."""
    op.create_table(
        "account",
        sa.Column("key", KEY, nullable=False, comment="Match key of the name: the account's identity"),
        sa.Column(
            "name",
            sa.Text(),
            nullable=False,
            comment="The name of its records that has its key; of several the first in code-point order",
        ),
        sa.Column("slug", KEY, nullable=False, comment="The app's file name for the account, without .json"),
        sa.Column("hero", sa.Integer(), nullable=False, comment="1 for an account that the demo opens, else 0"),
        sa.CheckConstraint("hero >= 0 AND hero <= 1", name=op.f("ck_account_hero")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_account")),
        sa.UniqueConstraint("slug", name=op.f("uq_account_slug")),
        comment="Accounts: one row a customer, however many records and spellings it has",
    )
    op.create_table(
        "business_unit",
        sa.Column("key", KEY, nullable=False, comment="Case-folded name"),
        sa.Column("name", sa.Text(), nullable=False, comment="Name as the app spells it"),
        sa.Column(
            "extra",
            sa.Text(),
            nullable=True,
            comment="JSON object: unknown keys, and known optional keys that stand there as null or as an empty list",
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_business_unit")),
        comment="Business units of the vendor; names compare case-insensitively",
    )
    op.create_table(
        "alias",
        sa.Column("key", KEY, nullable=False, comment="Match key of the name"),
        sa.Column("name", sa.Text(), nullable=False, comment="The name as given"),
        sa.Column("slug", KEY, nullable=False, comment="Slug of the name, by which a plan file finds the account"),
        sa.Column("account_key", KEY, nullable=False, comment="The account that is meant"),
        sa.ForeignKeyConstraint(
            ["account_key"], ["account.key"], name=op.f("fk_alias_account_key_account"), onupdate="CASCADE", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_alias")),
        comment="Other names of accounts, given by people",
    )
    op.create_index(op.f("ix_alias_account_key"), "alias", ["account_key"], unique=False)
    op.create_index(op.f("ix_alias_slug"), "alias", ["slug"], unique=False)

    op.create_table(
        "customer_record",
        sa.Column("business_unit_key", KEY, nullable=False, comment="Business unit"),
        sa.Column("name", KEY, nullable=False, comment="Customer name as typed in the source"),
        sa.Column("account_key", KEY, nullable=False, comment="The account it belongs to"),
        sa.Column("slug", KEY, nullable=False, comment="Slug of the name: where the app looks for this record's plan"),
        sa.Column("rr", sa.Float(precision=53), nullable=False, comment="Recurring revenue, USD a year"),
        sa.Column("nrr", sa.Float(precision=53), nullable=False, comment="Non-recurring revenue, USD a year"),
        sa.Column(
            "extra",
            sa.Text(),
            nullable=True,
            comment="JSON object: unknown keys, and known optional keys that stand there as null or as an empty list",
        ),
        sa.CheckConstraint("nrr >= 0", name=op.f("ck_customer_record_nrr")),
        sa.CheckConstraint("rr >= 0", name=op.f("ck_customer_record_rr")),
        sa.ForeignKeyConstraint(
            ["account_key"],
            ["account.key"],
            name=op.f("fk_customer_record_account_key_account"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_unit_key"],
            ["business_unit.key"],
            name=op.f("fk_customer_record_business_unit_key_business_unit"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("business_unit_key", "name", name=op.f("pk_customer_record")),
        comment="Customer records: one line of a source each, known by business unit and name as typed",
    )
    op.create_index(op.f("ix_customer_record_account_key"), "customer_record", ["account_key"], unique=False)
    op.create_index(op.f("ix_customer_record_slug"), "customer_record", ["slug"], unique=False)

    op.create_table(
        "news_feed",
        sa.Column("account_key", KEY, nullable=False, comment="Account"),
        sa.Column(
            "customer_name",
            sa.Text(),
            nullable=False,
            comment="Customer name as the file has it; the file's name follows from it",
        ),
        sa.Column("last_updated", sa.Text(), nullable=False, comment="When the feed was read, as the file has it"),
        sa.Column(
            "extra",
            sa.Text(),
            nullable=True,
            comment="JSON object: unknown keys, and known optional keys that stand there as null or as an empty list",
        ),
        sa.ForeignKeyConstraint(
            ["account_key"],
            ["account.key"],
            name=op.f("fk_news_feed_account_key_account"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_key", name=op.f("pk_news_feed")),
        comment="News files: one row an account that has news",
    )
    op.create_table(
        "plan_section",
        sa.Column("account_key", KEY, nullable=False, comment="Account"),
        sa.Column("section", KEY, nullable=False, comment="stakeholders, strategy, competitors or actions"),
        sa.Column("origin", sa.Text(), nullable=False, comment="imported: from a file; template: seeded from a pack"),
        sa.Column("pack", sa.Text(), nullable=True, comment="Template: the pack's name"),
        sa.Column("revision", sa.Text(), nullable=True, comment="Template: the pack's revision"),
        sa.Column("seed", sa.Text(), nullable=True, comment="Template: the seed that the draws were keyed with"),
        sa.Column("as_of", sa.Text(), nullable=True, comment="Template: the date that all others were counted from"),
        sa.Column(
            "base",
            sa.Text(),
            nullable=False,
            comment="Canonical JSON of the document as it last came in: an edit is a difference from it",
        ),
        sa.Column(
            "extra",
            sa.Text(),
            nullable=True,
            comment="JSON object: unknown keys, and known optional keys that stand there as null or as an empty list",
        ),
        sa.CheckConstraint(
            "(origin = 'template') = (pack IS NOT NULL AND revision IS NOT NULL AND seed IS NOT NULL AND as_of IS NOT NULL)",
            name=op.f("ck_plan_section_template"),
        ),
        sa.CheckConstraint("as_of LIKE '____-__-__'", name=op.f("ck_plan_section_as_of")),
        sa.CheckConstraint("origin IN ('imported', 'template')", name=op.f("ck_plan_section_origin")),
        sa.CheckConstraint(
            "section IN ('stakeholders', 'strategy', 'competitors', 'actions')", name=op.f("ck_plan_section_section")
        ),
        sa.ForeignKeyConstraint(
            ["account_key"],
            ["account.key"],
            name=op.f("fk_plan_section_account_key_account"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_key", "section", name=op.f("pk_plan_section")),
        comment="One of the four sections of an account, where it came from, and the document as it last came in",
    )
    op.create_index(op.f("ix_plan_section_section_origin"), "plan_section", ["section", "origin"], unique=False)

    op.create_table(
        "action_item",
        sa.Column("account_key", KEY, nullable=False, comment="Account"),
        sa.Column("id", KEY, nullable=False, comment="Id, unique in the account's list"),
        sa.Column(
            "section",
            KEY,
            server_default="actions",
            nullable=False,
            comment="Always 'actions': a row lives and dies with its section",
        ),
        sa.Column("position", sa.Integer(), nullable=False, comment="Order in the list"),
        sa.Column("title", sa.Text(), nullable=False, comment="Title"),
        sa.Column("description", sa.Text(), nullable=True, comment="Description"),
        sa.Column("status", sa.Text(), nullable=False, comment="Column of the board"),
        sa.Column("priority", sa.Text(), nullable=False, comment="Priority"),
        sa.Column("owner", sa.Text(), nullable=True, comment="Who does it"),
        sa.Column("due_date", sa.Text(), nullable=True, comment="When it is due, ISO date"),
        sa.Column("created_at", sa.Text(), nullable=False, comment="When it was made, ISO date"),
        sa.Column(
            "extra",
            sa.Text(),
            nullable=True,
            comment="JSON object: unknown keys, and known optional keys that stand there as null or as an empty list",
        ),
        sa.CheckConstraint("created_at LIKE '____-__-__'", name=op.f("ck_action_item_created_at")),
        sa.CheckConstraint("due_date LIKE '____-__-__'", name=op.f("ck_action_item_due_date")),
        sa.CheckConstraint("priority IN ('high', 'medium', 'low')", name=op.f("ck_action_item_priority")),
        sa.CheckConstraint("section = 'actions'", name=op.f("ck_action_item_section")),
        sa.CheckConstraint("status IN ('todo', 'in-progress', 'done')", name=op.f("ck_action_item_status")),
        sa.ForeignKeyConstraint(
            ["account_key", "section"],
            ["plan_section.account_key", "plan_section.section"],
            name=op.f("fk_action_item_account_key_section_plan_section"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_key", "id", name=op.f("pk_action_item")),
        comment="Action items: the cards on the app's board",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "competitor",
        sa.Column("account_key", KEY, nullable=False, comment="Account"),
        sa.Column("id", KEY, nullable=False, comment="Id, unique in the account's list"),
        sa.Column(
            "section",
            KEY,
            server_default="competitors",
            nullable=False,
            comment="Always 'competitors': a row lives and dies with its section",
        ),
        sa.Column("position", sa.Integer(), nullable=False, comment="Order in the list"),
        sa.Column("name", sa.Text(), nullable=False, comment="Name of the company"),
        sa.Column("type", sa.Text(), nullable=False, comment="Whose competitor it is"),
        sa.Column("description", sa.Text(), nullable=False, comment="Description"),
        sa.Column("last_updated", sa.Text(), nullable=False, comment="When this was last looked at, ISO date"),
        sa.Column(
            "extra",
            sa.Text(),
            nullable=True,
            comment="JSON object: unknown keys, and known optional keys that stand there as null or as an empty list",
        ),
        sa.CheckConstraint("last_updated LIKE '____-__-__'", name=op.f("ck_competitor_last_updated")),
        sa.CheckConstraint("section = 'competitors'", name=op.f("ck_competitor_section")),
        sa.CheckConstraint("type IN ('our-competitor', 'customer-competitor', 'both')", name=op.f("ck_competitor_type")),
        sa.ForeignKeyConstraint(
            ["account_key", "section"],
            ["plan_section.account_key", "plan_section.section"],
            name=op.f("fk_competitor_account_key_section_plan_section"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_key", "id", name=op.f("pk_competitor")),
        comment="Competitors",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "news_article",
        sa.Column("account_key", KEY, nullable=False, comment="Account"),
        sa.Column("position", sa.Integer(), nullable=False, comment="Order in the feed, from 0"),
        sa.Column("title", sa.Text(), nullable=False, comment="Title, untrusted"),
        sa.Column("url", sa.Text(), nullable=False, comment="Address"),
        sa.Column("source", sa.Text(), nullable=False, comment="Publisher"),
        sa.Column("published", sa.Text(), nullable=False, comment="When it appeared, as the feed has it"),
        sa.Column("summary", sa.Text(), nullable=False, comment="Summary, often raw HTML, untrusted"),
        sa.Column("relevance_score", sa.Float(precision=53), nullable=False, comment="Relevance from 0 to 1"),
        sa.Column(
            "extra",
            sa.Text(),
            nullable=True,
            comment="JSON object: unknown keys, and known optional keys that stand there as null or as an empty list",
        ),
        sa.CheckConstraint("relevance_score >= 0 AND relevance_score <= 1", name=op.f("ck_news_article_relevance_score")),
        sa.ForeignKeyConstraint(
            ["account_key"],
            ["news_feed.account_key"],
            name=op.f("fk_news_article_account_key_news_feed"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_key", "position", name=op.f("pk_news_article")),
        comment="News articles: untrusted text from feeds",
    )
    op.create_table(
        "opportunity",
        sa.Column("account_key", KEY, nullable=False, comment="Account"),
        sa.Column("id", KEY, nullable=False, comment="Id, unique in the account's list"),
        sa.Column(
            "section",
            KEY,
            server_default="strategy",
            nullable=False,
            comment="Always 'strategy': a row lives and dies with its section",
        ),
        sa.Column("position", sa.Integer(), nullable=False, comment="Order in the list"),
        sa.Column("title", sa.Text(), nullable=False, comment="Title"),
        sa.Column("description", sa.Text(), nullable=False, comment="Description"),
        sa.Column("status", sa.Text(), nullable=False, comment="Stage of the sale"),
        sa.Column("estimated_value", sa.Float(precision=53), nullable=True, comment="Estimated value, USD"),
        sa.Column("probability", sa.Float(precision=53), nullable=True, comment="Probability of winning, percent"),
        sa.Column("identified_date", sa.Text(), nullable=False, comment="When it was identified, ISO date"),
        sa.Column("owner", sa.Text(), nullable=True, comment="Who looks after it"),
        sa.Column(
            "extra",
            sa.Text(),
            nullable=True,
            comment="JSON object: unknown keys, and known optional keys that stand there as null or as an empty list",
        ),
        sa.CheckConstraint("identified_date LIKE '____-__-__'", name=op.f("ck_opportunity_identified_date")),
        sa.CheckConstraint("section = 'strategy'", name=op.f("ck_opportunity_section")),
        sa.CheckConstraint(
            "status IN ('identified', 'exploring', 'proposed', 'won', 'lost')", name=op.f("ck_opportunity_status")
        ),
        sa.CheckConstraint("probability >= 0 AND probability <= 100", name=op.f("ck_opportunity_probability")),
        sa.ForeignKeyConstraint(
            ["account_key", "section"],
            ["plan_section.account_key", "plan_section.section"],
            name=op.f("fk_opportunity_account_key_section_plan_section"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_key", "id", name=op.f("pk_opportunity")),
        comment="Opportunities of the strategy section",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "pain_point",
        sa.Column("account_key", KEY, nullable=False, comment="Account"),
        sa.Column("id", KEY, nullable=False, comment="Id, unique in the account's list"),
        sa.Column(
            "section",
            KEY,
            server_default="strategy",
            nullable=False,
            comment="Always 'strategy': a row lives and dies with its section",
        ),
        sa.Column("position", sa.Integer(), nullable=False, comment="Order in the list"),
        sa.Column("title", sa.Text(), nullable=False, comment="Title"),
        sa.Column("description", sa.Text(), nullable=False, comment="Description"),
        sa.Column("status", sa.Text(), nullable=False, comment="State of work"),
        sa.Column("severity", sa.Text(), nullable=False, comment="How bad it is"),
        sa.Column("identified_date", sa.Text(), nullable=False, comment="When it was identified, ISO date"),
        sa.Column("owner", sa.Text(), nullable=True, comment="Who looks after it"),
        sa.Column(
            "extra",
            sa.Text(),
            nullable=True,
            comment="JSON object: unknown keys, and known optional keys that stand there as null or as an empty list",
        ),
        sa.CheckConstraint("identified_date LIKE '____-__-__'", name=op.f("ck_pain_point_identified_date")),
        sa.CheckConstraint("section = 'strategy'", name=op.f("ck_pain_point_section")),
        sa.CheckConstraint("severity IN ('high', 'medium', 'low')", name=op.f("ck_pain_point_severity")),
        sa.CheckConstraint("status IN ('active', 'monitoring', 'resolved')", name=op.f("ck_pain_point_status")),
        sa.ForeignKeyConstraint(
            ["account_key", "section"],
            ["plan_section.account_key", "plan_section.section"],
            name=op.f("fk_pain_point_account_key_section_plan_section"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_key", "id", name=op.f("pk_pain_point")),
        comment="Pain points of the strategy section",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "stakeholder",
        sa.Column("account_key", KEY, nullable=False, comment="Account"),
        sa.Column("id", KEY, nullable=False, comment="Id, unique in the account's list"),
        sa.Column(
            "section",
            KEY,
            server_default="stakeholders",
            nullable=False,
            comment="Always 'stakeholders': a row lives and dies with its section",
        ),
        sa.Column("position", sa.Integer(), nullable=False, comment="Order in the list"),
        sa.Column("name", sa.Text(), nullable=False, comment="Name of the person"),
        sa.Column("title", sa.Text(), nullable=False, comment="Job title"),
        sa.Column("role", sa.Text(), nullable=False, comment="Role in the decision"),
        sa.Column("raci_role", sa.Text(), nullable=True, comment="Role in the RACI matrix"),
        sa.Column("email", sa.Text(), nullable=True, comment="E-mail address"),
        sa.Column("phone", sa.Text(), nullable=True, comment="Telephone number"),
        sa.Column("reports_to", KEY, nullable=True, comment="Id of the stakeholder above, in the same account"),
        sa.Column("tenure", sa.Text(), nullable=True, comment="Time in the job, such as 3 years"),
        sa.Column("relationship_strength", sa.Text(), nullable=False, comment="How strong our relationship is"),
        sa.Column("last_interaction", sa.Text(), nullable=True, comment="Date of the last contact, ISO"),
        sa.Column("notes", sa.Text(), nullable=True, comment="Notes"),
        sa.Column(
            "extra",
            sa.Text(),
            nullable=True,
            comment="JSON object: unknown keys, and known optional keys that stand there as null or as an empty list",
        ),
        sa.CheckConstraint("last_interaction LIKE '____-__-__'", name=op.f("ck_stakeholder_last_interaction")),
        sa.CheckConstraint(
            "raci_role IN ('responsible', 'accountable', 'consulted', 'informed')", name=op.f("ck_stakeholder_raci_role")
        ),
        sa.CheckConstraint(
            "relationship_strength IN ('strong', 'moderate', 'weak', 'unknown')",
            name=op.f("ck_stakeholder_relationship_strength"),
        ),
        sa.CheckConstraint(
            "role IN ('decision-maker', 'influencer', 'champion', 'user', 'blocker')", name=op.f("ck_stakeholder_role")
        ),
        sa.CheckConstraint("section = 'stakeholders'", name=op.f("ck_stakeholder_section")),
        sa.ForeignKeyConstraint(
            ["account_key", "reports_to"],
            ["stakeholder.account_key", "stakeholder.id"],
            name=op.f("fk_stakeholder_account_key_reports_to_stakeholder"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["account_key", "section"],
            ["plan_section.account_key", "plan_section.section"],
            name=op.f("fk_stakeholder_account_key_section_plan_section"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_key", "id", name=op.f("pk_stakeholder")),
        comment="Stakeholders: people on the customer's side, as an org chart",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "subscription",
        sa.Column("business_unit_key", KEY, nullable=False, comment="Business unit of the record"),
        sa.Column("record_name", KEY, nullable=False, comment="Name of the record"),
        sa.Column("position", sa.Integer(), nullable=False, comment="Order in the record's list, from 0"),
        sa.Column("sub_id", sa.Text(), nullable=True, comment="The id as a JSON number or string; NULL: null"),
        sa.Column("arr", sa.Float(precision=53), nullable=True, comment="Recurring revenue, USD a year"),
        sa.Column("projected_arr", sa.Float(precision=53), nullable=True, comment="Projected recurring revenue, USD a year"),
        sa.Column("renewal_qtr", sa.Text(), nullable=True, comment="Quarter of renewal, such as Q1'26 or Next Yr"),
        sa.Column("will_renew", sa.Text(), nullable=True, comment="What is expected, such as Yes, No, TBD"),
        sa.Column(
            "extra",
            sa.Text(),
            nullable=True,
            comment="JSON object: unknown keys, and known optional keys that stand there as null or as an empty list",
        ),
        sa.ForeignKeyConstraint(
            ["business_unit_key", "record_name"],
            ["customer_record.business_unit_key", "customer_record.name"],
            name=op.f("fk_subscription_business_unit_key_record_name_customer_record"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("business_unit_key", "record_name", "position", name=op.f("pk_subscription")),
        comment="Subscriptions of customer records, in the order of the source",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "competitor_trait",
        sa.Column("account_key", KEY, nullable=False, comment="Account"),
        sa.Column("competitor_id", KEY, nullable=False, comment="Competitor"),
        sa.Column("kind", KEY, nullable=False, comment="strength or weakness"),
        sa.Column("position", sa.Integer(), nullable=False, comment="Order in its list, from 0"),
        sa.Column("text", sa.Text(), nullable=False, comment="The strength or weakness"),
        sa.CheckConstraint("kind IN ('strength', 'weakness')", name=op.f("ck_competitor_trait_kind")),
        sa.ForeignKeyConstraint(
            ["account_key", "competitor_id"],
            ["competitor.account_key", "competitor.id"],
            name=op.f("fk_competitor_trait_account_key_competitor_id_competitor"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_key", "competitor_id", "kind", "position", name=op.f("pk_competitor_trait")),
        comment="Strengths and weaknesses of competitors, in order",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "interest",
        sa.Column("account_key", KEY, nullable=False, comment="Account"),
        sa.Column("stakeholder_id", KEY, nullable=False, comment="Stakeholder"),
        sa.Column("position", sa.Integer(), nullable=False, comment="Order in the list, from 0"),
        sa.Column("text", sa.Text(), nullable=False, comment="The interest"),
        sa.ForeignKeyConstraint(
            ["account_key", "stakeholder_id"],
            ["stakeholder.account_key", "stakeholder.id"],
            name=op.f("fk_interest_account_key_stakeholder_id_stakeholder"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_key", "stakeholder_id", "position", name=op.f("pk_interest")),
        comment="Interests of stakeholders, in order",
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("interest")
    op.drop_table("competitor_trait")
    op.drop_table("subscription")
    op.drop_table("stakeholder")
    op.drop_table("pain_point")
    op.drop_table("opportunity")
    op.drop_table("news_article")
    op.drop_table("competitor")
    op.drop_table("action_item")
    op.drop_table("plan_section")
    op.drop_table("news_feed")
    op.drop_table("customer_record")
    op.drop_table("alias")
    op.drop_table("business_unit")
    op.drop_table("account")
