/**
 * Writes the vocabularies as data into `dist/vocabularies`, one file per encoding, laid out as `src/tokens/vocabulary.ts` reads
 * it: header, hash table, starts, bytes. All numbers are little-endian 32-bit.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const MAGIC = 0x31765248;
const HEADER = 4;

/** The published lists: lines of `! firstRank base64 base64 …`. */
const published = {
  o200k_base: () => require('js-tiktoken/ranks/o200k_base').bpe_ranks,
  cl100k_base: () => require('js-tiktoken/ranks/cl100k_base').bpe_ranks,
  claude: () => JSON.parse(readFileSync(require.resolve('@anthropic-ai/tokenizer/claude.json'), 'utf8')).bpe_ranks,
};

/** Tokens in the order of their ranks; only the order decides which pair is merged first. */
function readTokens(list) {
  const tokens = list
    .split('\n')
    .filter(Boolean)
    .flatMap((line) => {
      const [, first, ...texts] = line.split(' ');
      return texts.map((text, at) => ({ rank: Number(first) + at, bytes: Buffer.from(text, 'base64') }));
    });
  return tokens.sort((a, b) => a.rank - b.rank).map(({ bytes }) => bytes);
}

/** FNV-1a, the upper bits folded in; the same as `hashOf` of the reader. */
function hashOf(bytes) {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash ^ (hash >>> 15);
}

function pack(tokens) {
  const slots = 2 ** Math.ceil(Math.log2(tokens.length * 1.2));
  const size = tokens.reduce((sum, token) => sum + token.length, 0);
  const out = Buffer.alloc((HEADER + slots + tokens.length + 1) * 4 + size);
  [MAGIC, tokens.length, slots, size].forEach((value, at) => {
    out.writeUInt32LE(value, at * 4);
  });
  const table = new Int32Array(slots).fill(-1);
  let start = 0;
  tokens.forEach((token, rank) => {
    let slot = hashOf(token) & (slots - 1);
    while (table[slot] !== -1) slot = (slot + 1) & (slots - 1);
    table[slot] = rank;
    out.writeUInt32LE(start, (HEADER + slots + rank) * 4);
    token.copy(out, (HEADER + slots + tokens.length + 1) * 4 + start);
    start += token.length;
  });
  out.writeUInt32LE(start, (HEADER + slots + tokens.length) * 4);
  table.forEach((rank, slot) => {
    out.writeInt32LE(rank, (HEADER + slot) * 4);
  });
  return out;
}

const target = new URL('../dist/vocabularies/', import.meta.url);
mkdirSync(target, { recursive: true });
for (const [name, list] of Object.entries(published)) {
  writeFileSync(fileURLToPath(new URL(`${name}.bin`, target)), pack(readTokens(list())));
}
