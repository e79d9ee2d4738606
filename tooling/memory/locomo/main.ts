/**
 * How much of a question's evidence a recall brings back within a budget of tokens, on LoCoMo. `npm run memory:locomo -- <path>`.
 * Weights were fitted on all ten conversations, after ten fits that left out one each: docs/decisions/0154 has what those found there.
 */
import { loadLocomo } from './load.js';
import { BUDGETS, measure, open, print, type Sums } from './measure.js';

const [path] = process.argv.slice(2);
if (!path) {
  console.error('usage: npm run memory:locomo -- <locomo10.zip or locomo10.json>');
  process.exit(2);
}
const conversations = loadLocomo(path);
const sums: Sums[] = [];
let asked = 0;
const start = process.cpuUsage();
for (const conversation of conversations) {
  const one = await open(conversation);
  sums.push(await measure(one));
  asked += conversation.asked.length * BUDGETS.length;
  await one.close();
}
const { user, system } = process.cpuUsage(start);
print(sums);
console.log(`\n${((user + system) / 1000 / asked).toFixed(2)} ms of the processor a recall`);
