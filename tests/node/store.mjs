// Opens a store read-only with one of the two drivers; what comes back is prepared and asked in the same way.
const drivers = {
  "node:sqlite": async (path) => {
    const { DatabaseSync } = await import("node:sqlite");
    return new DatabaseSync(path, { readOnly: true, timeout: 5000 });
  },
  "better-sqlite3": async (path) => {
    const { default: Database } = await import("better-sqlite3");
    return new Database(path, { readonly: true, fileMustExist: true });
  },
};

export const openStore = (driver, path) => drivers[driver](path);
