// The types of demodb-reader/studio, which reads over HTTP.
import type { Cached, Intelligence, Plan } from "./index.d.ts";

export interface StudioOptions {
  /** The token that the studio printed, or that of its --token-file. */
  token: string;
  /** Default: the `fetch` of Node.js. */
  fetch?: typeof globalThis.fetch;
  /** The present time in ms since 1970. Default: `Date.now`. */
  now?: () => number;
}

/** A studio that is asked at each call; what it said is kept for a time in which it cannot be reached. */
export declare class StudioReader {
  constructor(origin: string, options: StudioOptions);
  /** The plan of the customer with this name, alias or slug. Rejects with StudioUnreachableError. */
  plan(name: string): Promise<Cached<Plan>>;
  /** The intelligence about the customer with this name, alias or slug. Rejects with StudioUnreachableError. */
  intelligence(name: string): Promise<Cached<Intelligence>>;
  /** What stands under a key of the cache. Rejects with StudioUnreachableError. */
  read<T = unknown>(key: string): Promise<Cached<T>>;
}

/** A studio to be read from: its address, such as http://127.0.0.1:8140, and its token. */
export declare function openStudio(origin: string, options: StudioOptions): StudioReader;

/** A studio that does not answer, or refuses to; and nothing that it said before may be served any more. */
export declare class StudioUnreachableError extends Error {}
