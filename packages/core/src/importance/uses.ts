import { fileReadOf, filesWritten, isSameFile } from '../conversation/file-read.js';
import type { Block } from '../model/block.js';
import { inputWords } from '../question/query-terms.js';

const NAME = /[\w$./-]{6,100}/g;
const TELLING = /[\d_/.]|[a-z][A-Z]/;
/** So much of a text is looked at, in characters. */
const LONGEST = 20_000;

/** How often the assistant used something that it could last have read in a result, and the turn of the last time. */
export interface Use {
  readonly times: number;
  readonly last: number;
}

/** What was done with files of one name: by full path, the last turns of reading and of writing. */
type Touched = Map<string, { read: number; written: number }>;

/** Follows a conversation, each text once and in order, and knows what the assistant did with what it was shown. */
export class Uses {
  /** The result that last told a name; undefined for what the user had said, which is known whatever becomes of a result. */
  readonly #from = new Map<string, Block | undefined>();
  readonly #uses = new Map<Block, Use>();
  readonly #files = new Map<string, Touched>();
  readonly #calls = new Set<unknown>();

  add(block: Block): void {
    const { call, role, text, turn } = block;
    // By the arguments, not by the id: some clients give the same ids again at every turn.
    if (call && !this.#calls.has(call.input)) {
      this.#calls.add(call.input);
      this.#use(inputWords(call.input, LONGEST), turn);
    }
    for (const path of fileReadOf(call)?.paths ?? []) this.#touch(path).read = turn;
    for (const path of filesWritten(call)) this.#touch(path).written = turn;
    if (role === 'assistant') this.#use(text, turn);
    else this.#learn(block);
  }

  of(block: Block): Use | undefined {
    return this.#uses.get(block);
  }

  /** Whether one of these files was read again, or written, after a turn. */
  since(turn: number, paths: readonly string[]): { readonly read: boolean; readonly written: boolean } {
    const touched = paths.flatMap((path) =>
      [...(this.#files.get(nameOf(path)) ?? [])].filter(([other]) => isSameFile(other, path)).map(([, at]) => at),
    );
    return { read: touched.some(({ read }) => read > turn), written: touched.some(({ written }) => written > turn) };
  }

  #learn(block: Block): void {
    const source = block.role === 'tool' ? block : undefined;
    for (const name of namesOf(block.text)) {
      const isSaid = this.#from.has(name) && this.#from.get(name) === undefined;
      if (!isSaid) this.#from.set(name, source);
    }
  }

  #use(text: string, turn: number): void {
    const sources = new Set<Block>();
    for (const name of namesOf(text)) {
      const source = this.#from.get(name);
      if (source) sources.add(source);
    }
    for (const source of sources)
      this.#uses.set(source, { times: (this.#uses.get(source)?.times ?? 0) + 1, last: turn });
  }

  #touch(path: string): { read: number; written: number } {
    const name = nameOf(path);
    const paths: Touched = this.#files.get(name) ?? new Map();
    const at = paths.get(path) ?? { read: -1, written: -1 };
    this.#files.set(name, paths.set(path, at));
    return at;
  }
}

function namesOf(text: string): Set<string> {
  const names = new Set<string>();
  for (const [name] of text.slice(0, LONGEST).matchAll(NAME)) if (TELLING.test(name)) names.add(name);
  return names;
}

function nameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
