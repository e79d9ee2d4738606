import type { RecordState } from '@headroom/memory';
import { dim, printText, remark, yellow } from '../print.js';
import { UsageError } from '../usage-error.js';
import { day, foundInWords, historyInWords, recordInWords, recordLine, scopeName, unfit } from './in-words.js';
import type { OpenMemory } from './open-memory.js';
import { timeOf } from './time-of.js';

export interface ListFlags {
  readonly json?: boolean;
  readonly limit: number;
  readonly after?: string;
  readonly tag?: string[];
  readonly all?: boolean;
  readonly at?: string;
}

const ALL: readonly RecordState[] = ['current', 'replaced', 'forgotten'];

export async function list({ memory, scope }: OpenMemory, flags: ListFlags): Promise<void> {
  const { limit, after, tag, all, at } = flags;
  if (at !== undefined && all) throw new UsageError('--at says what held then; --all does not go with it');
  if (after !== undefined && !(await memory.get(scope, after))) throw unknownId(after);
  const options = {
    scope,
    within: true,
    limit: limit + 1,
    ...(after === undefined ? {} : { after }),
    ...(tag ? { tags: tag } : {}),
    ...(all ? { states: ALL } : {}),
  };
  const found = await (at === undefined ? memory : memory.at(timeOf(at, '--at'))).list(options);
  const records = found.slice(0, limit);
  if (flags.json) return printJson(records);
  if (records.length === 0) return printText('Nothing is remembered here.\n');
  printText(`${records.map((record) => recordLine(record, scope)).join('\n')}\n`);
  if (found.length > limit) printText(dim(`There are more: --after ${records.at(-1)?.id}, or --limit\n`));
}

export async function show({ memory, scope }: OpenMemory, id: string, { json }: { json?: boolean }): Promise<void> {
  const record = await memory.get(scope, id);
  if (!record) throw unknownId(id);
  if (json) printJson(record);
  else printText(recordInWords(record));
}

export interface SearchFlags {
  readonly json?: boolean;
  readonly text?: boolean;
  readonly budget?: number;
  readonly limit?: number;
  readonly tag?: string[];
  readonly at?: string;
}

export async function search({ memory, scope }: OpenMemory, words: string[], flags: SearchFlags): Promise<void> {
  const { budget, limit, tag, at } = flags;
  if (words.join('').trim() === '') throw new UsageError('Say what is looked for');
  const found = await (at === undefined ? memory : memory.at(timeOf(at, '--at'))).recall({
    scope,
    question: words.join(' '),
    within: true,
    ...(budget === undefined ? {} : { budget }),
    ...(limit === undefined ? {} : { limit }),
    ...(tag ? { tags: tag } : {}),
  });
  if (found.records.length === 0 && found.found > 0) remark(yellow(`headroom: ${unfit(found)}`, process.stderr));
  if (flags.json) printJson(found);
  else if (flags.text) printText(found.text);
  else if (found.records.length > 0 || found.found === 0) printText(foundInWords(found, scope));
}

export async function history({ memory, scope }: OpenMemory, id: string, { json }: { json?: boolean }): Promise<void> {
  const found = await memory.history(scope, id);
  if (found.records.length === 0) throw unknownId(id);
  if (json) printJson(found);
  else printText(historyInWords(found, scope));
}

export async function stats({ memory, scope, place }: OpenMemory, { json }: { json?: boolean }): Promise<void> {
  const [sums, scopes] = [await memory.stats(scope), await memory.scopes(scope)];
  if (json) return printJson({ ...sums, place, scope, byScope: scopes });
  const { records, conversations, oldest, newest } = sums;
  const lines = [
    `${records.current} remembered, ${records.replaced} replaced, ${records.forgotten} forgotten`,
    ...(oldest === undefined || newest === undefined ? [] : [`said from ${day(oldest)} to ${day(newest)}`]),
    ...(conversations > 0 ? [`${conversations} conversations`] : []),
    ...(scopes.length > 1 ? scopes.map((one) => `  ${String(one.records).padStart(6)}  ${scopeName(one.scope)}`) : []),
    dim(place),
  ];
  printText(`${lines.join('\n')}\n`);
}

export function unknownId(id: string): UsageError {
  return new UsageError(
    `${id}: there is no record of this id here; \`headroom memory list --all\` shows those that are`,
  );
}

export function printJson(value: unknown): void {
  printText(`${JSON.stringify(value, null, 2)}\n`);
}
