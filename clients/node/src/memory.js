// Values that live in this process until their time is over.

/** @typedef {{ value: unknown, createdAt: number, expiresAt: number }} Kept */

/** Keys with values; what is over counts as not there. */
export class Memory {
  /** @type {Map<string, Kept>} */
  #kept = new Map();

  /**
   * @param {string} key
   * @param {number} now
   */
  get(key, now) {
    const kept = this.#kept.get(key);
    return kept && kept.expiresAt > now ? kept : null;
  }

  /**
   * @param {string} key
   * @param {Kept} kept
   */
  set(key, kept) {
    this.#kept.set(key, kept);
  }

  /** @param {string} key */
  delete(key) {
    return this.#kept.delete(key);
  }

  clear() {
    this.#kept.clear();
  }

  keys() {
    return [...this.#kept.keys()];
  }

  /**
   * Remove what is over.
   *
   * @param {number} now
   */
  sweep(now) {
    for (const [key, { expiresAt }] of this.#kept) if (expiresAt <= now) this.#kept.delete(key);
  }

  get size() {
    return this.#kept.size;
  }
}
