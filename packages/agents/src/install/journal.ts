import { ConfigRefused } from './config-refused.js';
import type { Disk } from './disk.js';
import { isPlain, type Notation, type Operation } from './edit.js';
import { besideName, missingFolders, replaceFile } from './replace-file.js';

/** One agent's part of one file: several may stand in the same file. */
export type ConfigPlace = Pick<JournalEntry, 'agent' | 'project' | 'file'>;

/** What was done to one configuration for one agent; it is written down before it is done. */
export interface JournalEntry {
  readonly agent: string;
  /** The project it is for, as a path; none where it is for all of a user's. */
  readonly project?: string | undefined;
  readonly file: string;
  readonly notation: Notation;
  /** The file's digest before the first change, `none` where there was no file, and after the last one. */
  readonly before: string;
  readonly after: string;
  /** True where the file was made by us, and goes with our entries. */
  readonly created: boolean;
  /** Folders that were made for it, the outermost first. */
  readonly folders: readonly string[];
  /** In the order they were done. */
  readonly operations: readonly Operation[];
  /** What stood here before, until this one is done. */
  readonly was?: JournalEntry;
}

/** The one record of what was written into other programs' configurations. Whoever writes holds a lock. */
export class Journal {
  constructor(
    private readonly disk: Disk,
    private readonly file: string,
  ) {}

  /** Takes away what a crash left of the record's own writing. */
  sweep(): void {
    const beside = besideName(this.disk.real(this.file));
    if (this.disk.look(beside)) this.disk.remove(beside);
  }

  /** @throws {@link ConfigRefused} where there is a record that cannot be read: what it says cannot be taken back without it. */
  entries(): readonly JournalEntry[] {
    const real = this.disk.real(this.file);
    if (!this.disk.look(real)) return [];
    try {
      const read: unknown = JSON.parse(this.disk.read(real).toString('utf8'));
      if (!isPlain(read) || read.version !== VERSION || !Array.isArray(read.entries))
        throw new TypeError('not a journal');
      return read.entries as readonly JournalEntry[];
    } catch {
      throw new ConfigRefused(
        'journal_unreadable',
        this.file,
        'the record of what was installed cannot be read, or is of a later version',
        'Use the version that wrote it; or take the entries named "headroom" out of the agents by hand and remove this file.',
      );
    }
  }

  of(place: ConfigPlace): JournalEntry | undefined {
    return this.entries().find((entry) => isSame(entry, place));
  }

  /** Writes an entry in the place of the one before it, or takes that one out. */
  write(place: ConfigPlace, entry: JournalEntry | undefined): void {
    const all = this.entries();
    const others = all.filter((one) => !isSame(one, place));
    const left = entry ? [...others, entry] : others;
    const real = this.disk.real(this.file);
    if (left.length === 0) {
      if (all.length > 0) this.disk.remove(real);
      return;
    }
    for (const folder of missingFolders(this.disk, real)) this.disk.makeFolder(folder, 0o700);
    replaceFile(this.disk, real, `${JSON.stringify({ version: VERSION, entries: left }, null, 1)}\n`);
  }
}

function isSame(one: ConfigPlace, other: ConfigPlace): boolean {
  return one.agent === other.agent && one.file === other.file && one.project === other.project;
}

const VERSION = 1;
