// Opens stores with each of the drivers, read-only if not told otherwise; what comes back is prepared and asked in the same way.
const ways = {
  "node:sqlite": async (readOnly) => {
    const { DatabaseSync } = await import("node:sqlite");
    return (path) => new DatabaseSync(path, { readOnly, timeout: 5000 });
  },
  "better-sqlite3": async (readonly) => {
    const { default: Database } = await import("better-sqlite3");
    return (path) => new Database(path, { readonly, fileMustExist: true });
  },
  libsql: async (readonly) => {
    const { default: Database } = await import("libsql");
    return (path) => new Database(path, { readonly });
  },
};

export const openerOf = (driver, readOnly = true) => ways[driver](readOnly);
export const openStore = async (driver, path) => (await openerOf(driver))(path);
