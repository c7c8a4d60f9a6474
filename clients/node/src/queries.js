// The questions that are asked of a store, each a single SELECT, so that an answer is of one moment.

/** The slug of the account that a name means: compared exactly with names and aliases, then by its slug. */
const OWNER = `coalesce(
  (SELECT account.slug FROM customer_record JOIN account ON account.key = customer_record.account_key
    WHERE customer_record.business_unit_key IN (SELECT key FROM business_unit) AND customer_record.name = :name LIMIT 1),
  (SELECT account.slug FROM alias JOIN account ON account.key = alias.account_key WHERE alias.name = :name LIMIT 1),
  (SELECT slug FROM account WHERE slug = :slug),
  (SELECT account.slug FROM customer_record JOIN account ON account.key = customer_record.account_key
    WHERE customer_record.slug = :slug ORDER BY account.key LIMIT 1),
  (SELECT account.slug FROM alias JOIN account ON account.key = alias.account_key
    WHERE alias.slug = :slug ORDER BY account.key LIMIT 1),
  :slug)`;

/** The last moment, to either side, that a Date can be: times that somebody wrote by hand may lie beyond. */
const LAST_MS = 8.64e15;

/** @param {string} column */
const moment = (column) => `max(-${LAST_MS}, min(${LAST_MS}, ${column})) AS ${column}`;

const TIMES = ["created_at", "fresh_until", "stale_until"].map(moment).join(", ");
const COLUMNS = `key, value, fresh_until > :now AS fresh, source, model, ${TIMES}`;

/** An entry by kind and name, at the moment `now`. */
export const ENTRY = `SELECT ${COLUMNS} FROM cache_entry WHERE key = :kind || ':' || ${OWNER} AND stale_until > :now`;

/** A plan by name with what else stands in the store of its account: the intelligence that may be served, and the news. */
export const WHOLE_PLAN = `WITH owner AS MATERIALIZED (SELECT ${OWNER} AS slug)
SELECT ${COLUMNS},
  (SELECT value FROM cache_entry WHERE key = 'intelligence:' || owner.slug AND stale_until > :now) AS intelligence,
  (SELECT json_group_array(json(article)) FROM (
    SELECT json_object('title', title, 'url', url, 'source', news_article.source, 'published', published, 'summary', summary,
      'relevance_score', relevance_score) AS article
    FROM news_article JOIN account ON account.key = news_article.account_key
    WHERE account.slug = owner.slug ORDER BY position)) AS news
FROM owner JOIN cache_entry ON key = 'account-plan:' || owner.slug
WHERE stale_until > :now`;

/** The entries that may be served, each once under every name of its account. */
export const SPELLINGS = `SELECT cache_entry.key, created_at, spelled.name
FROM cache_entry
LEFT JOIN account ON account.slug = substr(cache_entry.key, instr(cache_entry.key, ':') + 1)
LEFT JOIN (SELECT account_key, name FROM customer_record UNION SELECT account_key, name FROM alias) AS spelled
  ON spelled.account_key = account.key
WHERE (cache_entry.key GLOB 'account-plan:*' OR cache_entry.key GLOB 'intelligence:*') AND stale_until > :now`;
