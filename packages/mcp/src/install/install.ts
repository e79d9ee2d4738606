import { homedir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { readEntry, UnreadableConfig, writeEntry } from './config-text.js';
import { readText, removeFile, replaceFile } from './files.js';
import { diffOf, type Splice, spliceOf, undo } from './splice.js';
import { type AgentName, type Launch, type Scope, TARGETS, type Target } from './targets.js';

/** Whose configuration, for whom, and what is to be started. */
export interface InstallOptions {
  /** Default: every program. */
  readonly agents?: readonly AgentName[];
  /** Default `user`. */
  readonly scope?: Scope;
  /** How the server is started. Default `npx -y @headroom/mcp`. */
  readonly launch?: Launch;
  /** Only says what would be done. */
  readonly dryRun?: boolean;
  /** Also replaces an entry of our name that somebody else wrote; `uninstall` brings it back. */
  readonly force?: boolean;
  /** Default: the user's home. */
  readonly home?: string;
  /** Default: the current directory. */
  readonly project?: string;
  readonly platform?: NodeJS.Platform;
}

/** What was done, or would be, to one configuration. */
export interface InstallStep {
  readonly agent: AgentName;
  readonly file: string;
  /** `conflict`: an entry of our name that we did not write. `changed`: ours, but edited since. `unreadable`: see `problem`. */
  readonly outcome: 'added' | 'updated' | 'removed' | 'unchanged' | 'absent' | 'conflict' | 'changed' | 'unreadable';
  /** A unified diff; empty when nothing changes. */
  readonly diff: string;
  readonly problem?: string;
}

/** How one program stands. */
export interface InstallStatus {
  readonly agent: AgentName;
  readonly file: string;
  readonly state: 'installed' | 'different' | 'absent' | 'unreadable';
}

/** What is remembered of a change, so that it can be undone exactly. */
interface Note {
  readonly entry: Readonly<Record<string, unknown>>;
  readonly splice: Splice;
  /** The entry that was replaced, if any. */
  readonly replaced?: Readonly<Record<string, unknown>>;
  readonly created: boolean;
}

const LAUNCH: Launch = { command: 'npx', args: ['-y', '@headroom/mcp'] };

/** Adds the Headroom server to the configurations of agents. Twice is the same as once; foreign entries and comments stay. */
export function install(options: InstallOptions = {}): readonly InstallStep[] {
  const notes = new Notes(options);
  return places(options).map(({ target, file }) => guarded(target, file, () => add(target, file, options, notes)));
}

/** Takes out what {@link install} wrote and nothing else: an untouched file is as it was to the byte. */
export function uninstall(options: InstallOptions = {}): readonly InstallStep[] {
  const notes = new Notes(options);
  return places(options).map(({ target, file }) => guarded(target, file, () => remove(target, file, options, notes)));
}

/** Says where the server is installed, over all programs. */
export function status(options: InstallOptions = {}): readonly InstallStatus[] {
  const { launch = LAUNCH } = options;
  return places(options).map(({ target, file }) => {
    const { agent } = target;
    try {
      const entry = readEntry(readText(file) ?? '', target);
      if (entry === undefined) return { agent, file, state: 'absent' };
      return { agent, file, state: isDeepStrictEqual(entry, target.entry(launch)) ? 'installed' : 'different' };
    } catch {
      return { agent, file, state: 'unreadable' };
    }
  });
}

function add(target: Target, file: string, options: InstallOptions, notes: Notes): InstallStep {
  const { launch = LAUNCH, force = false } = options;
  const { agent } = target;
  const entry = target.entry(launch);
  const text = readText(file);
  const present = readEntry(text ?? '', target) as Note['entry'] | undefined;
  if (isDeepStrictEqual(present, entry)) return { agent, file, outcome: 'unchanged', diff: '' };
  const note = notes.of(file);
  const ours = note !== undefined && isDeepStrictEqual(present, note.entry);
  if (present !== undefined && !ours && !force) return { agent, file, outcome: 'conflict', diff: '' };
  const written = writeEntry(text ?? '', target, entry);
  // Undoing goes back to before the first change of ours.
  const origin = ours && note ? (undo(text ?? '', note.splice) ?? text ?? '') : (text ?? '');
  const replaced = ours ? note?.replaced : present;
  const created = text === undefined || (ours && note?.created === true);
  const kept = { entry, splice: spliceOf(origin, written), created, ...(replaced ? { replaced } : {}) };
  notes.write(file, kept);
  change(file, written, options);
  return { agent, file, outcome: present === undefined ? 'added' : 'updated', diff: diffOf(file, text ?? '', written) };
}

function remove(target: Target, file: string, options: InstallOptions, notes: Notes): InstallStep {
  const { agent } = target;
  const text = readText(file);
  const note = notes.of(file);
  const present = readEntry(text ?? '', target);
  if (text === undefined || present === undefined) {
    notes.write(file, undefined);
    return { agent, file, outcome: 'absent', diff: '' };
  }
  if (!note) return { agent, file, outcome: 'conflict', diff: '' };
  if (!isDeepStrictEqual(present, note.entry)) return { agent, file, outcome: 'changed', diff: '' };
  const restored = restoredText(text, note, target);
  notes.write(file, undefined);
  if (note.created && restored.trim() === '' && !options.dryRun) removeFile(file);
  else change(file, restored, options);
  return { agent, file, outcome: 'removed', diff: diffOf(file, text, restored) };
}

/** By the splice where that gives a configuration without our entry; else by the structure of the file as it is now. */
function restoredText(text: string, { splice, replaced }: Note, target: Target): string {
  const back = undo(text, splice);
  try {
    if (back !== undefined && isDeepStrictEqual(readEntry(back, target), replaced)) return back;
  } catch {
    // Edits of others stand too close to ours.
  }
  return writeEntry(text, target, replaced);
}

function change(file: string, text: string, { dryRun }: InstallOptions): void {
  if (!dryRun) replaceFile(file, text);
}

function guarded(target: Target, file: string, step: () => InstallStep): InstallStep {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof UnreadableConfig)) throw error;
    return { agent: target.agent, file, outcome: 'unreadable', diff: '', problem: error.message };
  }
}

function places(options: InstallOptions): readonly { readonly target: Target; readonly file: string }[] {
  const { agents, scope = 'user', home = homedir(), project = process.cwd(), platform = process.platform } = options;
  const targets = TARGETS.filter(({ agent }) => agents === undefined || agents.includes(agent));
  return targets.map((target) => {
    const files = target.files(scope, { home, project, platform });
    return { target, file: files.find((file) => readText(file) !== undefined) ?? (files[0] as string) };
  });
}

/** What was changed where, in the user's own folder. */
class Notes {
  readonly #file: string;
  readonly #dryRun: boolean;

  constructor({ home = homedir(), dryRun = false }: InstallOptions) {
    this.#file = join(home, '.headroom', 'mcp-installs.json');
    this.#dryRun = dryRun;
  }

  of(file: string): Note | undefined {
    return this.#all()[file];
  }

  write(file: string, note: Note | undefined): void {
    if (this.#dryRun) return;
    const { [file]: before, ...rest } = this.#all();
    if (!before && !note) return;
    replaceFile(this.#file, `${JSON.stringify(note ? { ...rest, [file]: note } : rest, null, 2)}\n`);
  }

  #all(): Readonly<Record<string, Note>> {
    try {
      return JSON.parse(readText(this.#file) ?? '{}') as Record<string, Note>;
    } catch {
      return {};
    }
  }
}
