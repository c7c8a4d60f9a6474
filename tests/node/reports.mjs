// Looks for the report on each customer as the app does: by the name as typed, without regard to case, and as plain text.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const [folder, names] = process.argv.slice(2);
const listed = new Map();

const inside = (place, part) => {
  if (!listed.has(place)) listed.set(place, readdirSync(place));
  return listed.get(place).find((entry) => entry.toLowerCase() === part.toLowerCase());
};

const find = (name) => {
  const file = `${name.replace(/\s+/g, "_").replace(/[,.()[\]]/g, "")}.md`;
  let place = folder;
  for (const part of file.split("/")) {
    const entry = inside(place, part);
    if (entry === undefined) return null;
    place = join(place, entry);
  }
  return place;
};

const read = (name) => {
  const path = find(name);
  const text = path === null ? null : readFileSync(path, "utf8");
  return { name, text, overview: text?.slice(0, 500), tab: text?.slice(0, 2000) };
};

console.log(JSON.stringify(JSON.parse(readFileSync(names, "utf8")).map(read)));
