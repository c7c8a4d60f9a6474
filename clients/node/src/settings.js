// The settings that demodb and the app share, by demodb's own names for them. The one reader of the environment.

/** The path of the store: `DEMODB_DB`, else `demodb.db` in the working directory. */
export const storePath = () => process.env.DEMODB_DB || "demodb.db";

/**
 * The lifetimes that hold: `DEMODB_CACHE_MODE`, else those of a demo, as with demodb. Throws for an unknown mode.
 *
 * @returns {"normal" | "demo"}
 */
export const cacheMode = () => {
  const mode = process.env.DEMODB_CACHE_MODE || "demo";
  if (mode !== "normal" && mode !== "demo") throw new Error(`DEMODB_CACHE_MODE is "${mode}": give normal or demo`);
  return mode;
};
