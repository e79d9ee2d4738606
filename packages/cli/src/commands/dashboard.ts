import { spawn } from 'node:child_process';
import type { Command } from 'commander';
import { printText, remark } from '../print.js';
import { version } from '../version.js';

interface Flags {
  readonly open: boolean;
}

const EXAMPLES = `
Examples:
  headroom dashboard               open what happened in your sessions in the browser
  headroom dashboard --no-open     print the link: it works once, within five minutes`;

/** `headroom dashboard`: sessions live and past, in the browser. */
export function dashboardCommand(program: Command): void {
  program
    .command('dashboard')
    .description('Open what your agents send, what it costs and what was left out, session by session')
    .option('--no-open', 'print the link only')
    .addHelpText('after', EXAMPLES)
    .action(run);
}

async function run({ open }: Flags): Promise<void> {
  const [{ ensureService }, { ask }, { serviceFolder }, { program }] = await Promise.all([
    import('../service/ensure-service.js'),
    import('../service/ask.js'),
    import('../service/state.js'),
    import('../service/program.js'),
  ]);
  const state = await ensureService({ folder: serviceFolder(), version, program });
  const answered = state && (await ask(state, '/link', { timeoutMs: 5000 }));
  if (!state || answered?.status !== 200)
    throw new Error('The service of this machine does not answer; `headroom doctor` says why');
  const { path } = JSON.parse(answered.body) as { readonly path: string };
  const link = `http://127.0.0.1:${state.port}${path}`;
  const isShown = open && process.stdout.isTTY === true && show(link);
  printText(`${link}\n`);
  if (isShown) remark('It was opened in your browser; the link works once.');
}

const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** Hands the link to whatever opens links here; false where there is none. */
function show(link: string): boolean {
  const [command = 'xdg-open', ...before] = OPENERS[process.platform] ?? ['xdg-open'];
  const hasScreen = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!hasScreen) return false;
  const child = spawn(command, [...before, link], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
  return true;
}
