// An app that reads from a studio, asked line by line: each line is a JSON list of what to do, and is answered by one line.
import { createInterface } from "node:readline";
import { openStudio } from "../../clients/node/src/studio.js";

const [token, origin] = process.argv.slice(2);
const answers = [];
const counted = async (...asked) => {
  const answer = await fetch(...asked);
  answers.push(answer.status);
  return answer;
};
let now = null;
const reader = openStudio(origin, { token, fetch: counted, now: () => now ?? Date.now() });
const doing = {
  at: (ms) => { now = ms; },
  plan: (name) => reader.plan(name),
  intelligence: (name) => reader.intelligence(name),
  read: (key) => reader.read(key),
  answers: () => answers.splice(0),
};

for await (const line of createInterface({ input: process.stdin })) {
  const [what, ...given] = JSON.parse(line);
  let said;
  try {
    said = { answer: (await doing[what](...given)) ?? null };
  } catch (error) {
    said = { error: error.name, message: error.message };
  }
  console.log(JSON.stringify(said));
}
