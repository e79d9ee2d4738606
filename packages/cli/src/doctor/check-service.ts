import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inHome } from '../print.js';
import { ask, serviceAt } from '../service/ask.js';
import { ensureService } from '../service/ensure-service.js';
import { program } from '../service/program.js';
import { liveState, serviceFolder } from '../service/state.js';
import { version } from '../version.js';
import { canWrite } from './can-write.js';
import type { Row } from './row.js';

const PATIENCE_MS = 3000;

/** The service of this user: whether it runs, as which version, and how fast it answers. */
export async function checkService(): Promise<readonly Row[]> {
  const folder = serviceFolder();
  const state = liveState(folder);
  if (!canWrite(join(folder, 'service.json'))) {
    const hint =
      'No service starts without it, and agents run without Headroom. Name a folder you may write in HEADROOM_HOME.';
    return [{ name: 'service', status: 'fail', summary: `${inHome(folder)} cannot be written`, hint }];
  }
  const open = openToOthers(join(folder, 'service.json'));
  if (open) return [open];
  const there = state && (await serviceAt(state, PATIENCE_MS));
  if (!state || !there)
    return [
      {
        name: 'service',
        status: 'ok',
        summary: 'not running',
        hint: 'It is started by whatever needs it, and ends after a quarter of an hour without a question.',
      },
    ];
  if (there.version !== version)
    return [
      {
        name: 'service',
        status: 'warn',
        summary: `version ${there.version} runs on port ${state.port}, this is ${version}`,
        hint: 'Sessions that began with it get their originals from now on: start them anew. `headroom doctor --fix` changes it for this one.',
        fix: async () =>
          (await ensureService({ folder, version, program })) ? 'started this version' : 'it did not start',
      },
    ];
  const began = performance.now();
  const answered = await ask(state, '/text', { body: JSON.stringify({ text: 'doctor' }), timeoutMs: PATIENCE_MS });
  const ms = Math.max(1, Math.round(performance.now() - began));
  const answers = answered?.status === 200;
  const row: Row = {
    name: 'service',
    status: answers ? 'ok' : 'fail',
    summary: answers
      ? `version ${version} on port ${state.port}, answers in ${ms} ms (process ${there.pid})`
      : `process ${there.pid} on port ${state.port} does not answer`,
    hint: answers
      ? `Its log is ${join(folder, 'service.log')}.`
      : `End process ${there.pid}; the next session starts another one.`,
  };
  return [row, ...failures(folder)];
}

/** What did not go well since the service started. Its log holds names and numbers, nothing of a prompt. */
function failures(folder: string): readonly Row[] {
  const log = join(folder, 'service.log');
  let lines: readonly string[] = [];
  try {
    lines = readFileSync(log, 'utf8').split('\n').filter(Boolean);
  } catch {
    return [];
  }
  const hooks = lines.filter((line) => line.startsWith('hook ')).length;
  const failed = lines.filter((line) => / failed: /.test(line));
  const last = failed.at(-1);
  if (last === undefined)
    return [
      {
        name: 'failures',
        status: 'ok',
        summary: `none in ${hooks} results since it started`,
        hint: `Its log is ${log}.`,
      },
    ];
  return [
    {
      name: 'failures',
      status: 'warn',
      summary: `${failed.length} since the service started, the last one: ${last.slice(0, 120)}`,
      hint: `Those results arrived whole. The log is ${log}.`,
    },
  ];
}

/** The state holds the token. */
function openToOthers(file: string): Row | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found || process.platform === 'win32' || (found.mode & 0o077) === 0) return undefined;
  return {
    name: 'service',
    status: 'fail',
    summary: `other users can read ${file}, which holds its token`,
    hint: `Remove the file and end the service; the next one makes another token.`,
  };
}
