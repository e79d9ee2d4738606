/**
 * Fits the weights of the signs that recall ranks by: `npm run memory:fit -- <locomo10.zip> [--write]`. Ten fits leave out one
 * conversation each and are measured there; the last one is on all ten, and is what ships (docs/decisions/0154). Without chance: the
 * same data give the same weights.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { SIGNS } from '../../../packages/memory/src/rank/signs.js';
import { WEIGHTS, type Weights } from '../../../packages/memory/src/rank/weights.js';
import { loadLocomo } from '../locomo/load.js';
import { measure, open, print, type Sums, withWeights } from '../locomo/measure.js';
import { type Choice, fitChoices } from './choice.js';
import { choicesOf } from './choices.js';
import { type Fit, fitOf, withFit } from './written.js';

const { values, positionals } = parseArgs({
  options: { write: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const [path] = positionals;
if (!path) {
  console.error('usage: npm run memory:fit -- <locomo10.zip or locomo10.json> [--write]');
  process.exit(2);
}
const opened = await Promise.all(loadLocomo(path).map(open));
const choices: (readonly Choice[])[] = [];
for (const one of opened) choices.push(await choicesOf(one, WEIGHTS));

const fitted = (some: readonly (readonly Choice[])[]): Fit => fitOf(SIGNS, fitChoices(some.flat(), SIGNS.length));
const weightsOf = (fit: Fit) => ({ ...WEIGHTS, fit }) as Weights;

const heldOut: Sums[] = [];
for (const [i, one] of opened.entries()) {
  const fit = fitted(choices.filter((_, j) => j !== i));
  heldOut.push(await measure(withWeights(one, weightsOf(fit))));
}
console.log('ten fits, each measured on the conversation that it left out');
print(heldOut);

const fit = fitted(choices);
const all: Sums[] = [];
for (const one of opened) all.push(await measure(withWeights(one, weightsOf(fit))));
console.log('\none fit on all');
print(all);

const file = new URL('../../../packages/memory/src/rank/weights.ts', import.meta.url);
const source = withFit(readFileSync(file, 'utf8'), fit);
console.log(
  `\n${source.slice(source.indexOf('  fit: {'), source.indexOf('\n  },', source.indexOf('  fit: {')))}\n  },`,
);
if (values.write) writeFileSync(file, source);
for (const one of opened) await one.close();
