// The public names of the reader; the cache module is in cache.js.
export { StoreCorruptError, StoreUnreachableError } from "./errors.js";
export { slug } from "./names.js";
export { StoreReader, openStore } from "./reader.js";
