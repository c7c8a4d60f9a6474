// Reads plans and intelligence by several spellings, directly and as the app's cache, for some time and until several were
// written anew, but for two minutes at most; tells what it saw.
import { CacheManager } from "../../clients/node/src/cache.js";
import { openStore } from "../../clients/node/src/index.js";
import { openerOf } from "./store.mjs";

const [driver, path, seconds, ...names] = process.argv.slice(2);
const store = openStore(path, { open: await openerOf(driver) });
const seen = { reads: 0, missed: 0, torn: 0, values: 0, errors: [] };
const manager = new CacheManager({ store, onError: (error) => seen.errors.push(error.message) });
const pause = () => new Promise((done) => { setTimeout(done, 2); });
const made = new Set();
// What is stale is served where nothing better is to be had: only a miss lets this be seen.
const offline = async () => { throw new Error("there is no network"); };

const look = (found, isWhole) => {
  seen.reads += 1;
  if (!found.value) seen.missed += 1;
  else if (!isWhole(found.value)) seen.torn += 1;
  made.add(`${found.key} ${Number(found.createdAt)}`);
};

const begun = Date.now();
const isOver = () => {
  const passed = (Date.now() - begun) / 1000;
  return passed > 120 || (passed > Number(seconds) && made.size >= 2 * names.length + 2);
};
for (; !isOver(); await pause()) {
  for (const name of names) {
    try {
      look(store.plan(name), (plan) => plan.customerName && plan.slug);
      look(store.intelligence(name.toUpperCase()), (one) => one.summary && one.recommendations.length === 3);
      const kept = await manager.get(`account-plan:${name}`, offline, { ttl: 1 });
      if (!(kept.intelligence.raw && Array.isArray(kept.news))) seen.torn += 1;
    } catch (error) {
      seen.errors.push(String(error));
    }
  }
}
console.log(JSON.stringify({ ...seen, values: made.size }));
