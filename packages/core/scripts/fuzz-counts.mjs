/**
 * Compares the counter with js-tiktoken on random strings, and on 64,000 equal characters with the publisher's own encoder as
 * WebAssembly (js-tiktoken takes quadratic time there). Needs a build. Minutes each:
 * `node scripts/fuzz-counts.mjs [strings=1000000] [seed=1]`, `node scripts/fuzz-counts.mjs runs`.
 */
import { createRequire } from 'node:module';
import { Tiktoken } from 'js-tiktoken/lite';
import { get_encoding } from 'tiktoken';
import { counterFor } from '../dist/index.js';

const require = createRequire(import.meta.url);
const [strings = '1000000', seed = '1'] = process.argv.slice(2);

const published = {
  'gpt-4o': require('js-tiktoken/ranks/o200k_base'),
  'gpt-4': require('js-tiktoken/ranks/cl100k_base'),
  'claude-sonnet-4-5': require('@anthropic-ai/tokenizer/claude.json'),
};
const WORDS =
  'the administration parseDate HTTPServer don\'t we\'LL constructor __proto__ {"id": </div> => 12345678 https:// naïve straße'.split(
    ' ',
  );
const RANGES = [
  [0x20, 0x7e],
  [0x20, 0x7e],
  [0, 0x1f],
  [0x7f, 0xff],
  [0x100, 0x24f],
  [0x300, 0x36f],
  [0x400, 0x4ff],
  [0x600, 0x6ff],
  [0x2000, 0x206f],
  [0x3040, 0x30ff],
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
  [0xd800, 0xdfff],
  [0xfe00, 0xfeff],
  [0x1f300, 0x1faff],
  [0x20000, 0x2a6df],
];

let state = Number(seed) >>> 0;
/** Mulberry32. */
function below(limit) {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) % limit;
}

function part() {
  const kind = below(10);
  if (kind < 3) return WORDS[below(WORDS.length)];
  if (kind === 3) return ' \t\n\r\v\f\u0085\u00a0\u2028\u3000\ufeff'[below(11)].repeat(1 + below(6));
  const [low, high] = RANGES[below(RANGES.length)];
  const character = () => String.fromCodePoint(low + below(high - low + 1));
  if (kind === 4) return character().repeat(1 + below(90));
  return Array.from({ length: 1 + below(8) }, character).join('');
}

let wrong = 0;
function check(model, text, expected, shown) {
  const count = counterFor(model).count(text);
  if (count === expected) return;
  wrong++;
  console.error(`${model}: ${count}, not ${expected} tokens in ${shown}`);
}

for (const [model, ranks] of strings === 'runs' ? [] : Object.entries(published)) {
  const pattern = ranks.pat_str.replaceAll('\\s', '\\p{White_Space}').replaceAll('\\S', '\\P{White_Space}');
  const reference = new Tiktoken({ ...ranks, pat_str: pattern });
  const share = Math.ceil(Number(strings) / 3);
  for (let i = 0; i < share; i++) {
    const text = Array.from({ length: 1 + below(5) }, part).join(below(2) ? ' ' : '');
    check(model, text, reference.encode(text, [], []).length, JSON.stringify(text));
  }
  console.log(`${model}: ${share} strings`);
}
for (const [model, name] of strings === 'runs'
  ? [
      ['gpt-4o', 'o200k_base'],
      ['gpt-4', 'cl100k_base'],
    ]
  : []) {
  const reference = get_encoding(name);
  for (const unit of ['a', ' ', '-', '0', '\n', '語', 'é', '\0']) {
    const text = unit.repeat(64_000);
    check(model, text, reference.encode(text, [], []).length, `64,000 of ${JSON.stringify(unit)}`);
  }
  console.log(`${model}: runs of 64,000`);
}
console.log(`${wrong} wrong`);
process.exitCode = wrong === 0 ? 0 : 1;
