// Reads one entry of the cache at a given moment, as the app does, and prints the row.
import { readFileSync } from "node:fs";
import { openStore } from "./store.mjs";

const [driver, path, query, key, now] = process.argv.slice(2);
const database = await openStore(driver, path);
console.log(JSON.stringify(database.prepare(readFileSync(query, "utf8")).get({ key, now: Number(now) }) ?? null));
