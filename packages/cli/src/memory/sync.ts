import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Bounds } from '@headroom/agents/install';
import type { SyncOptions, SyncReport } from '@headroom/memory/sync';
import { inHome, printText, remark } from '../print.js';
import { makeFolder, serviceFolder } from '../service/state.js';
import { UsageError } from '../usage-error.js';
import { plain } from './in-words.js';
import { chosenProject, type MemoryFlags, type OpenMemory } from './open-memory.js';
import type { Project } from './project.js';
import { printJson } from './read.js';
import { readFolder, readTarget, removeTarget, writeTarget } from './sync-disk.js';
import { BUDGETS, boundsOf, placeOf, TARGETS, type Target } from './sync-targets.js';

export interface SyncFlags extends MemoryFlags {
  readonly json?: boolean;
  readonly budget?: number;
  readonly dryRun?: boolean;
  readonly remove?: boolean;
  readonly outside?: readonly string[];
}

/** What came of one target. */
interface Done {
  readonly target: Target;
  readonly path: string;
  readonly changed: boolean;
  readonly report?: SyncReport;
  readonly problem?: string;
}

const TRIES = 5;
const PATIENCE_MS = 20_000;
const UNNAMED = "the project's path is too long to know how Claude Code calls its folder here";

/** Brings files that agents read and the memory of their project together. */
export async function sync(open: OpenMemory, names: readonly string[], flags: SyncFlags): Promise<void> {
  const project = chosenProject(flags);
  const unknown = names.find((name) => !(TARGETS as readonly string[]).includes(name));
  if (unknown !== undefined) throw new UsageError(`${unknown}: it takes ${TARGETS.join(', ')}`);
  const targets = names.length > 0 ? TARGETS.filter((one) => names.includes(one)) : await inUse(project);
  if (targets.length === 0)
    throw new UsageError(`Nothing is synchronized here yet. Name what to begin with: ${TARGETS.join(', ')}`);
  const done = await alone(project, async () => {
    const first = await syncEach(open, project, targets, flags);
    // What one has brought in, those before it are to say as well.
    const isNews = first.some(
      ({ report }) => report && report.remembered.length + report.updated.length + report.forgotten.length > 0,
    );
    if (!isNews || flags.dryRun || targets.length === 1) return first;
    const second = await syncEach(open, project, targets, flags);
    return second.map((done, i) => bothOf(first[i] as Done, done));
  });
  if (done.some(({ problem }) => problem !== undefined)) process.exitCode = 1;
  if (flags.json) return printJson(done);
  for (const one of done) {
    if (one.problem === undefined) printText(`${inWords(one, flags)}\n`);
    else remark(`${inHome(one.path)} is left as it is: ${one.problem}`);
  }
}

async function syncEach(
  open: OpenMemory,
  project: Project,
  targets: readonly Target[],
  flags: SyncFlags,
): Promise<readonly Done[]> {
  const all: Done[] = [];
  for (const target of targets) all.push(await syncOne(open, project, target, flags));
  return all;
}

function bothOf(first: Done, second: Done): Done {
  const changed = first.changed || second.changed;
  if (!first.report || !second.report) return { ...second, changed };
  const { remembered, updated, dropped, forgotten } = second.report;
  const report = {
    ...second.report,
    remembered: [...first.report.remembered, ...remembered],
    updated: [...first.report.updated, ...updated],
    dropped: [...first.report.dropped, ...dropped],
    forgotten: [...first.report.forgotten, ...forgotten],
  };
  return { ...second, changed, report };
}

async function syncOne(open: OpenMemory, project: Project, target: Target, flags: SyncFlags): Promise<Done> {
  const { counterFor } = await import('@headroom/core');
  const path = placeOf(target, project);
  if (path === undefined) return { target, path: target, changed: false, problem: UNNAMED };
  const bounds = boundsOf(target, project, flags.outside);
  const options: SyncOptions = {
    memory: open.memory,
    scope: open.scope,
    counter: counterFor(),
    budget: flags.budget ?? BUDGETS[target],
    dryRun: flags.dryRun === true,
  };
  try {
    let earlier: Done | undefined;
    for (let tries = 0; tries < TRIES; tries++) {
      const { isLate, ...once } = await (target === 'claude-memory'
        ? folderOnce(path, open, options, flags, bounds)
        : fileOnce(path, target, options, flags, bounds));
      // What was taken in before the file changed under us stays taken in.
      const done = earlier ? bothOf(earlier, { target, path, ...once }) : { target, path, ...once };
      if (!isLate) return done;
      earlier = done;
    }
    return { target, path, changed: false, problem: 'something else keeps changing it' };
  } catch (error) {
    const { code, name, message } = error as NodeJS.ErrnoException;
    if (name === 'UsageError') return { target, path, changed: false, problem: message.replace(`${path}: `, '') };
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOSPC')
      return { target, path, changed: false, problem: `it cannot be written (${code})` };
    throw error;
  }
}

/** `isLate`: the file is not what was read any more, and was not written. */
type Once = Omit<Done, 'target' | 'path'> & { readonly isLate?: boolean };

async function fileOnce(
  path: string,
  target: Target,
  options: SyncOptions,
  flags: SyncFlags,
  bounds: Bounds,
): Promise<Once> {
  const { removeBlock, syncBlock } = await import('@headroom/memory/sync');
  const before = readTarget(path, bounds);
  if (flags.remove) {
    const without = before === undefined ? undefined : removeBlock(before);
    if (without && 'problem' in without) return { changed: false, problem: withWayOut(without.problem) };
    if (!before || !without || before.equals(without.bytes)) return { changed: false };
    if (!flags.dryRun && !writeTarget(path, before, without.bytes, bounds)) return { changed: false, isLate: true };
    return { changed: true };
  }
  const synced = await syncBlock(before, target, options);
  if ('problem' in synced) return { changed: false, problem: withWayOut(synced.problem) };
  const { bytes, changed, report } = synced;
  if (changed && !flags.dryRun && !writeTarget(path, before, bytes, bounds))
    return { changed: false, report, isLate: true };
  return { changed, report };
}

/** What can be done about what keeps a file from being written. */
const WAYS_OUT: Readonly<Record<string, string>> = {
  'its marks stand without their partner': 'put the missing one back, or take the block out',
  'it has more than one block': 'take all but one out',
  'it stands in the middle of a merge': 'end that first',
};

function withWayOut(problem: string): string {
  const way = WAYS_OUT[problem];
  return way === undefined ? problem : `${problem}; ${way}`;
}

async function folderOnce(
  folder: string,
  open: OpenMemory,
  options: SyncOptions,
  flags: SyncFlags,
  bounds: Bounds,
): Promise<Once> {
  const { LEDGER, syncFolder } = await import('@headroom/memory/sync');
  if (flags.remove) throw new UsageError('--remove takes blocks out of files; notes in the folder are yours to delete');
  const files = readFolder(folder, LEDGER, bounds);
  const place = createHash('sha256').update(`${open.place}\n${open.scope.path}`).digest('hex').slice(0, 16);
  const synced = await syncFolder(files, place, options);
  if ('problem' in synced) return { changed: false, problem: `MEMORY.md: ${withWayOut(synced.problem)}` };
  const { write, remove, report } = synced;
  if (flags.dryRun) return { changed: write.size + remove.length > 0, report };
  const late: Once = { changed: true, report, isLate: true };
  // Notes first, then the index that leads to them, then what tells of both.
  for (const [name, bytes] of write) if (!writeTarget(join(folder, name), files.get(name), bytes, bounds)) return late;
  for (const name of remove) if (!removeTarget(join(folder, name), files.get(name))) return late;
  return { changed: write.size + remove.length > 0, report };
}

/** The targets that have been synchronized before. */
async function inUse(project: Project): Promise<readonly Target[]> {
  const { hasBlock, LEDGER } = await import('@headroom/memory/sync');
  return TARGETS.filter((target) => {
    const path = placeOf(target, project);
    if (path === undefined) return false;
    if (target === 'claude-memory') return existsSync(join(path, LEDGER));
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true && hasBlock(readFileSync(path));
  });
}

/** One at a time in a project: two that write the same notes would each find the other's half done. */
async function alone<T>(project: Project, step: () => Promise<T>): Promise<T> {
  const { exclusive } = await import('@headroom/stores');
  const folder = join(serviceFolder(), 'memory');
  makeFolder(folder);
  const name = createHash('sha256').update(project.repository).digest('hex').slice(0, 12);
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const held = exclusive(join(folder, `${name}.lock`));
    if (held) {
      try {
        return await step();
      } finally {
        held.release();
      }
    }
    if (Date.now() > until) throw new Error('another `headroom memory sync` has been at this project for 20 seconds');
    await wait(50);
  }
}

function inWords({ path, changed, report }: Done, { dryRun, remove }: SyncFlags): string {
  const would = dryRun ? 'would be ' : '';
  if (remove || !report) {
    const isGone = changed && !dryRun && !existsSync(path);
    const file = isGone ? ', and the file with it: nothing else was in it' : '';
    return `${inHome(path)}: ${changed ? `the block ${would || 'was '}taken out${file}` : 'there is no block'}`;
  }
  const { remembered, updated, dropped, forgotten, written, over, unfit } = report;
  const counts = [
    `${written} fact${written === 1 ? '' : 's'} ${changed ? `${would}written` : 'there, nothing changed'}`,
    ...(over > 0 ? [`${over} more do not fit (--budget)`] : []),
    ...(unfit > 0 ? [`${unfit} left out: they give orders, or are too long`] : []),
  ];
  const steps = [
    ...remembered.map((text) => `  ${would}remembered: ${line(text)}`),
    ...updated.map((text) => `  ${would}corrected: ${line(text)}`),
    ...dropped.map((text) => `  ${would}taken out, it holds no longer: ${line(text)}`),
    ...forgotten.map((text) => `  ${would}forgotten: ${line(text)}`),
  ];
  return [`${inHome(path)}: ${counts.join(', ')}`, ...steps].join('\n');
}

function line(text: string): string {
  const one = plain(text).replace(/\s+/g, ' ');
  return one.length > 100 ? `${one.slice(0, 100).toWellFormed()}…` : one;
}
