import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelFolder } from '@headroom/kompress-model';
import { expect, it } from 'vitest';
import { readPieces } from './pieces.js';

/** Ids as sentencepiece gives them, from the vocabulary's own model. */
const IDS: readonly (readonly [string, readonly number[]])[] = [
  ['The', [341]],
  ['retries', [553, 1605]],
  ['naïve', [4321, 15174, 348]],
  ['`max_age`', [603, 2390, 14248, 456, 14251]],
  ['3.14', [14222, 14289, 14239, 14267, 14293]],
  ['—', [3974]],
  ['日本', [14222, 15002, 14489]],
  ['Kubernetes,', [991, 8779, 1475, 273, 14243]],
  ['unbelievably', [410, 7741, 604, 14245, 2030]],
  ['é', [311, 209, 134]],
  ['"quoted"', [403, 10636, 14261]],
  ['x', [1148]],
  ['a', [262]],
  ['/usr/share/doc', [670, 2630, 14264, 4630, 14264, 1761]],
  ["don't", [1566, 14272, 14224]],
  ['12345', [14222, 14267, 14277, 14289, 14293, 14295]],
  ['🙂', [14222, 245, 164, 158, 135]],
];

it.each(IDS)('cuts %s as sentencepiece does', (word, ids) => {
  const pieces = readPieces(readFileSync(join(modelFolder, 'kompress.vocab'), 'utf8'));
  expect(pieces.piecesOf(word)).toEqual(ids);
  expect(pieces.piecesOf(word)).toEqual(ids);
});
