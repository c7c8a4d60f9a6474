// An app in TypeScript: the interface of its own cache module, which the package has to have, and the drivers that it hands in.
import { DatabaseSync } from "node:sqlite";
import { type Cached, type Database, type Intelligence, type WarmedIntelligence, type WarmedPlan, openStore } from "demodb-reader";
import { CACHE_TTL, CacheManager, type CacheOptions, DEMO_CACHE_TTL, getActiveTTL, getCacheManager } from "demodb-reader/cache";

interface OldCacheOptions { ttl: number; jitter?: boolean }
interface OldCacheManager {
  get<T>(key: string, fetcher: () => Promise<T>, options: OldCacheOptions): Promise<T>;
  set<T>(key: string, value: T, options: OldCacheOptions): void;
  invalidate(key: string): boolean;
  invalidatePattern(pattern: string): number;
  getWithMetadata<T>(key: string): { value: T; createdAt: Date; expiresAt: Date; ttlRemaining: number } | null;
  clear(): void;
  stats(): { size: number; hitRate: number; missRate: number };
  dispose(): void;
}
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false;

const whole: Same<keyof CacheManager, keyof OldCacheManager> = true;
const options: Same<keyof CacheOptions, keyof OldCacheOptions> = true;
const manager: OldCacheManager = new CacheManager();
const one: OldCacheManager = getCacheManager();
const seconds: number = getActiveTTL().NEWS + CACHE_TTL.NEWS + DEMO_CACHE_TTL.NEWS;

const found: Cached<Intelligence> = openStore(new DatabaseSync("demodb.db", { readOnly: true })).intelligence("Spotify");
if (found.state === "gone") {
  const nothing: null = found.value;
  console.log(nothing);
} else {
  const summary: string = found.value.summary;
  console.log(summary, found.age + seconds, found.source?.length);
}
// @ts-expect-error a value that may be gone has to be looked at first
console.log(found.value.summary, whole, options, manager, one);
const text: string | undefined = openStore("demodb.db", { open: (path): Database => new DatabaseSync(path) }).warmed<WarmedIntelligence>("intelligence:Spotify").value?.content;
const raw: string | undefined = openStore("demodb.db").warmed<WarmedPlan>("account-plan:Spotify").value?.intelligence.raw;
const later: Promise<Date> = manager.get("renewals:Spotify", async () => new Date(), { ttl: seconds });
// @ts-expect-error seconds are a number
void manager.get("renewals:Spotify", async () => new Date(), { ttl: "900" });
console.log(text, raw, later);
