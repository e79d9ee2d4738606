import { splitPath } from '../reading/path-kind.js';
import type { QueryTerms } from './query-terms.js';

/**
 * How clearly a question names a file: 3 a path or file name as written, 2 its name without extension as an identifier,
 * 1 one plain word that is the whole stem, 0 not at all.
 */
export function namesPath(terms: QueryTerms, path: string): 0 | 1 | 2 | 3 {
  const plain = path.replaceAll('\\', '/');
  const { name } = splitPath(plain);
  const dot = name.lastIndexOf('.');
  const stem = dot > 0 ? name.slice(0, dot) : name;
  let best: 0 | 1 | 2 | 3 = 0;
  for (const asked of terms.names) {
    const wanted = asked.replaceAll('\\', '/').replace(/^\.\//, '');
    if (wanted === name || plain === wanted || (wanted.includes('/') && plain.endsWith(`/${wanted}`))) return 3;
    if (wanted.length > 2 && stem.toLowerCase() === wanted.toLowerCase()) best = 2;
  }
  if (best === 0 && stem.length > 3 && terms.words.includes(stem.toLowerCase())) return 1;
  return best;
}
