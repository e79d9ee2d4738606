import { readdirSync, readFileSync } from 'node:fs';
import type { CompressorFixture } from './test-compressor.js';

/**
 * Reads `*.in.txt` of a folder. A first line `#? question | kept string | kept string` is taken off the text and says
 * what a reader asks of it and which strings the answer needs.
 */
export function readFixtures(folder: URL): CompressorFixture[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.in.txt'))
    .sort()
    .map((name) => {
      const source = readFileSync(new URL(name, folder), 'utf8');
      if (!source.startsWith('#? ')) return { name, text: source };
      const end = source.indexOf('\n');
      const [query = '', ...keep] = source.slice(3, end).split(' | ');
      return { name, text: source.slice(end + 1), query, keep };
    });
}
