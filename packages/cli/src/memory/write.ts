import type { MemoryRecord } from '@headroom/memory';
import { dim, printText } from '../print.js';
import { readInput } from '../read-input.js';
import { UsageError } from '../usage-error.js';
import { recordLine } from './in-words.js';
import type { OpenMemory } from './open-memory.js';
import { printJson, unknownId } from './read.js';
import { timeOf } from './time-of.js';

export interface AddFlags {
  readonly json?: boolean;
  readonly about?: string;
  readonly tag?: string[];
  readonly importance?: number;
  readonly said?: string;
  readonly until?: string;
}

export async function add(open: OpenMemory, words: string[], flags: AddFlags): Promise<void> {
  const { about, tag, importance, said, until } = flags;
  const record = await open.memory.remember({
    scope: open.scope,
    text: await textOf(words),
    ...(about === undefined ? {} : { key: about }),
    ...(tag ? { tags: tag } : {}),
    ...(importance === undefined ? {} : { importance }),
    ...(said === undefined ? {} : { saidAt: timeOf(said, '--said') }),
    ...(until === undefined ? {} : { validUntil: timeOf(until, '--until') }),
  });
  printRecord(open, record, flags.json);
}

export interface EditFlags {
  readonly json?: boolean;
  readonly changed?: boolean;
  readonly tag?: string[];
  readonly importance?: number;
  readonly until?: string;
  readonly reason?: string;
}

export async function edit(open: OpenMemory, id: string, words: string[], flags: EditFlags): Promise<void> {
  const { changed, tag, importance, until, reason } = flags;
  const text = words.length === 0 ? undefined : await textOf(words);
  if (!(await open.memory.get(open.scope, id))) throw unknownId(id);
  const changes = {
    ...(tag ? { tags: tag } : {}),
    ...(importance === undefined ? {} : { importance }),
    ...(until === undefined ? {} : { validUntil: until === 'none' ? null : timeOf(until, '--until') }),
  };
  if (changed) {
    if (text === undefined) throw new UsageError('--changed needs the text that holds now');
    const { validUntil, ...rest } = changes;
    const by = { text, ...rest, ...(validUntil == null ? {} : { validUntil }) };
    return printRecord(open, await open.memory.supersede(open.scope, id, by, reason), flags.json);
  }
  if (text === undefined && Object.keys(changes).length === 0)
    throw new UsageError('Say what changes: a new text, --tag, --importance or --until');
  const all = { ...changes, ...(text === undefined ? {} : { text }) };
  printRecord(open, await open.memory.update(open.scope, id, all, reason), flags.json);
}

interface ManyFlags {
  readonly json?: boolean;
  readonly reason?: string;
}

export async function forget({ memory, scope }: OpenMemory, ids: string[], flags: ManyFlags): Promise<void> {
  const known = await Promise.all(ids.map((id) => memory.get(scope, id)));
  const missing = ids.find((_, i) => known[i] === undefined);
  if (missing !== undefined) throw unknownId(missing);
  const done: { id: string; forgotten: boolean }[] = [];
  for (const id of ids) done.push({ id, forgotten: await memory.forget(scope, id, flags.reason) });
  if (flags.json) return printJson(done);
  for (const { id, forgotten } of done)
    printText(
      forgotten
        ? `${id} is forgotten ${dim('(`headroom memory restore` undoes it)')}\n`
        : `${id} was forgotten already\n`,
    );
}

export async function restore(open: OpenMemory, ids: string[], flags: ManyFlags): Promise<void> {
  const { memory, scope } = open;
  const known = await Promise.all(ids.map((id) => memory.get(scope, id)));
  const missing = ids.find((_, i) => known[i] === undefined);
  if (missing !== undefined) throw unknownId(missing);
  const done: MemoryRecord[] = [];
  for (const id of ids) done.push(await memory.restore(scope, id, flags.reason));
  if (flags.json) return printJson(done);
  printText(`${done.map((record) => recordLine(record, scope)).join('\n')}\n`);
}

function printRecord({ scope }: OpenMemory, record: MemoryRecord, json: boolean | undefined): void {
  if (json) printJson(record);
  else printText(`${recordLine(record, scope)}\n`);
}

/** The words of a command, or standard input for `-` and for none. */
async function textOf(words: readonly string[]): Promise<string> {
  if (words.length > 0 && words.join(' ') !== '-') return words.join(' ');
  if (process.stdin.isTTY) throw new UsageError('Say what is to be remembered, or pipe it in');
  return (await readInput('-')).trim();
}
