// Names and keys: the app's file name for a customer, and whose keys `demodb warmup` fills.

/**
 * The app's file name for a customer, without `.json`; the rules and their order are the app's.
 *
 * @param {string} name
 */
export const slug = (name) =>
  name
    .toLowerCase()
    .replaceAll("&", "and")
    .replaceAll("/", "-")
    .replace(/[,.()[\]]/g, "")
    .replace(/\s+/g, "-")
    .replace(/-+/g, "-")
    .replace(/^-/, "")
    .replace(/-$/, "");

export const PLAN = "account-plan";
export const INTELLIGENCE = "intelligence";

/**
 * The kind and the name in a key such as `intelligence:Spotify`; null for a key that no warm-up fills.
 *
 * @param {string} key
 * @returns {{ kind: "account-plan" | "intelligence", name: string } | null}
 */
export const warmedKey = (key) => {
  const colon = key.indexOf(":");
  const kind = key.slice(0, colon);
  if (kind !== PLAN && kind !== INTELLIGENCE) return null;
  return { kind, name: key.slice(colon + 1) };
};

/**
 * A pattern of keys as an expression: `*` is any text, everything else means itself, and the whole key has to fit.
 *
 * @param {string} pattern
 */
export const fitting = (pattern) => {
  const parts = pattern.split("*").map((part) => part.replace(/[\\^$.|?+()[\]{}/-]/g, "\\$&"));
  return new RegExp(`^${parts.join("[^]*")}$`);
};
