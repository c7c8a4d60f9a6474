// Prints how long values live in the package's opinion.
import { CACHE_TTL, DEMO_CACHE_TTL } from "../../clients/node/src/cache.js";
import { JITTER } from "../../clients/node/src/lifetimes.js";

console.log(JSON.stringify({ normal: CACHE_TTL, demo: DEMO_CACHE_TTL, jitter: JITTER }));
