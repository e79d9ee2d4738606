import { readQuery } from '../question/query-terms.js';

const MOST = 3;
/** In longer texts of a user most names are instructions, not what a result is searched for. */
const LONGEST_QUESTION = 600;
const QUOTED = /[`"“]([^`"“”\n]{3,60})[`"”]/g;

/**
 * The literal strings and ids of a question that an original does not contain anywhere. Said in a marker, they spare the model a
 * second look: a cut list alone cannot show that something is not on it. Only what stands in quotation marks, and ids: of any
 * other word the text may speak in other words.
 */
export function absentNames(query: string, original: string): readonly string[] {
  if (query.length > LONGEST_QUESTION) return [];
  const { names, values } = readQuery(query);
  const quoted = [...query.matchAll(QUOTED)].map(([, inner = '']) => inner.trim());
  const asked = new Set([...quoted, ...[...names, ...values].filter(isId)]);
  if (asked.size === 0) return [];
  const lower = original.toLowerCase();
  return [...asked].filter((name) => !lower.includes(name.toLowerCase())).slice(0, MOST);
}

/** `req-4821`, `0af3c9d1`, `2019-01-02`; not `sha256`, `web2`, `3.x`. */
function isId(name: string): boolean {
  if (name.length < 6 || name.length > 60 || /\s/.test(name)) return false;
  const digits = name.match(/\d/g)?.length ?? 0;
  return digits >= 4 || (digits >= 2 && /\d[^\d.]|[^\d.]\d/.test(name) && /[-_:#]/.test(name));
}
