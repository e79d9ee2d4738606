/** Analyses the patterns that are new and notes the linear ones: `npm run patterns [-- --all]`, which analyses all of them. */
import { problemOf } from './check-pattern.js';
import { readChecked, readExceptions, writeChecked } from './checked.js';
import { findPatterns, placesOf } from './find-patterns.js';

const known = process.argv.includes('--all') ? new Set<string>() : readChecked();
const excepted = new Set(readExceptions().map(({ pattern }) => pattern));
const places = placesOf(findPatterns().found);
const linear: string[] = [];
let wrong = 0;
for (const [pattern, at] of places) {
  if (excepted.has(pattern)) continue;
  const problem = known.has(pattern) ? undefined : await problemOf(pattern, 30_000);
  if (problem === undefined) linear.push(pattern);
  else {
    wrong++;
    console.log(`${at.join(' ')}\n  ${pattern}\n  ${problem}`);
  }
}
writeChecked(linear);
console.log(`${linear.length} patterns are linear, ${excepted.size} excepted, ${wrong} are neither`);
process.exitCode = wrong > 0 ? 1 : 0;
