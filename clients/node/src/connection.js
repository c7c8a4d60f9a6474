// One open database of any of the drivers, which cannot write; and the store's place, which may get another file.
import { statSync } from "node:fs";
import { StoreUnreachableError, unreachable } from "./errors.js";

/** @import { Database, Open } from "../index.d.ts" */
/** @typedef {Record<string, string | number>} Parameters */
/** @typedef {Record<string, unknown>} Row */

const BUSY_MS = 5000;

/** A database whose statements are prepared once. */
export class Connection {
  /** @type {Map<string, ReturnType<Database["prepare"]>>} */
  #statements = new Map();
  #database;

  /** @param {Database} database */
  constructor(database) {
    this.#database = database;
    database.exec("PRAGMA query_only = ON");
    database.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
  }

  /**
   * @param {string} query
   * @param {Parameters} parameters
   * @returns {Row[]}
   */
  rows(query, parameters) {
    let statement = this.#statements.get(query);
    if (!statement) {
      statement = this.#database.prepare(query);
      this.#statements.set(query, statement);
    }
    return /** @type {Row[]} */ (statement.all(parameters));
  }

  close() {
    this.#statements.clear();
    this.#database.close();
  }
}

/** A database that somebody else opened, and closes. */
export class Lent {
  place = "the store";
  #connection;

  /** @param {Database} database */
  constructor(database) {
    this.#connection = new Connection(database);
  }

  connection() {
    return this.#connection;
  }

  again() {
    return this.#connection;
  }

  close() {}
}

/** A path, under which a database need not be yet; where another file takes its place, that one is opened. */
export class Place {
  #open;
  /** @type {{ connection: Connection, file: string } | null} */
  #opened = null;

  /**
   * @param {string} path
   * @param {Open} open
   */
  constructor(path, open) {
    this.place = path;
    this.#open = open;
  }

  /** The database that is there now; null where there is none. */
  connection() {
    const file = this.#file();
    if (file === this.#opened?.file) return this.#opened.connection;
    this.close();
    if (file === null) return null;
    const connection = new Connection(this.#open(this.place));
    // Opened first and looked at again: had the file been replaced in between, the next read would not notice.
    this.#opened = { connection, file: this.#file() === file ? file : "" };
    return connection;
  }

  /** The same, opened anew. */
  again() {
    this.close();
    return this.connection();
  }

  close() {
    const opened = this.#opened;
    this.#opened = null;
    opened?.connection.close();
  }

  /** Device and inode of what the path leads to. Never opens it: that would drop the locks that SQLite holds on it. */
  #file() {
    const status = statSync(this.place, { bigint: true, throwIfNoEntry: false });
    return status ? `${status.dev}:${status.ino}` : null;
  }
}

/**
 * The way to open a file with the SQLite that Node.js has built in. Throws StoreUnreachableError where it has none.
 *
 * @type {Open}
 */
export const openBuiltIn = (path) => {
  const sqlite = process.getBuiltinModule?.("node:sqlite");
  if (sqlite) return /** @type {Database} */ (/** @type {unknown} */ (new sqlite.DatabaseSync(path, { readOnly: true })));
  throw new StoreUnreachableError(`Node.js ${process.version} has no SQLite built in: give \`open\`, or use 22.13 or newer`);
};

/**
 * What a piece of work finds in the store; `none` where there is no store, or one without tables yet. A read that fails is done
 * once more with the file opened anew, as it may have been replaced in the middle. Throws StoreUnreachableError.
 *
 * @template T
 * @param {Lent | Place} source
 * @param {(connection: Connection) => T} work
 * @param {T} none
 * @returns {T}
 */
export const readFrom = (source, work, none) => {
  try {
    return tried(() => source.connection(), work, none);
  } catch {
    try {
      return tried(() => source.again(), work, none);
    } catch (error) {
      throw error instanceof StoreUnreachableError ? error : unreachable(source.place, error);
    }
  }
};

/**
 * @template T
 * @param {() => Connection | null} connected
 * @param {(connection: Connection) => T} work
 * @param {T} none
 */
const tried = (connected, work, none) => {
  const connection = connected();
  if (!connection) return none;
  try {
    return work(connection);
  } catch (error) {
    if (error instanceof Error && /^no such table: /.test(error.message)) return none;
    throw error;
  }
};
