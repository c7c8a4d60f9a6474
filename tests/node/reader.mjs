// Reads one entry of the cache over and over, as the app does, and tells what it saw.
import { readFileSync } from "node:fs";
import { openStore } from "./store.mjs";

const [driver, path, query, key, generations] = process.argv.slice(2);
const database = await openStore(driver, path);
const select = database.prepare(readFileSync(query, "utf8"));

const seen = { reads: 0, missing: 0, broken: 0, backwards: 0, fresh: 0, stale: 0, generations: 0 };
let last = 0;
while (seen.generations < Number(generations)) {
  const row = select.get({ key, now: Date.now() });
  seen.reads += 1;
  if (row === undefined) {
    seen.missing += 1;
    continue;
  }
  try {
    const value = JSON.parse(row.value);
    if (value.first !== value.last || value.first !== row.generation) seen.broken += 1;
  } catch {
    seen.broken += 1;
  }
  if (row.generation < last) seen.backwards += 1;
  if (row.generation > last) seen.generations += 1;
  seen[row.fresh ? "fresh" : "stale"] += 1;
  last = row.generation;
}
database.close();
console.log(JSON.stringify(seen));
