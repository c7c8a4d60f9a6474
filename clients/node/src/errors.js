// What can go wrong with a store, told with its place and what to do next.

/** A store that is there and cannot be read. `cause` is the driver's own error. */
export class StoreUnreachableError extends Error {
  name = "StoreUnreachableError";
}

/** A value in the cache that is no whole document: somebody wrote it by hand. */
export class StoreCorruptError extends Error {
  name = "StoreCorruptError";
}

/** A studio that does not answer, or refuses to. */
export class StudioUnreachableError extends Error {
  name = "StudioUnreachableError";
}

/**
 * What the driver said of a store, with the store's place.
 *
 * @param {string} place
 * @param {unknown} cause
 */
export const unreachable = (place, cause) => {
  const said = cause instanceof Error ? cause.message : String(cause);
  return new StoreUnreachableError(`${place} cannot be read: ${said}; \`demodb status\` tells more`, { cause });
};

/**
 * What is made of a value in the cache. Throws StoreCorruptError where the value is not what a warm-up writes.
 *
 * @template T
 * @param {string} key
 * @param {() => T} make
 */
export const madeOf = (key, make) => {
  try {
    return make();
  } catch (cause) {
    if (cause instanceof StoreCorruptError) throw cause;
    const fix = `demodb cache clear '${key.replaceAll("'", "'\\''")}'`;
    throw new StoreCorruptError(`the cache holds no whole document under ${key}; \`${fix}\` removes it`, { cause });
  }
};
