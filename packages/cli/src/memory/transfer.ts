import { createReadStream } from 'node:fs';
import { open as openFile, rename, rm } from 'node:fs/promises';
import { outputFile } from '../output-file.js';
import { printText, remark, yellow } from '../print.js';
import { UsageError } from '../usage-error.js';
import { recordLine } from './in-words.js';
import { linesOf } from './lines-of.js';
import { type MemoryFlags, namesInWords, type OpenMemory, usersOf } from './open-memory.js';
import { printJson } from './read.js';

/** @throws UsageError where nothing can be written there. */
export async function checkOutput(path: string | undefined): Promise<void> {
  if (path !== undefined && path !== '-') outputFile(path);
}

/** Writes everything within the scope as JSON lines: to standard output, or in one step to a file that only its user reads. */
export async function exportTo(
  { memory, scope }: OpenMemory,
  path: string | undefined,
  { user }: MemoryFlags,
): Promise<void> {
  const users = user === undefined ? [] : await usersOf(memory);
  // It would look like a copy of what is remembered, and hold nothing.
  if (user !== undefined && users.length > 0 && !users.includes(user))
    throw new UsageError(`--user ${user}: nothing is remembered of that name; it is of ${namesInWords(users)}`);
  if (path === undefined || path === '-') {
    for await (const line of memory.export(scope))
      if (!process.stdout.write(`${line}\n`)) await new Promise((done) => process.stdout.once('drain', done));
    return;
  }
  const beside = `${path}.${process.pid}.new`;
  const file = await openFile(beside, 'wx', 0o600);
  let records = -1;
  try {
    for await (const line of memory.export(scope)) {
      await file.write(`${line}\n`);
      if (!line.startsWith('{"purged"')) records++;
    }
    await file.sync();
    await file.close();
    await rename(beside, path);
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(beside, { force: true });
    throw error;
  }
  remark(`${records} record${records === 1 ? '' : 's'} written to ${path}`);
}

/** Takes lines of an export in. A line that is refused does not keep the others out. */
export async function importFrom(open: OpenMemory, path: string | undefined, json: boolean | undefined): Promise<void> {
  let lines = 0;
  const counted = async function* () {
    for await (const line of linesOf(inputOf(path))) {
      lines++;
      yield line;
    }
  };
  const report = await open.memory.import(open.scope, counted());
  // Every export has a first line: whatever wrote this one failed.
  if (lines === 0) throw new UsageError('There is nothing to take in: an export has a line at least');
  if (json) printJson(report);
  else {
    const ended = report.ended > 0 ? `, ${report.ended} hold no longer` : '';
    printText(`${report.added} added, ${report.unchanged} were there already${ended}\n`);
  }
  const { refused } = report;
  if (refused.length === 0) return;
  process.exitCode = 1;
  if (json) return;
  for (const { line, why } of refused.slice(0, 20)) remark(yellow(`line ${line} is left out: ${why}`, process.stderr));
  if (refused.length > 20) remark(`and ${refused.length - 20} more`);
}

function inputOf(path: string | undefined): AsyncIterable<Uint8Array | string> {
  return path === undefined || path === '-' ? process.stdin : createReadStream(path);
}

/** @throws UsageError where nothing can be read there. */
export async function checkInput(path: string | undefined): Promise<void> {
  if (path === undefined || path === '-') {
    if (process.stdin.isTTY) throw new UsageError('Name a file of `headroom memory export`, or pipe one in');
    return;
  }
  const file = await openFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`Cannot read ${path}: ${error.code === 'ENOENT' ? 'there is no such file' : error.code}`);
  });
  const isFile = (await file.stat()).isFile();
  await file.close();
  if (!isFile) throw new UsageError(`Cannot read ${path}: it is no file`);
}

export interface PruneFlags {
  readonly json?: boolean;
  readonly apply?: boolean;
  readonly forgotten?: number;
  readonly ended?: number;
  readonly worth?: number;
  readonly most?: number;
}

/** Says what would be removed for good; removes it with `--apply`. */
export async function prune({ memory, scope }: OpenMemory, flags: PruneFlags): Promise<void> {
  const { forgotten, ended, worth, most, apply = false } = flags;
  const { records } = await memory.prune({
    scope,
    within: true,
    dryRun: !apply,
    ...(forgotten === undefined ? {} : { forgottenDays: forgotten }),
    ...(ended === undefined ? {} : { endedDays: ended }),
    ...(worth === undefined ? {} : { worth }),
    ...(most === undefined ? {} : { maxRecords: most }),
  });
  if (flags.json) return printJson({ dryRun: !apply, records });
  if (records.length === 0) return printText('There is nothing to remove.\n');
  for (const { record, why } of records) printText(`${recordLine(record, scope)}  ${WHY[why]}\n`);
  printText(`${records.length} ${apply ? 'removed for good' : 'would be removed for good; --apply does it'}\n`);
}

const WHY = {
  forgotten: 'forgotten',
  ended: 'ended',
  worth: 'worth little by now',
  over: 'one too many',
} as const;
