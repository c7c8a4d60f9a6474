// Reads one entry of the cache at a given moment, as the app does, and prints the row.
import Database from "better-sqlite3";
import { readFileSync } from "node:fs";

const [path, query, key, now] = process.argv.slice(2);
const database = new Database(path, { readonly: true, fileMustExist: true });
console.log(JSON.stringify(database.prepare(readFileSync(query, "utf8")).get({ key, now: Number(now) }) ?? null));
