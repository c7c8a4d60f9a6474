// The app's cache module: plans and intelligence come out of demodb's store, all other values live in this process.
import { CACHE_TTL, DEMO_CACHE_TTL, freshMs } from "./lifetimes.js";
import { Memory } from "./memory.js";
import { fitting } from "./names.js";
import { openStore } from "./reader.js";
import { cacheMode, storePath } from "./settings.js";
import { Warmed } from "./warmed.js";

/** @import { CacheManagerOptions, CacheOptions } from "../cache.d.ts" */

export { CACHE_TTL, DEMO_CACHE_TTL };

const SWEEP_MS = 60_000;
const ONE = Symbol.for("demodb-reader.cache");
/** Bundlers load a module several times in one process; this object is there once. @type {Record<symbol, CacheManager>} */
const process_ = /** @type {any} */ (globalThis);

/** The lifetimes of the mode that holds, in seconds. Throws for an unknown mode. */
export const getActiveTTL = () => (cacheMode() === "normal" ? CACHE_TTL : DEMO_CACHE_TTL);

/** The cache of this process, made at the first call. */
export const getCacheManager = () => (process_[ONE] ??= new CacheManager());

/**
 * Let `getCacheManager` give this one from now on.
 *
 * @param {CacheManager} manager
 */
export const setCacheManager = (manager) => {
  process_[ONE] = manager;
};

/** Values with an end, computed once however many ask for them at the same time. */
export class CacheManager {
  #memory = new Memory();
  /** @type {Map<string, Promise<any>>} */
  #flights = new Map();
  #hits = 0;
  #misses = 0;
  #now;
  #random;
  #warmed;
  #close;
  #sweeping;

  /** @param {CacheManagerOptions} [options] */
  constructor({ store, now = Date.now, random = Math.random, onError = (error) => process.emitWarning(error) } = {}) {
    const reader = store ?? openStore(storePath(), { now });
    this.#now = now;
    this.#random = random;
    this.#warmed = new Warmed(reader, onError);
    this.#close = store ? () => {} : () => reader.close();
    this.#sweeping = setInterval(() => this.#memory.sweep(now()), SWEEP_MS).unref();
  }

  /**
   * The value under a key, or else what `fetcher` gives, which is kept. Calls at the same time share one fetch. Where it fails,
   * what demodb warmed is served even if it is stale; where there is nothing, the error is thrown.
   *
   * @template T
   * @param {string} key
   * @param {() => Promise<T>} fetcher
   * @param {CacheOptions} options
   * @returns {Promise<T>}
   */
  async get(key, fetcher, options) {
    const found = this.#found(key);
    if (found) {
      this.#hits += 1;
      return found.value;
    }
    this.#misses += 1;
    return this.#flights.get(key) ?? this.#fetched(key, fetcher, options);
  }

  /**
   * Keep a value; one that is being fetched for this key is not kept any more.
   *
   * @template T
   * @param {string} key
   * @param {T} value
   * @param {CacheOptions} options
   */
  set(key, value, options) {
    this.#flights.delete(key);
    const createdAt = this.#now();
    this.#memory.set(key, { value, createdAt, expiresAt: createdAt + freshMs(options, this.#random) });
  }

  /**
   * Forget a value; whether there was one. What demodb warmed stays in the store, and is passed over here until it is made anew.
   *
   * @param {string} key
   */
  invalidate(key) {
    this.#flights.delete(key);
    const kept = this.#memory.delete(key);
    return this.#warmed.passOver(key) || kept;
  }

  /**
   * The same for all keys that fit a pattern, in which `*` is any text; how many values there were.
   *
   * @param {string} pattern
   */
  invalidatePattern(pattern) {
    const expression = fitting(pattern);
    for (const key of this.#flights.keys()) if (expression.test(key)) this.#flights.delete(key);
    const kept = this.#memory.keys().filter((key) => expression.test(key));
    for (const key of kept) this.#memory.delete(key);
    return kept.length + this.#warmed.passOverFitting(expression);
  }

  /**
   * The value under a key with its times, `ttlRemaining` in ms; null where there is none that is fresh.
   *
   * @template T
   * @param {string} key
   * @returns {{ value: T, createdAt: Date, expiresAt: Date, ttlRemaining: number } | null}
   */
  getWithMetadata(key) {
    const found = this.#found(key);
    if (!found) return null;
    const { value, createdAt, expiresAt } = found;
    return { value, createdAt: new Date(createdAt), expiresAt: new Date(expiresAt), ttlRemaining: expiresAt - this.#now() };
  }

  /** Forget all values, and begin the counts anew. */
  clear() {
    this.invalidatePattern("*");
    this.#hits = this.#misses = 0;
  }

  /** How many values this process keeps, and which parts of the calls of `get` found one and did not; both 0 without calls. */
  stats() {
    const calls = this.#hits + this.#misses || 1;
    this.#memory.sweep(this.#now());
    return { size: this.#memory.size, hitRate: this.#hits / calls, missRate: this.#misses / calls };
  }

  /** Forget all values and close the store, if it was opened here; `getCacheManager` gives another one afterwards. */
  dispose() {
    clearInterval(this.#sweeping);
    this.#flights.clear();
    this.#memory.clear();
    this.#close();
    if (process_[ONE] === this) delete process_[ONE];
  }

  /**
   * The fresh value under a key: of this process' and demodb's the one that was made last.
   *
   * @param {string} key
   * @returns {import("./warmed.js").Found | null}
   */
  #found(key) {
    const kept = this.#memory.get(key, this.#now());
    const warmed = this.#warmed.fresh(key);
    return kept && warmed ? (warmed.createdAt > kept.createdAt ? warmed : kept) : (kept ?? warmed);
  }

  /**
   * @template T
   * @param {string} key
   * @param {() => Promise<T>} fetcher
   * @param {CacheOptions} options
   * @returns {Promise<T>}
   */
  #fetched(key, fetcher, options) {
    const isOurs = () => this.#flights.get(key) === flight;
    const flight = (async () => fetcher())()
      .then(
        (value) => {
          if (isOurs()) this.set(key, value, options);
          return value;
        },
        (error) => {
          // Stale before, and perhaps made anew while the fetcher was at work.
          const warmed = this.#warmed.any(key);
          if (warmed) return warmed.value;
          throw error;
        },
      )
      .finally(() => isOurs() && this.#flights.delete(key));
    this.#flights.set(key, flight);
    return flight;
  }
}
