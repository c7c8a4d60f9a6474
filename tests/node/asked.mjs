// An app that is asked line by line: each line is a JSON list of what to do, with its arguments, and is answered by one line.
import { createInterface } from "node:readline";
import { CacheManager } from "../../clients/node/src/cache.js";
import { openStore, slug } from "../../clients/node/src/index.js";
import { openerOf } from "./store.mjs";

const [driver, path, how] = process.argv.slice(2);
const open = await openerOf(driver);
const told = [];
let now = null;
const clock = () => now ?? Date.now();
const handle = how === "lent" ? (await openerOf(driver, false))(path) : null;
const reader = openStore(handle ?? path, { open, now: clock });
const manager = new CacheManager({ store: reader, now: clock, random: () => 0.5, onError: (error) => told.push(error.message) });
const failingAt = (ms) => async () => {
  now = ms;
  throw new Error("the fetcher failed");
};
const fetched = (value) => async () => {
  if (value === "fail") throw new Error("the fetcher failed");
  return value;
};

const doing = {
  at: (ms) => { now = ms; },
  plan: (name) => reader.plan(name),
  intelligence: (name) => reader.intelligence(name),
  warmed: (key) => reader.warmed(key),
  slugs: (names) => names.map(slug),
  get: (key, value, options = { ttl: 60 }) => manager.get(key, fetched(value), options),
  getFailingAt: (key, ms) => manager.get(key, failingAt(ms), { ttl: 60 }),
  set: (key, value, options = { ttl: 60 }) => manager.set(key, value, options),
  metadata: (key) => manager.getWithMetadata(key),
  invalidate: (key) => manager.invalidate(key),
  invalidatePattern: (pattern) => manager.invalidatePattern(pattern),
  clear: () => manager.clear(),
  stats: () => manager.stats(),
  told: () => told,
  write: () => handle.exec("DELETE FROM cache_entry"),
};

for await (const line of createInterface({ input: process.stdin })) {
  const [what, ...given] = JSON.parse(line);
  try {
    console.log(JSON.stringify({ answer: (await doing[what](...given)) ?? null }));
  } catch (error) {
    console.log(JSON.stringify({ error: error.name, message: error.message }));
  }
}
