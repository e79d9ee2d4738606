import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const HEADROOM = fileURLToPath(new URL('../../packages/cli/dist/main.js', import.meta.url));

const PID = "JSON.parse(require('fs').readFileSync(process.env.HOME + '/.headroom/service.json')).pid";
const STOP = `process.kill(${PID})`;
/** A command of an agent's shell that ends the service as a crash would. */
export const KILL_SERVICE = `kill -9 $(node -p "${PID}"); echo gone`;

/** How a program ended. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly ms: number;
}

/** A home and a project of their own, and a provider, for a session of a real agent. */
export interface World {
  readonly home: string;
  readonly project: string;
  /** Runs a program there; a program that does not end in time is killed, and has the code null. */
  run(command: string, args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended>;
  /** Digests of all files below a folder, by path. */
  files(folder: string): ReadonlyMap<string, string>;
  /** Ends the service that was started there. */
  stopService(): Promise<Ended>;
  remove(): void;
}

/** Makes one, with these files in it. */
export function makeWorld(
  bin: string,
  provider: string,
  files: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string>> = {},
): World {
  const root = mkdtempSync(join(tmpdir(), 'headroom-lane-'));
  const [home, project] = [join(root, 'home'), join(root, 'project')];
  for (const folder of [home, project]) mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  const base = {
    PATH: `${bin}${delimiter}${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`,
    HOME: home,
    TERM: 'dumb',
    ANTHROPIC_BASE_URL: provider,
    ANTHROPIC_API_KEY: 'sk-ant-made-up',
    // Claude Code refuses to go without asking as root, unless it is told that it is boxed in.
    IS_SANDBOX: '1',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_AUTOUPDATER: '1',
    ...more,
  };
  return {
    home,
    project,
    run: (command, args, env = {}) => runIn(project, command, args, { ...base, ...env }),
    files: (folder) => digests(folder),
    stopService: () => runIn(project, process.execPath, ['-e', STOP], { ...base }),
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }),
  };
}

const PATIENCE_MS = 120_000;

function runIn(cwd: string, command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  const began = Date.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    const timer = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), PATIENCE_MS);
    child.on('error', (error) => resolve({ code: -1, out, err: String(error), ms: 0 }));
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code, out, err, ms: Date.now() - began });
    });
  });
}

function digests(folder: string, at = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const entry of readdirSync(join(folder, at), { withFileTypes: true })) {
    const path = at ? `${at}/${entry.name}` : entry.name;
    if (entry.isDirectory()) for (const [name, digest] of digests(folder, path)) found.set(name, digest);
    else if (entry.isFile())
      found.set(
        path,
        createHash('sha256')
          .update(readFileSync(join(folder, path)))
          .digest('hex'),
      );
  }
  return found;
}
