import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { tool } from '../sandbox/file-tools.js';
import { type Item, type TaskSource, verdict, type World } from './item.js';
import { jsonLines } from './read-data.js';
import { shuffled } from './shuffled.js';

/** One line of the file of `--repositories`: a folder, what is to be done in it, and what tells whether it was. */
export interface RepositoryTask {
  readonly id: string;
  /** The folder of the repository; relative to the file. */
  readonly folder: string;
  /** What a user would say. */
  readonly prompt: string;
  /** A command and its arguments that succeeds when the task is done, run without a shell: `["npm","test"]`. */
  readonly tests: readonly string[];
  /** Files that the model may not write, the tests above all. */
  readonly protected?: readonly string[];
}

const TOOLS = [
  tool('list_files', 'Paths of all files below a folder.', { path: 'The folder, "." for all.' }),
  tool('search', 'Lines of all files in which some words stand, as path:line: text.', { text: 'The words.' }),
  tool('read_file', 'A file as it is.', { path: 'Its path.' }),
  tool('replace', 'Replaces one text of a file by another; it has to stand there once.', {
    path: 'Its path.',
    from: 'The text.',
    to: 'The other.',
  }),
  tool('write_file', 'Writes a file.', { path: 'Its path.', text: 'All of its text.' }),
  {
    name: 'run_tests',
    description: 'Runs the tests and returns what they print.',
    parameters: { type: 'object', properties: {} },
  },
];

const LONGEST = 200_000;
const TEST_MS = 600_000;
const SKIPPED = new Set(['.git', 'node_modules', 'dist', '.venv', '__pycache__']);

function filesBelow(folder: string, root = folder): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !SKIPPED.has(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(path, root);
      return entry.isFile() ? [relative(root, path)] : [];
    })
    .sort();
}

/** A copy of a repository that a model may change: paths outside it are refused, and no command but the tests is run. */
export class Checkout implements World {
  readonly #root: string;

  constructor(
    folder: string,
    private readonly task: RepositoryTask,
  ) {
    this.#root = mkdtempSync(join(tmpdir(), 'headroom-evals-'));
    cpSync(folder, this.#root, { recursive: true, verbatimSymlinks: true });
  }

  call(name: string, input: Readonly<Record<string, unknown>>): string {
    try {
      return this.#answer(name, Object.fromEntries(Object.entries(input).map(([key, value]) => [key, String(value)])));
    } catch (error) {
      return error instanceof Error ? error.message.replaceAll(this.#root, '.') : 'It did not work.';
    }
  }

  runTests(): { readonly passed: boolean; readonly output: string } {
    const [command = 'false', ...args] = this.task.tests;
    const done = spawnSync(command, args, { cwd: this.#root, encoding: 'utf8', timeout: TEST_MS, maxBuffer: 2 ** 26 });
    return { passed: done.status === 0, output: `${done.stdout}${done.stderr}`.slice(-LONGEST) };
  }

  close(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }

  #inside(path: string): string {
    const full = resolve(this.#root, path);
    const below = relative(this.#root, full);
    if (below.startsWith('..') || isAbsolute(below) || below.split(/[/\\]/).some((part) => part === '.git'))
      throw new Error(`${path} is outside the repository.`);
    // A link may lead out: only what is a file or folder itself is read or written.
    for (let at = full; at !== this.#root; at = dirname(at))
      if (existsSync(at) && !(lstat(at).isFile() || lstat(at).isDirectory())) throw new Error(`${path} is a link.`);
    return full;
  }

  #writable(path: string): string {
    const full = this.#inside(path);
    if ((this.task.protected ?? []).some((one) => resolve(this.#root, one) === full))
      throw new Error(`${path} may not be changed.`);
    return full;
  }

  #answer(name: string, input: Readonly<Record<string, string>>): string {
    const { path = '.', text = '', from = '', to = '' } = input;
    if (name === 'list_files') return filesBelow(this.#inside(path), this.#root).join('\n');
    if (name === 'search') return this.#search(text);
    if (name === 'read_file') return readFileSync(this.#inside(path), 'utf8').slice(0, LONGEST);
    if (name === 'run_tests') return this.runTests().output;
    if (name === 'write_file') {
      writeFileSync(this.#writable(path), text);
      return `Wrote ${path}.`;
    }
    if (name !== 'replace') return `There is no tool ${name}.`;
    const before = readFileSync(this.#inside(path), 'utf8');
    const parts = before.split(from);
    if (from === '' || parts.length !== 2)
      return `The text stands ${from === '' ? 0 : parts.length - 1} times in ${path}.`;
    writeFileSync(this.#writable(path), parts.join(to));
    return `Replaced it in ${path}.`;
  }

  #search(text: string): string {
    const lines = filesBelow(this.#root).flatMap((path) => {
      const content = readFileSync(join(this.#root, path), 'utf8');
      if (content.includes('\0')) return [];
      return content.split('\n').flatMap((line, i) => (line.includes(text) ? [`${path}:${i + 1}:${line}`] : []));
    });
    return lines.join('\n').slice(0, LONGEST) || 'No line has these words.';
  }
}

const lstat = (path: string) => lstatSync(path);

export const repositories: TaskSource = {
  name: 'repositories',
  title: 'Changes in repositories that are given, solved when their tests pass (as SWE-bench, Jimenez et al. 2024)',
  tier: 3,
  data: 'repositories of the user',
  needs:
    '--repositories FILE with lines of {"id","folder","prompt","tests":["npm","test"],"protected":[…]}; the tests are run on this machine',
  items({ seed, count, repositories: file }) {
    if (file === undefined) return [];
    return shuffled(jsonLines<RepositoryTask>(readFileSync(file, 'utf8')), seed)
      .slice(0, count)
      .map(
        (task): Item => ({
          id: `repositories/${task.id}`,
          task: 'repositories',
          system:
            'You are a careful engineer who changes a repository with the tools until its tests pass. Say Done at the end.',
          says: [task.prompt],
          tools: TOOLS,
          maxSteps: 40,
          open: () => new Checkout(resolve(dirname(file), task.folder), task),
          check({ world, text }) {
            return verdict((world as Checkout).runTests().passed, text);
          },
        }),
      );
  },
};
