// What is declared is what there is: the sources, by the types in their comments, fit the declarations.
import * as cacheSource from "../../../clients/node/src/cache.js";
import * as readerSource from "../../../clients/node/src/index.js";
import * as studioSource from "../../../clients/node/src/studio.js";

type Cache = typeof import("demodb-reader/cache");
type Reader = typeof import("demodb-reader");

cacheSource satisfies Omit<Cache, "CacheManager" | "getCacheManager" | "setCacheManager">;
readerSource satisfies Pick<Reader, "slug" | "StoreCorruptError" | "StoreUnreachableError">;
export const names: [keyof typeof cacheSource, keyof typeof readerSource] = {} as [keyof Cache, keyof Reader];
export const declared: [keyof Cache, keyof Reader] = names;

type Public<T> = Pick<T, keyof T>;
export const manager: Public<import("demodb-reader/cache").CacheManager> = new cacheSource.CacheManager();
export const reader: Pick<import("demodb-reader").StoreReader, "plan" | "intelligence" | "warmed" | "warmedKeys" | "close"> =
  readerSource.openStore("demodb.db");

type Studio = typeof import("demodb-reader/studio");
export const studioNames: (keyof typeof studioSource)[] = [] as (keyof Studio)[];
export const studio: Public<import("demodb-reader/studio").StudioReader> = studioSource.openStudio("http://127.0.0.1:8140", { token: "" });
