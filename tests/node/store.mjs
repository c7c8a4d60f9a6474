// Opens stores read-only with each of the drivers; what comes back is prepared and asked in the same way.
const ways = {
  "node:sqlite": async () => {
    const { DatabaseSync } = await import("node:sqlite");
    return (path) => new DatabaseSync(path, { readOnly: true, timeout: 5000 });
  },
  "better-sqlite3": async () => {
    const { default: Database } = await import("better-sqlite3");
    return (path) => new Database(path, { readonly: true, fileMustExist: true });
  },
  libsql: async () => {
    const { default: Database } = await import("libsql");
    return (path) => new Database(path, { readonly: true });
  },
};

export const openerOf = (driver) => ways[driver]();
export const openStore = async (driver, path) => (await openerOf(driver))(path);
