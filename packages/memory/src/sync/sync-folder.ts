import { keysOf } from '../model/keys.js';
import type { MemoryRecord } from '../model/record.js';
import { chosenFacts, currentFacts, type EverKnown, everKnown, isUnfit, lineCost } from './known-facts.js';
import { block, type MarksProblem } from './memory-block.js';
import { indexLine, type MemoryNote, NOTE_TYPES, readNote, writtenNote } from './memory-note.js';
import { checkSync, type SyncOptions, type SyncReport } from './sync-block.js';
import { factHash } from './written-fact.js';

/** What is done to a folder: files to be written, in this order, and files to be removed. */
export type SyncedFolder =
  | {
      readonly write: ReadonlyMap<string, Uint8Array>;
      readonly remove: readonly string[];
      readonly report: SyncReport;
    }
  | { readonly problem: MarksProblem };

export const INDEX = 'MEMORY.md';
/** What the folder held when it was last synchronized: so what was deleted since is told from what is new. */
export const LEDGER = '.headroom-sync.json';
/** Claude Code reads 200 lines of its index. */
const MOST_INDEX_LINES = 190;
const HEAD = ['', '## From `headroom memory`', ''];

interface Seen {
  readonly hash: string;
  /** The record that it was written from, or became. */
  readonly id?: string | undefined;
}

/**
 * Brings Claude Code's memory folder and a memory together. Each fact is a note of its own with a line in the index; notes of Claude's
 * own are taken in and stay. A note of ours that is edited corrects its record, one that is deleted has it forgotten.
 *
 * @param files the folder's files by name: notes, index and ledger
 * @param place names the database and scope that the folder is synchronized with: the ledger of another one tells nothing
 */
export async function syncFolder(
  files: ReadonlyMap<string, Uint8Array>,
  place: string,
  options: SyncOptions,
): Promise<SyncedFolder> {
  checkSync(options);
  const marked = block.read(files.get(INDEX));
  if (typeof marked === 'string') return { problem: marked };
  const notes = new Map<string, MemoryNote>();
  for (const [name, bytes] of files) {
    const note = /\.md$/i.test(name) && name !== INDEX ? readNote(bytes) : undefined;
    if (note) notes.set(name, note);
  }
  const taking = new Taking(options, readLedger(files.get(LEDGER), place), notes);
  await taking.run();
  const facts = await currentFacts(options.memory, options.scope, (options.now ?? Date.now)());
  const others = new Set([...notes.values()].filter(({ id }) => id === undefined).map(({ text }) => factHash(text)));
  const ours = facts.filter((record) => !others.has(factHash(record.text)) && !taking.isFromNote(record));
  const fit = ours.filter((record) => !isUnfit(record.text) && !taking.isHeld(record.id));
  const kept = (marked.lines ?? []).filter(
    (line) => line.trim() !== '' && !HEAD.includes(line) && !/\]\(headroom-[a-z0-9-]+\.md\)/.test(line),
  );
  const room = MOST_INDEX_LINES - lineCount(marked.before) - lineCount(marked.after) - kept.length;
  const cost = (record: MemoryRecord) => lineCost(options.counter, indexLine(record));
  const shown = chosenFacts(fit, options.budget, cost, Math.max(0, room));
  const write = new Map<string, Uint8Array>();
  const seen = new Map<string, Seen>(taking.ledger);
  for (const record of shown) {
    const { name, bytes } = writtenNote(record);
    if (!files.get(name) || !Buffer.from(files.get(name) as Uint8Array).equals(bytes)) write.set(name, bytes);
    seen.set(name, { hash: factHash(record.text), id: record.id });
  }
  const names = new Set(shown.map((record) => writtenNote(record).name));
  const remove = [...notes].flatMap(([name, { id }]) =>
    id === undefined || names.has(name) || taking.isHeldFile(name) ? [] : [name],
  );
  for (const name of remove) seen.delete(name);
  const lines = [...HEAD, ...shown.map(indexLine), ...kept, ''];
  const isWanted = marked.lines !== undefined || shown.length > 0;
  const index = isWanted ? block.put(marked, lines) : undefined;
  if (index && !index.equals(files.get(INDEX) ?? Buffer.alloc(0))) write.set(INDEX, index);
  const ledger = Buffer.from(writtenLedger(place, seen));
  const isLedgerNew = !ledger.equals(files.get(LEDGER) ?? Buffer.alloc(0));
  if (isLedgerNew && (seen.size > 0 || files.has(LEDGER))) write.set(LEDGER, ledger);
  const counts = {
    written: shown.length,
    over: fit.length - shown.length,
    unfit: ours.length - fit.length + taking.unfit,
  };
  return { write, remove, report: { ...taking.report, ...counts } };
}

/** Takes in what a folder says that the memory does not. */
class Taking {
  readonly ledger = new Map<string, Seen>();
  readonly report: { remembered: string[]; updated: string[]; dropped: string[]; forgotten: string[] } = {
    remembered: [],
    updated: [],
    dropped: [],
    forgotten: [],
  };
  unfit = 0;
  readonly #held = new Map<string, string>();
  readonly #fromNotes = new Set<string>();
  #ever: Promise<EverKnown> | undefined;

  constructor(
    private readonly options: SyncOptions,
    private readonly before: ReadonlyMap<string, Seen>,
    private readonly notes: ReadonlyMap<string, MemoryNote>,
  ) {}

  /** True for a record that a note of Claude's own became: that stands in the folder already. */
  isFromNote(record: MemoryRecord): boolean {
    return this.#fromNotes.has(record.id);
  }

  /** True for a record whose note was edited into something that is not taken in: both stay. */
  isHeld(id: string): boolean {
    return [...this.#held.values()].includes(id);
  }

  isHeldFile(name: string): boolean {
    return this.#held.has(name);
  }

  async run(): Promise<void> {
    const { memory, scope, now = Date.now } = this.options;
    const facts = await currentFacts(memory, scope, now());
    const current = new Map(
      facts.filter(({ text }) => !isUnfit(text)).map((record) => [factHash(record.text), record]),
    );
    for (const [name, note] of this.notes) {
      if (note.text === '') continue;
      if (note.id === undefined) await this.#takeOther(name, note, current);
      else await this.#takeOurs(name, note, note.id, current);
    }
    // A folder that is empty was moved or cleared by something else: nobody meant to forget everything.
    if (this.notes.size === 0) return;
    for (const [name, { id }] of this.before) {
      if (this.notes.has(name) || id === undefined) continue;
      const record = await memory.get(scope, id);
      if (record?.state !== 'current') continue;
      await this.#forget(record, 'deleted');
    }
  }

  async #forget({ id, text }: MemoryRecord, why: string): Promise<void> {
    const { memory, scope, dryRun } = this.options;
    if (!dryRun) await memory.forget(scope, id, `${why} in Claude Code's memory`);
    this.report.forgotten.push(text);
  }

  async #takeOurs(name: string, { text }: MemoryNote, id: string, current: Map<string, MemoryRecord>): Promise<void> {
    const { memory, scope, dryRun } = this.options;
    const record = await memory.get(scope, id);
    const hash = factHash(text);
    const seen = this.before.get(name)?.hash;
    const same = current.get(hash);
    if (seen === hash || same?.id === id || (seen === undefined && (await this.#everKnown()).has(hash))) return;
    if (isUnfit(text)) {
      this.#held.set(name, id);
      if (seen !== undefined) this.ledger.set(name, { hash: seen, id });
      this.unfit++;
      return;
    }
    if (same) {
      if (record?.state !== 'current') return;
      if (record.scope.path !== same.scope.path) return this.#forget(record, 'edited to what another says');
      // They become one record, with the sources and keys of both.
      this.report.updated.push(text);
      if (!dryRun) await memory.update(scope, id, { text }, "edited in Claude Code's memory");
      return;
    }
    if (record?.state === 'current') {
      this.report.updated.push(text);
      if (!dryRun) await memory.update(scope, id, { text }, "edited in Claude Code's memory");
      return;
    }
    this.report.remembered.push(text);
    if (!dryRun) await memory.remember({ scope, text, source: { agent: 'claude-code', message: name } });
  }

  async #takeOther(name: string, note: MemoryNote, current: Map<string, MemoryRecord>): Promise<void> {
    const { memory, scope, dryRun } = this.options;
    const { text, type } = note;
    const hash = factHash(text);
    const seen = this.before.get(name);
    const known = current.get(hash);
    const key = `claude-memory/${name}`;
    const tags = type !== undefined && NOTE_TYPES.includes(type) ? [type] : [];
    const record = { scope, text, key, tags, source: { agent: 'claude-code', message: name } };
    if (seen?.hash === hash || known) {
      const id = known?.id ?? seen?.id;
      // It is what the note says too: a note that is edited replaces it.
      const isTold = !known || known.scope.path !== scope.path || keysOf(known).includes(key);
      if (!isTold && !dryRun) await memory.remember(record);
      this.ledger.set(name, { hash, id });
      if (id !== undefined) this.#fromNotes.add(id);
      return;
    }
    if (isUnfit(text)) {
      this.unfit++;
      return;
    }
    // Forgotten here, and there since before: it is not brought back.
    if (!seen && (await this.#everKnown()).has(hash)) return void this.ledger.set(name, { hash });
    this.report.remembered.push(text);
    if (dryRun) return;
    const { id } = await memory.remember(record);
    this.ledger.set(name, { hash, id });
    this.#fromNotes.add(id);
  }

  #everKnown(): Promise<EverKnown> {
    this.#ever ??= everKnown(this.options.memory, this.options.scope);
    return this.#ever;
  }
}

const lineCount = (text: string) => text.split('\n').filter((line) => line.trim() !== '').length;

function readLedger(bytes: Uint8Array | undefined, place: string): ReadonlyMap<string, Seen> {
  try {
    const value = JSON.parse(Buffer.from(bytes ?? []).toString('utf8')) as { place?: unknown; files?: unknown };
    if (value.place !== place || typeof value.files !== 'object' || value.files === null) return new Map();
    return new Map(
      Object.entries(value.files as Record<string, Partial<Seen> | null>).flatMap(([name, seen]) =>
        typeof seen?.hash === 'string' ? [[name, { hash: seen.hash, id: seen.id }] as const] : [],
      ),
    );
  } catch {
    return new Map();
  }
}

function writtenLedger(place: string, seen: ReadonlyMap<string, Seen>): string {
  const files = Object.fromEntries([...seen].sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({ version: 1, place, files }, null, 1)}\n`;
}
