import type { Block } from '../model/block.js';
import { bm25 } from '../reading/bm25.js';
import { fileReadOf, filesWritten, isSameFile } from '../reading/file-read.js';

/** What is known of an earlier result when room is made, in the order of the weights. Each is a number of about 0 to 10. */
export const SIGNALS = [
  'age',
  'size',
  'error',
  'fit',
  'file',
  'part',
  'made',
  'write',
  'uses',
  'idle',
  'again',
  'changed',
] as const;
export type Signals = Readonly<Record<(typeof SIGNALS)[number], number>>;

/** A result that stands in the conversation, with its size in tokens. */
export interface Standing {
  readonly block: Block;
  readonly size: number;
}

const NAME = /[\w$./-]{6,100}/g;
const TELLING = /[\d_/.]|[a-z][A-Z]/;
const LONGEST = 20_000;

/** Reads the signals of results from what stands up to now: nothing that comes later has a say. Linear in the conversation. */
export function signalsOf(results: readonly Standing[], upToNow: readonly Block[], query: string): Signals[] {
  const fits = bm25(
    query,
    results.map(({ block }) => block.text.slice(0, LONGEST)),
  );
  const best = fits.reduce((a, b) => Math.max(a, b), 1e-9);
  const now = upToNow.at(-1)?.turn ?? 0;
  const uses = usesOf(upToNow);
  const files = filesOf(upToNow);
  return results.map(({ block, size }, i) => {
    const read = fileReadOf(block.call);
    const used = uses.get(block);
    const later = read
      ? files.filter(({ at, path }) => at > block.turn && read.paths.some((p) => isSameFile(p, path)))
      : [];
    return {
      age: Math.log2(1 + now - block.turn),
      size: Math.log2(1 + size / 100),
      error: block.isError || /\b(?:error|failed|fatal|panic)\b/i.test(block.text.slice(0, LONGEST)) ? 1 : 0,
      fit: (fits[i] ?? 0) / best,
      file: read ? 1 : 0,
      part: read?.part ? 1 : 0,
      made: read?.made ? 1 : 0,
      write: filesWritten(block.call).length > 0 ? 1 : 0,
      uses: Math.log2(1 + (used?.times ?? 0)),
      idle: used ? Math.log2(1 + now - used.last) : 0,
      again: later.some(({ isWrite }) => !isWrite) ? 1 : 0,
      changed: later.some(({ isWrite }) => isWrite) ? 1 : 0,
    };
  });
}

/** How often the assistant named something that it could last have read in this result, and when it last did. */
function usesOf(blocks: readonly Block[]): Map<Block, { times: number; last: number }> {
  const from = new Map<string, Block | undefined>();
  const uses = new Map<Block, { times: number; last: number }>();
  const calls = new Set<unknown>();
  const use = (text: string, turn: number) => {
    const sources = new Set([...namesOf(text)].map((name) => from.get(name)).filter((block) => block !== undefined));
    for (const block of sources) uses.set(block, { times: (uses.get(block)?.times ?? 0) + 1, last: turn });
  };
  for (const block of blocks) {
    const { call, role, text, turn } = block;
    if (call && !calls.has(call.input)) {
      calls.add(call.input);
      use(typeof call.input === 'string' ? call.input : JSON.stringify(call.input ?? ''), turn);
    }
    if (role === 'assistant') use(text, turn);
    // What the user said is known whatever becomes of a result.
    else
      for (const name of namesOf(text))
        if (role !== 'tool' || !isTold(from, name)) from.set(name, role === 'tool' ? block : undefined);
  }
  return uses;
}

const isTold = (from: ReadonlyMap<string, Block | undefined>, name: string) =>
  from.has(name) && from.get(name) === undefined;

function namesOf(text: string): Set<string> {
  const names = new Set<string>();
  for (const [name] of text.slice(0, LONGEST).matchAll(NAME)) if (TELLING.test(name)) names.add(name);
  return names;
}

function filesOf(
  blocks: readonly Block[],
): { readonly at: number; readonly path: string; readonly isWrite: boolean }[] {
  return blocks.flatMap(({ call, turn }) => [
    ...(fileReadOf(call)?.paths ?? []).map((path) => ({ at: turn, path, isWrite: false })),
    ...filesWritten(call).map((path) => ({ at: turn, path, isWrite: true })),
  ]);
}
