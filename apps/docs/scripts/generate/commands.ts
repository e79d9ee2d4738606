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

/** What stands behind the options: the same for all commands of a family, so it is told once. */
function examplesIn(help: string): string {
  const at = help.indexOf('\nExamples:\n');
  return at < 0 ? '' : help.slice(at);
}

/** The program's own help, command by command. */
export function writeCommands(): void {
  const parts: string[] = [];
  const tell = (command: readonly string[], told: string): void => {
    const help = helpOf(command);
    const examples = examplesIn(help);
    const title = ['headroom', ...command].join(' ');
    const own = examples === told ? help.slice(0, help.length - examples.length) : help;
    parts.push(`${'#'.repeat(Math.min(4, 2 + command.length))} \`${title}\`\n\n${fenced(own.trim())}`);
    for (const name of commandsIn(help)) tell([...command, name], examples);
  };
  tell([], '');
  write('generated/commands.md', parts.join('\n'));
}
