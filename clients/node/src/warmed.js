// What demodb has warmed, as a cache module sees it: an unreadable store is told of once and counts as empty.

/** @import { Served, StoreReader } from "../index.d.ts" */
/** @typedef {{ value: any, createdAt: number, expiresAt: number }} Found times in ms since 1970 */

/**
 * @param {Served<any>} found
 * @returns {Found}
 */
const times = ({ value, createdAt, freshUntil }) => ({ value, createdAt: createdAt.getTime(), expiresAt: freshUntil.getTime() });

/** The entries of a store, but for those that this process was told to pass over. */
export class Warmed {
  /** When the passed over values were made, by the entry's key: a newer value is another one. @type {Map<string, number>} */
  #passedOver = new Map();
  /** @type {Set<string>} */
  #told = new Set();
  #reader;
  #onError;

  /**
   * @param {StoreReader} reader
   * @param {(error: Error) => void} onError
   */
  constructor(reader, onError) {
    this.#reader = reader;
    this.#onError = onError;
  }

  /**
   * The fresh value under a key; null where there is none.
   *
   * @param {string} key
   */
  fresh(key) {
    const found = this.#served(key);
    return found?.state === "fresh" ? times(found) : null;
  }

  /**
   * The value under a key, fresh or stale; null where there is none.
   *
   * @param {string} key
   */
  any(key) {
    const found = this.#served(key);
    return found ? times(found) : null;
  }

  /**
   * Pass over what stands under a key, until it is made anew; whether there was anything.
   *
   * @param {string} key
   */
  passOver(key) {
    const found = this.#served(key);
    if (!found) return false;
    this.#passedOver.set(found.key, found.createdAt.getTime());
    return true;
  }

  /**
   * The same for all keys that fit; how many there were.
   *
   * @param {RegExp} pattern
   */
  passOverFitting(pattern) {
    const entries = this.#safely(() => this.#reader.warmedKeys()) ?? [];
    const fitting = entries.filter(
      ({ key, createdAt, keys }) => keys.some((one) => pattern.test(one)) && !this.#isPassedOver(key, createdAt),
    );
    for (const { key, createdAt } of fitting) this.#passedOver.set(key, createdAt.getTime());
    return fitting.length;
  }

  /** @param {string} key */
  #served(key) {
    const found = this.#safely(() => this.#reader.warmed(key));
    if (!found || found.state === "gone") return null;
    return this.#isPassedOver(found.key, found.createdAt) ? null : found;
  }

  /**
   * @param {string} key
   * @param {Date} createdAt
   */
  #isPassedOver(key, createdAt) {
    return this.#passedOver.get(key) === createdAt.getTime();
  }

  /**
   * @template T
   * @param {() => T} read
   */
  #safely(read) {
    try {
      return read();
    } catch (error) {
      this.#tell(error instanceof Error ? error : new Error(String(error)));
      return null;
    }
  }

  /** @param {Error} error */
  #tell(error) {
    if (this.#told.has(error.message)) return;
    this.#told.add(error.message);
    this.#onError(error);
  }
}
