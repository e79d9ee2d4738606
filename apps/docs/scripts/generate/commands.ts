import { spawnSync } from 'node:child_process';
import { ROOT, write } from './files.js';
import { fenced } from './markdown.js';

const PROGRAM = `${ROOT}packages/cli/dist/main.js`;

/** @throws where the program does not know the command. */
function helpOf(command: readonly string[]): string {
  const env = { ...process.env, NO_COLOR: '1' };
  const { stdout, stderr, status } = spawnSync(process.execPath, [PROGRAM, ...command, '--help'], {
    encoding: 'utf8',
    env,
  });
  if (status !== 0) throw new Error(`headroom ${command.join(' ')} --help: ${stderr}`);
  return stdout + stderr;
}

/** The commands that a help text lists, without the help itself. */
function commandsIn(help: string): string[] {
  const [, list = ''] = /^Commands:\n((?: {2}.*\n?)*)/m.exec(help) ?? [];
  return [...list.matchAll(/^ {2}([a-z][\w-]*)/gm)].map(([, name = '']) => name).filter((name) => name !== 'help');
}

/** The program's own help, command by command. */
export function writeCommands(): void {
  const parts: string[] = [];
  const tell = (command: readonly string[]): void => {
    const help = helpOf(command);
    const title = ['headroom', ...command].join(' ');
    parts.push(`${'#'.repeat(Math.min(4, 2 + command.length))} \`${title}\`\n\n${fenced(help.trim())}`);
    for (const name of commandsIn(help)) tell([...command, name]);
  };
  tell([]);
  write('generated/commands.md', parts.join('\n'));
}
