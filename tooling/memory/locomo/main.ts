/**
 * How much of a question's evidence a recall brings back within a budget of tokens, on LoCoMo. `npm run memory:locomo -- <path>`.
 * Weights were chosen on the first five conversations (sorted by name); the other five are told apart.
 */
import { loadLocomo } from './load.js';
import { BUDGETS, measure, open } from './measure.js';

const [path] = process.argv.slice(2);
if (!path) {
  console.error('usage: npm run memory:locomo -- <locomo10.zip or locomo10.json>');
  process.exit(2);
}
const conversations = loadLocomo(path);
const opened = await Promise.all(conversations.map(open));
for (const [name, part] of [
  ['chosen on', opened.slice(0, 5)],
  ['held out', opened.slice(5)],
  ['all', opened],
] as const) {
  console.log(`\n${name}: share of questions with all evidence (any) within ${BUDGETS.join(' / ')} tokens`);
  const start = performance.now();
  const shares = await measure(part);
  for (const [kind, { questions, all, any }] of Object.entries(shares))
    console.log(
      `  ${kind.padEnd(12)} ${String(questions).padStart(5)}   ${all.map((n) => n.toFixed(1)).join(' / ')}   (${any.map((n) => n.toFixed(1)).join(' / ')})`,
    );
  const asked = part.reduce((sum, one) => sum + one.conversation.asked.length, 0) * BUDGETS.length;
  console.log(`  ${((performance.now() - start) / asked).toFixed(2)} ms a recall`);
}
