import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { askedWords } from '../../packages/core/src/prose/index.js';
import { eventually } from '../../packages/core/src/reading/in-turns.js';
import { linguistic } from '../../packages/kompress/src/linguistic/linguistic.js';
import { openShipped } from '../../packages/kompress/src/model/shipped.js';
import { telegram } from '../../packages/kompress/src/telegram.js';
import { readLabelled } from './labelled.js';

/** Writes what the back-ends make of some of our passages; after new weights: `npx tsx tooling/training/golden.ts`. */
const path = (name: string) => fileURLToPath(new URL(`../../packages/${name}`, import.meta.url));
const scorers = { linguistic: linguistic(), onnx: await openShipped(path('kompress-model/model'), ['native']) };
const golden: Record<string, string[]> = { linguistic: [], onnx: [] };
for (const { text } of readLabelled(/^a-0[1-4]/).filter((_, i) => i % 5 === 0))
  for (const [name, scorer] of Object.entries(scorers)) {
    const made = await eventually(telegram(text, scorer, { keep: 0.5, asked: askedWords({ query: '' }) }));
    golden[name]!.push(made?.text ?? text);
  }
writeFileSync(path('kompress/src/fixtures/golden.json'), `${JSON.stringify(golden, undefined, 2)}\n`);
