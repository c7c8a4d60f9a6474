// How long values live. The figures are demodb's own (demodb/model/lifetimes.py); a test compares them.

/** Seconds in normal mode. */
export const CACHE_TTL = Object.freeze({
  FINANCIAL: 300,
  NEWS: 900,
  CLAUDE_RESPONSE: 300,
  CLAUDE_ENRICHMENT: 900,
  CUSTOMER_DATA: 600,
  ACCOUNT_PLAN: 600,
});

/** Seconds in demo mode. */
export const DEMO_CACHE_TTL = Object.freeze({
  FINANCIAL: 1800,
  NEWS: 3600,
  CLAUDE_RESPONSE: 1800,
  CLAUDE_ENRICHMENT: 3600,
  CUSTOMER_DATA: 1800,
  ACCOUNT_PLAN: 1800,
});

/** How far a lifetime may stray: a tenth of it to either side. */
export const JITTER = 0.1;

/**
 * Milliseconds for which a value is fresh.
 *
 * @param {import("../cache.d.ts").CacheOptions} options
 * @param {() => number} uniform draws from 0 to 1
 */
export const freshMs = ({ ttl, jitter = true }, uniform) =>
  Math.round(ttl * 1000 * (jitter ? 1 + JITTER * (2 * uniform() - 1) : 1));
