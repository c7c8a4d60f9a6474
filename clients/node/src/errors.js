// What can go wrong with a store, told with its place and what to do next.

/** A store that is there and cannot be read. `cause` is the driver's own error. */
export class StoreUnreachableError extends Error {
  name = "StoreUnreachableError";
}

/** A value in the cache that is no JSON: somebody wrote it by hand. */
export class StoreCorruptError extends Error {
  name = "StoreCorruptError";
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
 * JSON text as the value that it stands for. Throws StoreCorruptError.
 *
 * @param {string} key
 * @param {unknown} text
 */
export const parsed = (key, text) => {
  try {
    return JSON.parse(/** @type {string} */ (text));
  } catch (cause) {
    throw new StoreCorruptError(`the cache holds no JSON under ${key}; \`demodb cache clear '${key}'\` removes it`, { cause });
  }
};
