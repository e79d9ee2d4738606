import { isDeepStrictEqual } from 'node:util';
import { configOf, put, standingOf } from './change-text.js';
import { assertWritable, type ConfigFile, digestOf, readConfigFile } from './config-file.js';
import { ConfigRefused } from './config-refused.js';
import { diffOf } from './diff.js';
import { type Disk, nodeDisk } from './disk.js';
import type { Edit, Notation, Operation } from './edit.js';
import { type ConfigPlace, Journal, type JournalEntry } from './journal.js';
import { besideName, missingFolders, replaceFile } from './replace-file.js';
import { entryThatHolds, saysNothing, undoEntry } from './undo.js';

/** What is wanted in one configuration of an agent. */
export interface ConfigEdits extends ConfigPlace {
  readonly notation: Notation;
  readonly edits: readonly Edit[];
}

/** Where the record of edits is kept, and how far to go. */
export interface InstallRules {
  /** The file of the record. */
  readonly journal: string;
  /** Only says what would be done. */
  readonly dryRun?: boolean;
  /** Also replaces entries of our name that somebody else wrote, or has changed since; what was there comes back with `uninstall`. */
  readonly force?: boolean;
  readonly disk?: Disk;
}

/** What was done, or would be, to one configuration. */
export interface InstallStep {
  readonly agent: string;
  readonly file: string;
  /**
   * `conflict`: an entry of our name that we did not write. `changed`: ours, but edited since. `refused`: see `advice`. `waiting`:
   * another file of the same agent stood in the way.
   */
  readonly outcome:
    | 'added'
    | 'updated'
    | 'removed'
    | 'unchanged'
    | 'absent'
    | 'conflict'
    | 'changed'
    | 'refused'
    | 'waiting';
  /** A unified diff of what was done; for `changed`, of what is left to do by hand. */
  readonly diff: string;
  /** What is wrong and what to do about it. */
  readonly advice?: string;
}

/** What is to be written, and what is known of what is there. */
interface Plan {
  readonly step: InstallStep;
  readonly entry?: JournalEntry;
  readonly text?: string;
  readonly found?: ConfigFile;
}

/**
 * Puts entries into the configurations of one agent: all of them or, where one is in the way, none. Twice is the same as once.
 * Comments, line ends and entries of others stay as they are; what is written is recorded first.
 */
export function install(configs: readonly ConfigEdits[], rules: InstallRules): readonly InstallStep[] {
  const { disk = nodeDisk, dryRun = false } = rules;
  const journal = new Journal(disk, rules.journal);
  const plans = configs.map((config) => guarded(config, () => planOf(config, rules, journal, disk)));
  const isStopped = plans.some(({ step }) => isProblem(step));
  if (isStopped)
    return plans.map(({ step }) =>
      isProblem(step) || step.outcome === 'unchanged' ? step : { ...step, outcome: 'waiting' },
    );
  if (dryRun) return plans.map(({ step }) => step);
  journal.sweep();
  return plans.map((plan, at) => {
    const config = configs[at] as ConfigEdits;
    return guarded(config, () => ({ step: carryOut(config, plan, rules, journal, disk) })).step;
  });
}

/** Takes out of configurations what {@link install} put in, and nothing else. */
export function uninstall(configs: readonly ConfigPlace[], rules: InstallRules): readonly InstallStep[] {
  const { disk = nodeDisk, dryRun = false } = rules;
  const journal = new Journal(disk, rules.journal);
  if (!dryRun) journal.sweep();
  // The last that was put in first: folders that were made for the first are empty then.
  const backwards = configs
    .toReversed()
    .map((config) => guarded(config, () => ({ step: takeOut(config, rules, journal, disk) })).step);
  return backwards.toReversed();
}

/** What the record says was installed. */
export function installed(rules: Pick<InstallRules, 'journal' | 'disk'>): readonly JournalEntry[] {
  return new Journal(rules.disk ?? nodeDisk, rules.journal).entries();
}

/** Whether somebody has to do something. */
export function isProblem({ outcome }: InstallStep): boolean {
  return outcome === 'conflict' || outcome === 'changed' || outcome === 'refused' || outcome === 'waiting';
}

function planOf(config: ConfigEdits, { force = false }: InstallRules, journal: Journal, disk: Disk): Plan {
  const { agent, file, project, notation, edits } = config;
  const found = readConfigFile(disk, file);
  const text = found.text ?? '';
  const noted = journal.of(config);
  const entry = noted && entryThatHolds(found.text, noted);
  const now = configOf({ text, file, notation });
  if (entry && isDone(entry, edits) && edits.every((edit) => standingOf(now, edit) === 'same'))
    return { step: { agent, file, outcome: 'unchanged', diff: '' } };
  const undone = entry ? undoEntry(text, entry) : { text, changed: [] };
  if (undone.changed.length > 0 && !force) return { step: changedStep(config, text, undone.text, undone.changed) };
  const base = undone.text;
  const done = putAll({ text: base, file, notation }, edits, force);
  if (typeof done === 'string') return { step: conflictStep(config, done) };
  if (done.operations.length === 0 && base === text) return { step: { agent, file, outcome: 'unchanged', diff: '' } };
  assertWritable(disk, found);
  const created = found.text === undefined || (entry?.created ?? false);
  const next: JournalEntry = {
    agent,
    ...(project === undefined ? {} : { project }),
    file,
    notation,
    before: created ? 'none' : digestOf(base),
    after: digestOf(done.text),
    created,
    folders: [...new Set([...(noted?.folders ?? []), ...missingFolders(disk, found.real)])],
    operations: done.operations,
    ...(entry ? { was: withoutWas(entry) } : {}),
  };
  const step: InstallStep = { agent, file, outcome: entry ? 'updated' : 'added', diff: diffOf(file, text, done.text) };
  return { step, entry: next, text: done.text, found };
}

/** The text with all edits that it has not yet, or the place of an entry that is not ours. */
function putAll(
  config: { readonly text: string; readonly file: string; readonly notation: Notation },
  edits: readonly Edit[],
  force: boolean,
): { readonly text: string; readonly operations: readonly Operation[] } | string {
  let { text } = config;
  const operations: Operation[] = [];
  for (const edit of edits) {
    const standing = standingOf(configOf({ ...config, text }), edit);
    if (standing === 'same') continue;
    if (standing === 'other' && !force) return edit.path.join('.');
    const done = put({ ...config, text }, edit);
    text = done.text;
    operations.push(done.operation);
  }
  return { text, operations };
}

const TRIES = 3;

/** Writes the record, then the file, then that it is done. A file that another program writes at the same time is read again. */
function carryOut(
  config: ConfigEdits,
  plan: Plan,
  rules: InstallRules,
  journal: Journal,
  disk: Disk,
  tries = TRIES,
): InstallStep {
  const { file } = config;
  const { step, entry, text, found } = plan;
  if (!entry || text === undefined || !found) return step;
  journal.write(config, entry);
  for (const folder of missingFolders(disk, found.real)) disk.makeFolder(folder, 0o700);
  const stillIs = () => digestOf(readConfigFile(disk, file).text) === digestOf(found.text);
  if (!replaceFile(disk, found.real, text, { look: found.look, stillIs })) {
    journal.write(config, entry.was);
    if (tries === 0)
      throw new ConfigRefused(
        'cannot_edit',
        file,
        'another program keeps writing it',
        'End the agent, then try again.',
      );
    return carryOut(config, planOf(config, rules, journal, disk), rules, journal, disk, tries - 1);
  }
  if (entry.was) journal.write(config, withoutWas(entry));
  return step;
}

function withoutWas({ was: _, ...entry }: JournalEntry): JournalEntry {
  return entry;
}

function takeOut(place: ConfigPlace, rules: InstallRules, journal: Journal, disk: Disk): InstallStep {
  const { dryRun = false, force = false } = rules;
  const { agent, file } = place;
  const noted = journal.of(place);
  if (!noted) return { agent, file, outcome: 'absent', diff: '' };
  const found = readConfigFile(disk, file);
  const entry = entryThatHolds(found.text, noted);
  if (!entry || found.text === undefined) {
    if (!dryRun) forget(noted, found.real, journal, disk);
    return { agent, file, outcome: 'absent', diff: '' };
  }
  const { text, changed } = undoEntry(found.text, entry);
  if (changed.length > 0 && !force) return changedStep(place, found.text, text, changed);
  const diff = diffOf(file, found.text, text);
  if (dryRun) return { agent, file, outcome: 'removed', diff };
  if (entry.created && saysNothing(text, entry)) {
    assertWritable(disk, found);
    disk.remove(found.real);
  } else if (text !== found.text) {
    assertWritable(disk, found);
    const stillIs = () => readConfigFile(disk, file).text === found.text;
    if (!replaceFile(disk, found.real, text, { look: found.look, stillIs }))
      throw new ConfigRefused('cannot_edit', file, 'another program is writing it', 'Try again.');
  }
  forget(noted, found.real, journal, disk);
  return { agent, file, outcome: 'removed', diff };
}

/** Takes an entry out of the record, and away what it left. */
function forget(entry: JournalEntry, real: string, journal: Journal, disk: Disk): void {
  const beside = besideName(real);
  if (disk.look(beside)) disk.remove(beside);
  if (!disk.look(real)) for (const folder of entry.folders.toReversed()) disk.removeFolder(folder);
  journal.write(entry, undefined);
}

function isDone({ operations, was }: JournalEntry, edits: readonly Edit[]): boolean {
  if (was) return false;
  const wanted = edits.map(({ kind, path, value }) => ({ kind, path, value }));
  return operations.every(({ kind, path, value }) =>
    wanted.some((edit) => isDeepStrictEqual(edit, { kind, path, value })),
  );
}

function changedStep(
  { agent, file }: ConfigPlace,
  text: string,
  undone: string,
  changed: readonly string[],
): InstallStep {
  const advice = `${changed.map((path) => `"${path}"`).join(' and ')} was edited since it was installed. Take it out by hand, or use --force to leave it as it is and forget it.`;
  return { agent, file, outcome: 'changed', diff: diffOf(file, text, undone), advice };
}

function conflictStep({ agent, file }: ConfigEdits, path: string): InstallStep {
  const advice = `"${path}" was written by somebody else. Rename or remove it, or use --force to replace it; \`headroom uninstall\` then brings it back.`;
  return { agent, file, outcome: 'conflict', diff: '', advice };
}

function guarded<T extends ConfigPlace>({ agent, file }: T, step: () => Plan): Plan {
  try {
    return step();
  } catch (error) {
    return { step: { agent, file, outcome: 'refused', diff: '', advice: adviceOf(error, file) } };
  }
}

const DENIED: Readonly<Record<string, string>> = {
  EACCES: 'is not allowed',
  EPERM: 'is not allowed',
  EROFS: 'is on a read-only disk',
  ENOSPC: 'has no space left on its disk',
  ENOTDIR: 'has a file in the place of a folder',
};

/** What a refusal, or a disk that refuses, says; everything else is a fault of ours. */
function adviceOf(error: unknown, file: string): string {
  if (error instanceof ConfigRefused)
    return `${error.file === file ? '' : `${error.file}: `}${error.problem}. ${error.advice}`;
  const { code = '', path = file } = error as { code?: string; path?: string };
  const denied = DENIED[code];
  if (denied === undefined) throw error;
  return `writing ${path} ${denied}. Nothing was changed; make room for it, then try again.`;
}
