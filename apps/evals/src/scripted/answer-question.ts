import { findRecord } from './find-record.js';
import { type Action, recover } from './recover.js';
import { rowsSeen } from './rows-seen.js';
import type { Seen, Shown } from './seen.js';

const UNKNOWN: Action = { say: 'unknown' };

/** The record of a key in what was shown, the newest first. */
export function recordOf(results: readonly Shown[], key: string): string | undefined {
  for (const { text } of results.toReversed()) {
    const found = findRecord(text, key);
    if (found !== undefined) return found;
  }
  return undefined;
}

const KEYS = [/"([^"]+)"\??/, /\bof \S+ (\S.*)\?/, /\bWhere is (\S+)(?: defined)?\?/];

const isCut = (text: string) => /left out/i.test(text);

/** `Which order_id has the highest amount`: by all rows that can be had. */
function extreme(seen: Seen, id: string, direction: string, name: string): Action {
  const rows = seen.results.flatMap(({ text }) =>
    rowsSeen(text).filter((row) => Number.isFinite(Number(row[name] || 'x'))),
  );
  if (seen.results.every(({ text }) => isCut(text))) {
    const action = recover(seen);
    if (action) return action;
  }
  const sign = direction === 'highest' ? -1 : 1;
  const [best] = rows.toSorted((a, b) => sign * (Number(a[name]) - Number(b[name])));
  return best ? { say: `${best[id] ?? ''}: ${best[name]}` } : UNKNOWN;
}

function errors(seen: Seen): Action {
  const lines = seen.results.flatMap(({ text }) =>
    text.split('\n').filter((line) => /\b(?:ERROR|FATAL|CRITICAL)\b/.test(line)),
  );
  if (lines.length > 0) return { say: [...new Set(lines)].slice(0, 12).join('\n') };
  return recover(seen, 'ERROR') ?? UNKNOWN;
}

const DEFINES = /\b(?:function|class|interface|def|fn|func|struct|enum|trait|const|type)\s+/;

function definition(seen: Seen, name: string): Action {
  const lines = seen.results.flatMap(({ text }) =>
    text.split('\n').filter((line) => line.includes(name) && DEFINES.test(line)),
  );
  const line = lines.find((one) => new RegExp(`\\b${name}\\b`).test(one));
  if (line !== undefined) return { say: line.trim().replace(/^\d+[\t→: ]+/, '') };
  return recover(seen, name) ?? UNKNOWN;
}

/** `Which time has state alarm`: the rows that do. */
function rowsWith(seen: Seen, name: string, value: string): Action {
  const rows = seen.results.flatMap(({ text }) => rowsSeen(text).filter((row) => row[name] === value));
  if (rows.length > 0) return { say: [...new Set(rows.map((row) => JSON.stringify(row)))].join('\n') };
  const record = recordOf(seen.results, value);
  return record === undefined ? (recover(seen, value) ?? UNKNOWN) : { say: record };
}

/** A question about tool results: the words are looked for in what is shown, and asked for where they are not there. */
export function answerQuestion(seen: Seen, asked: string): Action {
  const question = asked.slice(asked.lastIndexOf(': ') + 1);
  const most = /Which (\S+) has the (highest|lowest) (\S+?),/.exec(question);
  if (most) return extreme(seen, most[1] ?? '', most[2] ?? '', most[3] ?? '');
  const having = /Which \S+ has (\S+) (\S+)\?/.exec(question);
  if (having) return rowsWith(seen, having[1] ?? '', having[2] ?? '');
  if (/Which errors occurred/.test(question)) return errors(seen);
  const defined = /Where is (\w+) defined/.exec(question)?.[1];
  if (defined !== undefined) return definition(seen, defined);
  const key = KEYS.map((pattern) => pattern.exec(question)?.[1]).find((found) => found !== undefined);
  if (key === undefined) return UNKNOWN;
  const record = recordOf(seen.results, key);
  return record === undefined ? (recover(seen, key) ?? UNKNOWN) : { say: record };
}
