// The types of demodb-reader/cache, which stands in for the app's cache module.
import type { StoreReader } from "./index.d.ts";

export interface CacheOptions {
  /** Seconds. */
  ttl: number;
  /** Let the lifetime stray by up to a tenth. Default: true. */
  jitter?: boolean;
}

export interface CacheManagerOptions {
  /** Default: the store at `DEMODB_DB`, else `demodb.db`. One that is handed in is not closed by `dispose`. */
  store?: StoreReader;
  /** The present time in ms since 1970. Default: `Date.now`. */
  now?: () => number;
  /** Draws from 0 to 1, for the jitter. Default: `Math.random`. */
  random?: () => number;
  /** Told once of each thing that is wrong with the store, which then counts as empty. Default: a warning of the process. */
  onError?: (error: Error) => void;
}

/** Values with an end. `account-plan:` and `intelligence:` are found in demodb's store, all others live in this process. */
export declare class CacheManager {
  constructor(options?: CacheManagerOptions);
  /** The value under a key, or else what `fetcher` gives, which is kept. Calls at the same time share one fetch. */
  get<T>(key: string, fetcher: () => Promise<T>, options: CacheOptions): Promise<T>;
  set<T>(key: string, value: T, options: CacheOptions): void;
  /** Forget a value; whether there was one. What demodb warmed is passed over until it is made anew. */
  invalidate(key: string): boolean;
  /** The same for all keys that fit a pattern, in which `*` is any text; how many values there were. */
  invalidatePattern(pattern: string): number;
  /** The value under a key with its times, `ttlRemaining` in ms; null where there is none that is fresh. */
  getWithMetadata<T>(key: string): { value: T; createdAt: Date; expiresAt: Date; ttlRemaining: number } | null;
  clear(): void;
  /** How many values this process keeps, and which parts of the calls of `get` found one and did not. */
  stats(): { size: number; hitRate: number; missRate: number };
  dispose(): void;
}

/** Seconds, by kind of value. */
export interface Lifetimes {
  readonly FINANCIAL: number;
  readonly NEWS: number;
  readonly CLAUDE_RESPONSE: number;
  readonly CLAUDE_ENRICHMENT: number;
  readonly CUSTOMER_DATA: number;
  readonly ACCOUNT_PLAN: number;
}

export declare const CACHE_TTL: Lifetimes;
export declare const DEMO_CACHE_TTL: Lifetimes;

/** The lifetimes of the mode that `DEMODB_CACHE_MODE` names: `normal`, or `demo`, the default. */
export declare function getActiveTTL(): Lifetimes;

/** The cache of this process, made at the first call. */
export declare function getCacheManager(): CacheManager;

/** Let `getCacheManager` give this one from now on. */
export declare function setCacheManager(manager: CacheManager): void;
