import { recordOf } from './answer-question.js';
import { type Action, recover } from './recover.js';
import type { Seen, Shown } from './seen.js';

type Input = Readonly<Record<string, unknown>>;
/** What a step needs of what was shown: its input, or the words that are missing. */
type Made = { readonly name: string; readonly input: Input } | { readonly missing: string };

const last = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].at(-1)?.[0];

/** A part of the record in which a key stands, or else of what stands above it, as paths stand above lines. */
function partOf(
  results: readonly Shown[],
  key: string,
  pattern: RegExp,
): { readonly value: string } | { readonly missing: string } {
  const record = recordOf(results, key);
  if (record === undefined) return { missing: key };
  const above =
    results
      .toReversed()
      .find(({ text }) => text.includes(record))
      ?.text.split(record)[0] ?? '';
  const value = last(record, pattern) ?? last(above, pattern);
  return value === undefined ? { missing: key } : { value };
}

/** The record of a key that is not the record of another. */
function recordBut(results: readonly Shown[], key: string, other: string): string | undefined {
  for (const one of results.toReversed()) {
    const record = recordOf([one], key);
    if (record !== undefined && !record.includes(other)) return record;
  }
  return undefined;
}

const PATH = /\b[\w-]+(?:\/[\w-]+)*\.[a-z]{2,4}\b/g;
const REF = /\be\d+\b/g;
const QUOTED = '"([^"]+)"';

/** Steps in words, as the sandbox's items give them, and the call that each is. */
const STEPS: readonly (readonly [RegExp, (found: RegExpExecArray, results: readonly Shown[]) => Made])[] = [
  [new RegExp(`^Search the files for ${QUOTED}`), ([, text]) => ({ name: 'search', input: { text } })],
  [
    new RegExp(`^Read the file that the line with ${QUOTED} names`),
    ([, key = ''], results) => {
      const found = partOf(results, key, PATH);
      return 'missing' in found ? found : { name: 'read_file', input: { path: found.value } };
    },
  ],
  [new RegExp(`^Read the file ${QUOTED}`), ([, path]) => ({ name: 'read_file', input: { path } })],
  [new RegExp(`^Run ${QUOTED}`), ([, command]) => ({ name: 'run', input: { command } })],
  [
    new RegExp(`^Replace ${QUOTED} by ${QUOTED} in the file ${QUOTED}`),
    ([, from, to, path]) => ({
      name: 'replace',
      input: { path, from, to },
    }),
  ],
  [new RegExp(`^Read the table ${QUOTED}`), ([, table]) => ({ name: 'read_table', input: { table } })],
  [
    new RegExp(`^Set the note of ${QUOTED} to the row of the (\\w+) in the row of ${QUOTED}`),
    ([, id, kind = '', key = ''], results) => {
      const inner = partOf(results, key, new RegExp(`\\b${kind.slice(0, 1).toUpperCase()}-\\d+\\b`, 'g'));
      if ('missing' in inner) return inner;
      const row = recordBut(results, inner.value, key.slice(0, 4));
      return row === undefined ? { missing: inner.value } : { name: 'set_note', input: { id, note: row } };
    },
  ],
  [new RegExp(`^Open the page ${QUOTED}`), ([, page]) => ({ name: 'open_page', input: { page } })],
  [
    new RegExp(`^Click ${QUOTED}`),
    ([, key = ''], results) => {
      const found = partOf(results, key, REF);
      return 'missing' in found ? found : { name: 'click', input: { ref: found.value } };
    },
  ],
  [
    new RegExp(`^Write the line with ${QUOTED} to the file ${QUOTED}`),
    ([, key = '', path], results) => {
      const text = recordOf(results, key);
      return text === undefined ? { missing: key } : { name: 'write_file', input: { path, text } };
    },
  ],
  [/^Run the tests/, () => ({ name: 'run_tests', input: {} })],
];

const isHelp = ({ call }: Shown) => call.name.endsWith('headroom_retrieve');

const keyOf = ({ call }: Shown) => `${call.name} ${JSON.stringify(call.input)}`;

/** Which step comes next: each call since the user spoke is one, but not those that were made again. */
function stepsDone(seen: Seen): number {
  const before = new Set(seen.results.slice(0, seen.results.length - seen.fresh.length).map(keyOf));
  const made = seen.fresh.filter((one) => !isHelp(one)).map(keyOf);
  return new Set(made.filter((key) => !before.has(key) || key.startsWith('click'))).size;
}

/** The steps of a user's message, one a line, with their numbers. */
export const stepsIn = (text: string): string[] => [...text.matchAll(/^\d+\. (.+)$/gm)].map((found) => found[1] ?? '');

/** Does the next step of a list; what a step needs and is not shown is asked for. */
export function followSteps(seen: Seen, steps: readonly string[]): Action {
  const step = steps[stepsDone(seen)];
  if (step === undefined) return { say: 'Done.' };
  for (const [pattern, make] of STEPS) {
    const found = pattern.exec(step);
    if (!found) continue;
    const made = make(found, seen.results);
    if (!('missing' in made)) return { calls: [made] };
    return recover(seen, made.missing) ?? { say: `unknown: ${made.missing}` };
  }
  return { say: `unknown: ${step}` };
}
