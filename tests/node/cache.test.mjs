// The interface of the app's cache module, with a clock that is put forward by hand and no store.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CACHE_TTL, CacheManager, DEMO_CACHE_TTL, getActiveTTL, getCacheManager, setCacheManager } from "../../clients/node/src/cache.js";
import { openStore } from "../../clients/node/src/index.js";

const START = Date.UTC(2026, 10, 24, 9);
const made = (uniform = 0.5) => {
  const time = { now: START };
  const now = () => time.now;
  const store = openStore("/nowhere/demodb.db", { now });
  return { time, manager: new CacheManager({ store, now, random: () => uniform, onError: assert.fail }) };
};
const counting = (value) => {
  const fetcher = async () => {
    fetcher.calls += 1;
    return value;
  };
  fetcher.calls = 0;
  return fetcher;
};

test("a value is fetched once and served until its last moment is over", async () => {
  const { time, manager } = made();
  const fetcher = counting({ at: new Date(START) });
  const first = await manager.get("renewals:a", fetcher, { ttl: 60 });
  time.now += 59_999;
  assert.equal(await manager.get("renewals:a", fetcher, { ttl: 60 }), first);
  assert.equal(fetcher.calls, 1);
  time.now += 1;
  await manager.get("renewals:a", fetcher, { ttl: 60 });
  assert.equal(fetcher.calls, 2);
  assert.ok(first.at instanceof Date);
});

test("a lifetime strays by up to a tenth, unless it is told not to", () => {
  for (const [uniform, jitter, ms] of [[0, undefined, 900], [1, undefined, 1100], [0.5, true, 1000], [0, false, 1000], [1, false, 1000]]) {
    const { manager } = made(uniform);
    manager.set("k", 1, { ttl: 1, jitter });
    assert.equal(manager.getWithMetadata("k").ttlRemaining, ms);
  }
});

test("calls at the same time share one fetch, and one key does not wait for another", async () => {
  const { manager } = made();
  let finish;
  const fetcher = counting();
  const slow = () => fetcher().then(() => new Promise((done) => { finish = done; }));
  const waiting = [1, 2, 3].map(() => manager.get("k", slow, { ttl: 60 }));
  assert.equal(await manager.get("other", async () => 7, { ttl: 60 }), 7);
  finish("value");
  assert.deepEqual(await Promise.all(waiting), ["value", "value", "value"]);
  assert.equal(fetcher.calls, 1);
});

test("an error of a fetcher reaches all who wait, nothing is kept, and the next call tries again", async () => {
  const { manager } = made();
  const failing = async () => { throw new TypeError("no network"); };
  const waiting = [1, 2].map(() => manager.get("k", failing, { ttl: 60 }));
  for (const one of waiting) await assert.rejects(one, new TypeError("no network"));
  await assert.rejects(manager.get("k", () => { throw new RangeError("at once"); }, { ttl: 60 }), new RangeError("at once"));
  assert.equal(manager.getWithMetadata("k"), null);
  assert.equal(await manager.get("k", async () => 1, { ttl: 60 }), 1);
});

test("null, undefined and false are values", async () => {
  const { manager } = made();
  for (const value of [null, undefined, false, 0, ""]) {
    const fetcher = counting(value);
    const key = `k:${String(value)}`;
    await manager.get(key, fetcher, { ttl: 60 });
    assert.equal(await manager.get(key, fetcher, { ttl: 60 }), value);
    assert.equal(fetcher.calls, 1);
  }
});

test("metadata are dates and the ms that are left, and null where there is nothing or no more", () => {
  const { time, manager } = made();
  manager.set("k", "v", { ttl: 10, jitter: false });
  time.now += 4000;
  const expiresAt = new Date(START + 10_000);
  assert.deepEqual(manager.getWithMetadata("k"), { value: "v", createdAt: new Date(START), expiresAt, ttlRemaining: 6000 });
  time.now += 6000;
  assert.equal(manager.getWithMetadata("k"), null);
  assert.equal(manager.getWithMetadata("nothing"), null);
});

test("invalidate says whether there was a value, and removes that one alone", () => {
  const { manager } = made();
  manager.set("a*", 1, { ttl: 60 });
  manager.set("ab", 2, { ttl: 60 });
  assert.deepEqual([manager.invalidate("a*"), manager.invalidate("a*"), manager.getWithMetadata("ab").value], [true, false, 2]);
});

test("in a pattern only * is special, and the whole key has to fit", () => {
  const keys = ["news:a", "news:a.b", "news:axb", "old-news:a", "news:a\nb", "news:a+b(c)[d]{e}|f^g$h?i\\j"];
  for (const [pattern, count] of [["news:*", 5], ["news:a", 1], ["news:a.b", 1], ["*a", 2], ["*", 6], ["n*:a*b", 3], ["", 0], ["news:?", 0], [keys[5], 1], ["**", 6]]) {
    const { manager } = made();
    for (const key of keys) manager.set(key, 1, { ttl: 60 });
    assert.equal(manager.invalidatePattern(pattern), count, pattern);
    assert.equal(manager.stats().size, keys.length - count);
  }
});

for (const [how, end] of [
  ["invalidated", (manager) => manager.invalidate("k")],
  ["invalidated by a pattern", (manager) => manager.invalidatePattern("k*")],
  ["cleared", (manager) => manager.clear()],
  ["replaced", (manager) => manager.set("k", "set", { ttl: 60 })],
  ["disposed of", (manager) => manager.dispose()],
]) {
  test(`a fetch is not kept where its key was ${how} meanwhile, and who waits gets it`, async () => {
    const { manager } = made();
    let finish;
    const waiting = manager.get("k", () => new Promise((done) => { finish = done; }), { ttl: 60 });
    end(manager);
    finish("old");
    assert.equal(await waiting, "old");
    assert.equal(manager.getWithMetadata("k")?.value, how === "replaced" ? "set" : undefined);
  });
}

test("rates are parts of the calls of get, the size counts what is not over, and clear begins anew", async () => {
  const { time, manager } = made();
  assert.deepEqual(manager.stats(), { size: 0, hitRate: 0, missRate: 0 });
  for (const key of ["a", "a", "a", "b"]) await manager.get(key, async () => 1, { ttl: 60, jitter: false });
  assert.deepEqual(manager.stats(), { size: 2, hitRate: 0.5, missRate: 0.5 });
  manager.set("short", 1, { ttl: 1, jitter: false });
  time.now += 1000;
  assert.equal(manager.stats().size, 2);
  manager.clear();
  assert.deepEqual(manager.stats(), { size: 0, hitRate: 0, missRate: 0 });
});

test("keys that a warm-up could fill live in this process where there is no store", async () => {
  const { manager } = made();
  for (const key of ["intelligence:Spotify", "account-plan:Spotify"]) {
    assert.equal(await manager.get(key, async () => "mine", { ttl: 60 }), "mine");
    assert.equal(manager.getWithMetadata(key).value, "mine");
    assert.deepEqual([manager.invalidate(key), manager.invalidate(key)], [true, false]);
  }
});

test("a process has one cache, until it is disposed of or another one is put in its place", () => {
  const one = getCacheManager();
  assert.equal(getCacheManager(), one);
  assert.ok(one instanceof CacheManager);
  const { manager } = made();
  setCacheManager(manager);
  assert.equal(getCacheManager(), manager);
  one.dispose();
  assert.equal(getCacheManager(), manager);
  manager.dispose();
  assert.notEqual(getCacheManager(), manager);
  getCacheManager().dispose();
});

test("the lifetimes that hold are those of the mode, a demo's by default", () => {
  delete process.env.DEMODB_CACHE_MODE;
  assert.equal(getActiveTTL(), DEMO_CACHE_TTL);
  process.env.DEMODB_CACHE_MODE = "normal";
  assert.equal(getActiveTTL(), CACHE_TTL);
  process.env.DEMODB_CACHE_MODE = "demmo";
  assert.throws(getActiveTTL, /DEMODB_CACHE_MODE is "demmo": give normal or demo/);
});
