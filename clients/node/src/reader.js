// Reads plans and intelligence out of a store, by any spelling of a customer's name.
import { Lent, Place, openBuiltIn, readFrom } from "./connection.js";
import { madeOf } from "./errors.js";
import { GONE } from "./gone.js";
import { INTELLIGENCE, PLAN, slug, warmedKey } from "./names.js";
import { ENTRY, SPELLINGS, WHOLE_PLAN } from "./queries.js";
import { textOf } from "./text.js";

/** @import { Cached, Database, Intelligence, OpenOptions, Plan, WarmedIntelligence, WarmedPlan } from "../index.d.ts" */
/** @import { Row } from "./connection.js" */

/**
 * A row of the cache as the caller gets it, its value made by `valueOf`.
 *
 * @template T
 * @param {Row | undefined} row
 * @param {number} now
 * @param {(row: Row) => T} valueOf
 * @returns {Cached<T>}
 */
const cached = (row, now, valueOf) => {
  if (!row) return GONE;
  const { key, fresh, source, model, created_at, fresh_until, stale_until } = /** @type {any} */ (row);
  return {
    state: fresh ? "fresh" : "stale",
    key,
    value: madeOf(key, () => valueOf(row)),
    age: Math.max(0, now - created_at),
    source,
    model,
    createdAt: new Date(created_at),
    freshUntil: new Date(fresh_until),
    staleUntil: new Date(stale_until),
  };
};

/**
 * @param {Row} row
 * @returns {any}
 */
const document = (row) => JSON.parse(String(row.value));

/**
 * Intelligence in the shape of the app's old warm-up.
 *
 * @param {Row} row
 * @returns {WarmedIntelligence}
 */
const oldIntelligence = (row) => {
  /** @type {Intelligence} */
  const found = document(row);
  return { content: textOf(found), generatedAt: found.generatedAt, model: found.model ?? found.source };
};

/**
 * A plan in that shape, with the text of the intelligence and the news.
 *
 * @param {Row} row
 * @returns {WarmedPlan}
 */
const oldPlan = (row) => {
  const key = String(row.key).replace(PLAN, INTELLIGENCE);
  const raw = row.intelligence === null ? "" : madeOf(key, () => textOf(JSON.parse(String(row.intelligence))));
  return { ...document(row), intelligence: { raw }, news: JSON.parse(String(row.news)) };
};

/** A store that is only read; each call sees one moment of it. */
export class StoreReader {
  #source;
  #now;

  /**
   * @param {Lent | Place} source
   * @param {() => number} now
   */
  constructor(source, now) {
    this.#source = source;
    this.#now = now;
  }

  /**
   * The plan of the customer with this name, alias or slug. Throws StoreUnreachableError, StoreCorruptError.
   *
   * @param {string} name
   * @returns {Cached<Plan>}
   */
  plan(name) {
    return this.#entry(ENTRY, PLAN, name, document);
  }

  /**
   * The intelligence about the customer with this name, alias or slug. Throws StoreUnreachableError, StoreCorruptError.
   *
   * @param {string} name
   * @returns {Cached<Intelligence>}
   */
  intelligence(name) {
    return this.#entry(ENTRY, INTELLIGENCE, name, document);
  }

  /**
   * What stands under a key of the app's cache, such as `intelligence:Spotify`, in the shape that the app's old warm-up gave.
   * Keys that no warm-up fills are gone. Throws StoreUnreachableError, StoreCorruptError.
   *
   * @template [T=WarmedPlan | WarmedIntelligence]
   * @param {string} key
   * @returns {Cached<T>}
   */
  warmed(key) {
    const asked = warmedKey(key);
    if (!asked) return GONE;
    const [query, shape] = asked.kind === PLAN ? [WHOLE_PLAN, oldPlan] : [ENTRY, oldIntelligence];
    return this.#entry(query, asked.kind, asked.name, (row) => /** @type {T} */ (shape(row)));
  }

  /**
   * The entries that `warmed` finds now, each with every key under which it does. Throws StoreUnreachableError.
   *
   * @returns {{ key: string, createdAt: Date, keys: string[] }[]}
   */
  warmedKeys() {
    const rows = readFrom(this.#source, (connection) => connection.rows(SPELLINGS, { now: this.#now() }), []);
    /** @type {Map<string, { key: string, createdAt: Date, keys: string[] }>} */
    const entries = new Map();
    for (const { key, created_at, name } of /** @type {any[]} */ (rows)) {
      const entry = entries.get(key) ?? { key, createdAt: new Date(created_at), keys: [key] };
      if (name !== null) entry.keys.push(key.slice(0, key.indexOf(":") + 1) + name);
      entries.set(key, entry);
    }
    return [...entries.values()];
  }

  /** Give the file back. A database that was handed in stays open. */
  close() {
    this.#source.close();
  }

  /**
   * @template T
   * @param {string} query
   * @param {string} kind
   * @param {string} name
   * @param {(row: Row) => T} valueOf
   */
  #entry(query, kind, name, valueOf) {
    const now = this.#now();
    const named = { name, slug: slug(name), now };
    const parameters = query === ENTRY ? { ...named, kind } : named;
    const [row] = readFrom(this.#source, (connection) => connection.rows(query, parameters), []);
    return cached(row, now, valueOf);
  }
}

/**
 * Open a store to read it: a path, whose file need not be there yet and may be replaced, or an open database.
 *
 * @param {string | Database} store
 * @param {OpenOptions} [options]
 */
export const openStore = (store, { open = openBuiltIn, now = Date.now } = {}) =>
  new StoreReader(typeof store === "string" ? new Place(store, open) : new Lent(store), now);
