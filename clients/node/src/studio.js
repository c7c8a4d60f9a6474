// Reads plans and intelligence from a studio over HTTP, where the store's file is out of reach.
import { StudioUnreachableError } from "./errors.js";
import { GONE } from "./gone.js";
import { INTELLIGENCE, PLAN, slug } from "./names.js";

export { StudioUnreachableError };

/** @import { Cached, Intelligence, Plan } from "../index.d.ts" */
/** @import { StudioOptions } from "../studio.d.ts" */
/** @typedef {{ tag: string, value: any, source: string | null, model: string | null, times: number[] }} Kept */

const TIMES = ["created-at", "fresh-until", "stale-until"];
const NOT_FOUND = 404;
const NOT_MODIFIED = 304;

/**
 * @param {Headers} headers
 * @param {string} name
 */
const told = (headers, name) => {
  const text = headers.get(`demodb-${name}`);
  return text === null ? null : decodeURIComponent(text);
};

/**
 * What an answer says of a value, which it brings or does not change.
 *
 * @param {Response} answer
 * @param {any} value
 * @returns {Kept}
 */
const keptOf = ({ headers }, value) => ({
  tag: headers.get("etag") ?? "",
  value,
  source: told(headers, "source"),
  model: told(headers, "model"),
  times: TIMES.map((name) => Date.parse(told(headers, name) ?? "")),
});

/** A studio that is asked at each call; what it said is kept for a time in which it cannot be reached. */
export class StudioReader {
  #origin;
  #token;
  #fetch;
  #now;
  /** @type {Map<string, Kept>} */
  #kept = new Map();
  /** @type {Map<string, string>} */
  #slugs = new Map();

  /**
   * @param {string} origin
   * @param {StudioOptions} options
   */
  constructor(origin, { token, fetch = globalThis.fetch, now = Date.now }) {
    this.#origin = origin.replace(/\/+$/, "");
    this.#token = token;
    this.#fetch = fetch;
    this.#now = now;
  }

  /**
   * The plan of the customer with this name, alias or slug. Rejects with StudioUnreachableError.
   *
   * @param {string} name
   * @returns {Promise<Cached<Plan>>}
   */
  plan(name) {
    return this.#named(PLAN, name);
  }

  /**
   * The intelligence about the customer with this name, alias or slug. Rejects with StudioUnreachableError.
   *
   * @param {string} name
   * @returns {Promise<Cached<Intelligence>>}
   */
  intelligence(name) {
    return this.#named(INTELLIGENCE, name);
  }

  /**
   * What stands under a key of the cache, which is asked for again only where it has changed. Where the studio cannot be
   * reached, it is what it said last, as long as that may be served. Rejects with StudioUnreachableError.
   *
   * @template [T=unknown]
   * @param {string} key
   * @returns {Promise<Cached<T>>}
   */
  async read(key) {
    const kept = this.#kept.get(key);
    try {
      const answer = await this.#ask(`cache/${encodeURIComponent(key)}`, kept ? { "If-None-Match": kept.tag } : {});
      if (answer.status === NOT_FOUND) this.#kept.delete(key);
      else this.#kept.set(key, keptOf(answer, answer.status === NOT_MODIFIED ? kept?.value : await answer.json()));
    } catch (error) {
      const served = this.#served(key);
      if (served.state === "gone") throw error;
      return served;
    }
    return this.#served(key);
  }

  /**
   * @param {string} kind
   * @param {string} name
   * @returns {Promise<Cached<any>>}
   */
  async #named(kind, name) {
    const known = this.#slugs.get(name);
    const found = await this.read(`${kind}:${known ?? slug(name)}`);
    if (found.state !== "gone" || known !== undefined) return found;
    const answer = await this.#ask(`plans/${encodeURIComponent(name)}`, {});
    if (answer.status === NOT_FOUND) return GONE;
    const { slug: meant } = /** @type {{ slug: string }} */ (await answer.json());
    this.#slugs.set(name, meant);
    return meant === slug(name) ? GONE : this.read(`${kind}:${meant}`);
  }

  /**
   * @param {string} path
   * @param {Record<string, string>} headers
   * @returns {Promise<Response>}
   */
  async #ask(path, headers) {
    const url = `${this.#origin}/api/${path}`;
    /** @type {Response} */
    let answer;
    try {
      answer = await this.#fetch(url, { headers: { ...headers, Authorization: `Bearer ${this.#token}` }, cache: "no-store" });
    } catch (cause) {
      throw new StudioUnreachableError(`no studio answers at ${this.#origin}: start it with \`demodb studio\``, { cause });
    }
    if (answer.ok || answer.status === NOT_FOUND || answer.status === NOT_MODIFIED) return answer;
    const said = /** @type {any} */ (await answer.json().catch(() => ({}))).error ?? {};
    throw new StudioUnreachableError(`${url}: ${said.message ?? `status ${answer.status}`}; ${said.fix ?? "see its log"}`);
  }

  /**
   * @param {string} key
   * @returns {Cached<any>}
   */
  #served(key) {
    const kept = this.#kept.get(key);
    const now = this.#now();
    if (!kept) return GONE;
    const [created, fresh, stale] = /** @type {[number, number, number]} */ (kept.times);
    if (now >= stale) return GONE;
    const { value, source, model } = kept;
    const [createdAt, freshUntil, staleUntil] = [new Date(created), new Date(fresh), new Date(stale)];
    const state = now < fresh ? "fresh" : "stale";
    return { state, key, value, age: Math.max(0, now - created), source, model, createdAt, freshUntil, staleUntil };
  }
}

/**
 * A studio to be read from: its address, such as http://127.0.0.1:8140, and its token.
 *
 * @param {string} origin
 * @param {StudioOptions} options
 */
export const openStudio = (origin, options) => new StudioReader(origin, options);
