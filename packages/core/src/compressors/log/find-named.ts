import type { QueryTerms } from '../../reading/query-terms.js';
import type { Template } from './mine-templates.js';
import { rankRelated } from './rank-related.js';
import type { LogLine } from './read-lines.js';
import type { LogRecord } from './read-records.js';

/** Records that the question points at, and how. */
export interface Named {
  /** They contain a name or a value of the question that few lines contain. */
  readonly exact: ReadonlySet<number>;
  /** They share rare words with the question, best first. */
  readonly related: readonly number[];
}

const SELECTIVE = 12;

/** Finds what the question names. Linear in the text for each of a bounded number of terms. */
export function findNamed(
  lines: readonly LogLine[],
  records: readonly LogRecord[],
  templates: readonly Template[],
  query: QueryTerms,
  bias: number,
): Named {
  const exact = new Set<number>();
  const most = Math.max(2, Math.round(SELECTIVE * bias));
  for (const term of [...query.names, ...query.values].slice(0, 24)) {
    if (term.length < 2) continue;
    const hits = recordsWith(lines, records, term);
    const found = hits.length > 0 ? hits : recordsWith(lines, records, term.replace(/^.*[/\\](?=[^/\\]+$)/, ''));
    if (found.length <= most) for (const hit of found) exact.add(hit);
    else if (found.length < records.length * 0.6) {
      for (const hit of [...found.slice(0, 3), ...found.slice(-2)]) exact.add(hit);
      for (const hit of found
        .filter((r) => records[r]?.level === 'error' || records[r]?.level === 'warning')
        .slice(0, most))
        exact.add(hit);
    }
  }
  addChildren(lines, records, exact, most * 2);
  return { exact, related: rankRelated(lines, records, templates, query.words, bias) };
}

/** A named heading (a file, a suite) is meant with what stands indented under it. */
function addChildren(lines: readonly LogLine[], records: readonly LogRecord[], exact: Set<number>, most: number): void {
  for (const r of [...exact]) {
    const head = records[r]?.head ?? -1;
    for (let child = r + 1; child < records.length && child <= r + most; child++) {
      const { parent = -1, head: at = 0 } = records[child] ?? {};
      if (parent !== head && lines[at]?.body !== '') break;
      if (parent === head) exact.add(child);
    }
  }
}

function recordsWith(lines: readonly LogLine[], records: readonly LogRecord[], term: string): number[] {
  const wordlike = /^\w+$/.test(term);
  const found: number[] = [];
  records.forEach((record, r) => {
    for (let i = record.start; i < record.end; i++) {
      const text = lines[i]?.text ?? '';
      const at = text.indexOf(term);
      if (at >= 0 && (!wordlike || isWhole(text, term))) {
        found.push(r);
        return;
      }
    }
  });
  return found;
}

/** The term stands there as a word of its own somewhere in the text. */
function isWhole(text: string, term: string): boolean {
  for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1)) {
    if (!/\w/.test(text[at - 1] ?? '') && !/\w/.test(text[at + term.length] ?? '')) return true;
  }
  return false;
}
