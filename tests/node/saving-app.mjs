// Plays the app that saves: reads a section's file, changes a row, and writes the file whole, at random until it is told to stop.
import { readFileSync, writeFileSync } from "node:fs";

const [seed, ...paths] = process.argv.slice(2);
const KNOWN = ["id", "title", "description", "status", "priority", "owner", "dueDate", "createdAt"];
let state = Number(seed);
const chance = (below) => {
  state = (state * 48271) % 2147483647;
  return state % below;
};

let stopped = false;
process.stdin.on("data", () => { stopped = true; });
process.stdin.on("end", () => { stopped = true; });
const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });

for (let number = 1; !stopped; number += 1) {
  const path = paths[chance(paths.length)];
  try {
    const rows = JSON.parse(readFileSync(path, "utf8"));
    const row = rows[chance(rows.length)];
    const field = ["title", "owner"][chance(2)];
    const was = row[field] ?? null;
    row[field] = `app ${number}`;
    const known = rows.map((one) => Object.fromEntries(Object.entries(one).filter(([key]) => KNOWN.includes(key))));
    writeFileSync(path, JSON.stringify(known, null, 2));
    console.log(JSON.stringify({ path, row: row.id, field, was, value: row[field] }));
  } catch (error) {
    if (!(error instanceof SyntaxError) && error.code !== "ENOENT") throw error;
  }
  await pause(20 + chance(200));
}
