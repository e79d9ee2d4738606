import type { InTurns } from '../../model/in-turns.js';
import { itemsInTurns } from '../../reading/in-turns.js';
import { headOf, type Lines } from './line-groups.js';

const MOST = 10;
const TRIES = 2;
const MOST_SOURCES = 20_000;
const ADDRESS = /(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])|(?:\brhost=|\bclient:? |\bfrom )[\da-f:.]{4,40}/i;
const STATUS = /" (\d{3}) /;
const PLACE = /"[A-Z]{3,8} ([^\s?"]+)/;
const REFUSED =
  /\b(?:fail(?:ed|ure)|denied|refused|rejected|invalid|incorrect|bad|wrong|unauthori[sz]ed|forbidden|den(?:y|ying))\b/i;
const GRANTED = /\b(?:accepted|succe(?:eded|ss|ssful|ssfully)|granted|authenticated|logged in|allowed|opened)\b/i;

type Outcome = 'refused' | 'granted';

/**
 * The first success of a source after it has been refused: by the same place of a web server, or by words. One address tries
 * and tries, and then is let in: a line that looks like thousands of others, and is what the reader of an access or security
 * log looks for.
 */
export function* grantedRows({ lines, filled }: Pick<Lines, 'lines' | 'filled'>): InTurns<readonly number[]> {
  const refusals = new Map<string, number>();
  const found: number[] = [];
  yield* itemsInTurns(filled, (row) => {
    const line = headOf(lines[row]!);
    const source = ADDRESS.exec(line)?.[0];
    const outcome = source === undefined ? undefined : outcomeOf(line);
    if (!outcome) return;
    const key = `${source} ${PLACE.exec(line)?.[1] ?? ''}`;
    const before = refusals.get(key) ?? 0;
    if (outcome === 'refused') {
      if (before > 0 || refusals.size < MOST_SOURCES) refusals.set(key, before + 1);
    } else if (before >= TRIES) {
      found.push(row);
      refusals.delete(key);
    }
  });
  return found.slice(0, MOST);
}

/** A web server's status says it; else the words do. */
function outcomeOf(line: string): Outcome | undefined {
  const status = STATUS.exec(line)?.[1];
  if (status !== undefined) {
    if (status === '401' || status === '403' || status === '407' || status === '429') return 'refused';
    return status.startsWith('2') || status.startsWith('3') ? 'granted' : undefined;
  }
  if (REFUSED.test(line)) return 'refused';
  return GRANTED.test(line) ? 'granted' : undefined;
}
