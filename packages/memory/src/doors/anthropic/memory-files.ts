import { HeadroomError } from '@headroom/core';
import { checkSource } from '../../model/checks.js';
import type { Memory } from '../../model/memory.js';
import type { Source } from '../../model/record.js';
import { DEADLINE, TOO_LATE, within } from '../placing/deadline.js';
import { checkDeadline, checkScopeOption, type ScopeOf, scopeFor } from '../placing/door-options.js';
import { checkedPath, ROOT, refuse } from './file-path.js';
import { MemoryFolder } from './memory-folder.js';
import { listed, numbered } from './show-files.js';

/** Where Anthropic's memory tool keeps its files. */
export interface MemoryFilesOptions {
  readonly memory: Memory;
  /** Whose files these are: best a user's or an agent's, which last longer than a session. */
  readonly scope: ScopeOf<undefined>;
  readonly source?: Source;
  /** A command waits so long for the memory, in milliseconds; then the model is told to go on without it. Default 1,000. */
  readonly deadlineMs?: number;
}

type Fields = Readonly<Record<string, unknown>>;
type CommandName = 'view' | 'create' | 'str_replace' | 'insert' | 'delete' | 'rename';
type Commands = { readonly [K in CommandName]: (command: unknown) => Promise<string> };

/** The commands of `memory_20250818`, as `betaMemoryTool()` of the SDK takes them. They throw what the model is to be told. */
export interface MemoryFiles extends Commands {
  /** Runs the input of a `memory` call; what goes wrong is told as a text. For programs that answer calls themselves. */
  run(input: unknown): Promise<{ readonly content: string; readonly is_error: boolean }>;
}

/** Lines around a change that are shown. */
const AROUND = 3;

/**
 * Anthropic's native memory tool (`memory_20250818`) over memory: each file below `/memories` is a record, so what Claude notes is
 * versioned, can be recalled by every other door, and what is deleted can be restored.
 *
 * @example
 * ```ts
 * const tools = [betaMemoryTool(memoryFiles({ memory, scope: Scope.user('ann') }))];
 * const runner = client.beta.messages.toolRunner({ model, max_tokens: 1024, tools, messages });
 * ```
 * @throws HeadroomError `invalid_option`.
 */
export function memoryFiles(options: MemoryFilesOptions): MemoryFiles {
  const { memory, scope, source, deadlineMs = DEADLINE } = options ?? {};
  if (typeof memory?.remember !== 'function')
    throw new HeadroomError('invalid_option', 'memoryFiles(): `memory` is made by createMemory()', 'memory');
  checkScopeOption(scope, 'scope' in options, 'memoryFiles');
  checkDeadline(deadlineMs, 'memoryFiles');
  checkSource(source);
  let last: Promise<unknown> = Promise.resolve();
  /** One after the other: each change reads a file and writes it anew. */
  const inTurn = (act: Act) => (command: unknown) => {
    const done = last.then(async () => {
      const whose = await scopeFor(scope, undefined);
      if (!whose) refuse('It is not known whose memory this is');
      return act(new MemoryFolder(memory, whose, source), asFields(command));
    });
    last = done.catch(() => undefined);
    return within(deadlineMs, () => done).catch((error: unknown) => {
      if (error === TOO_LATE)
        refuse('The memory took too long; go on without it. What was asked for may have been done');
      throw error;
    });
  };
  const commands = Object.fromEntries(Object.entries(ACTS).map(([name, act]) => [name, inTurn(act)]));
  return { ...(commands as unknown as Commands), run: (input) => runOf(commands, input) };
}

async function runOf(commands: Readonly<Record<string, (command: unknown) => Promise<string>>>, input: unknown) {
  const name = String(asFields(input).command);
  const act = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!act) return { content: `There is no command ${JSON.stringify(name)}`, is_error: true };
  try {
    return { content: await act(input), is_error: false };
  } catch (error) {
    const isTold = error instanceof HeadroomError && error.code === 'invalid_argument';
    return { content: isTold ? error.message : 'The memory could not be reached; go on without it', is_error: true };
  }
}

type Act = (folder: MemoryFolder, command: Fields) => Promise<string>;

const ACTS: Readonly<Record<CommandName, Act>> = {
  async view(folder, command) {
    const path = checkedPath(command.path);
    const file = await folder.file(path);
    if (!file) {
      const files = await folder.below(path);
      if (files.length === 0 && path !== ROOT) await folder.required(path);
      return listed(path, files);
    }
    const lines = file.content.split('\n');
    const [first, end] = rangeOf(command.view_range, lines.length);
    return `Here is the content of ${path} with line numbers:\n${numbered(lines, first, end)}`;
  },

  async create(folder, command) {
    const path = checkedPath(command.path);
    await free(folder, path);
    await folder.write(path, textOf(command.file_text, 'file_text'));
    return `File created successfully at: ${path}`;
  },

  async str_replace(folder, command) {
    const path = checkedPath(command.path);
    const { content } = await folder.required(path);
    const old = textOf(command.old_str, 'old_str');
    const parts = old === '' ? [] : content.split(old);
    if (parts.length < 2) refuse(`Nothing was replaced: old_str does not stand in ${path} word for word`);
    if (parts.length > 2) {
      const lines = parts.slice(0, -1).map(
        (_, i) =>
          parts
            .slice(0, i + 1)
            .join(old)
            .split('\n').length,
      );
      refuse(`Nothing was replaced: old_str stands in lines ${lines.join(', ')} of ${path} and must be unique`);
    }
    const [before = '', after = ''] = parts;
    const now = before + textOf(command.new_str ?? '', 'new_str') + after;
    await folder.write(path, now);
    return `The file has been edited. Around the change it reads:\n${around(now, before.split('\n').length)}`;
  },

  async insert(folder, command) {
    const path = checkedPath(command.path);
    const { content } = await folder.required(path);
    const lines = content === '' ? [] : content.split('\n');
    const at = Number(command.insert_line);
    if (!Number.isInteger(at) || at < 0 || at > lines.length)
      refuse(`insert_line must be a number from 0 to ${lines.length}, the lines of ${path}`);
    const added = textOf(command.insert_text, 'insert_text').replace(/\n$/, '').split('\n');
    const now = [...lines.slice(0, at), ...added, ...lines.slice(at)].join('\n');
    await folder.write(path, now);
    return `The file ${path} has been edited. Around the change it reads:\n${around(now, at + 1)}`;
  },

  async delete(folder, command) {
    const path = checkedPath(command.path);
    if (path === ROOT) refuse(`${ROOT} itself cannot be deleted`);
    const files = await folder.below(path);
    if (files.length === 0) await folder.required(path);
    for (const file of files) await folder.remove(file, 'delete');
    return `Successfully deleted ${path}`;
  },

  async rename(folder, command) {
    const from = checkedPath(command.old_path);
    const to = checkedPath(command.new_path);
    if (from === ROOT || to === from || to.startsWith(`${from}/`)) refuse(`${from} cannot become ${to}`);
    const files = await folder.below(from);
    if (files.length === 0) await folder.required(from);
    await free(folder, to);
    for (const file of files) {
      await folder.write(to + file.path.slice(from.length), file.content);
      await folder.remove(file, `renamed to ${to}`);
    }
    return `Successfully renamed ${from} to ${to}`;
  },
};

/** @throws HeadroomError where something lies at a path already, or a file where a folder would have to be. */
async function free(folder: MemoryFolder, path: string): Promise<void> {
  if (path === ROOT) refuse(`${ROOT} is a folder`);
  if ((await folder.below(path)).length > 0) refuse(`${path} already exists`);
  const names = path.slice(ROOT.length + 1).split('/');
  for (let depth = 1; depth < names.length; depth++) {
    const above = `${ROOT}/${names.slice(0, depth).join('/')}`;
    if (await folder.file(above)) refuse(`${above} is a file, not a folder`);
  }
}

function around(content: string, line: number): string {
  const lines = content.split('\n');
  return numbered(lines, Math.max(1, line - AROUND), Math.min(lines.length, line + AROUND));
}

/** @throws HeadroomError for a range that is none. -1 is the end. */
function rangeOf(range: unknown, lines: number): readonly [number, number] {
  if (range === undefined || range === null) return [1, lines];
  const [first, end] = (Array.isArray(range) ? range : []) as readonly unknown[];
  const last = end === -1 || end === undefined ? lines : Number(end);
  const isRange = Number.isInteger(first) && Number(first) >= 1 && Number.isInteger(last) && last >= Number(first);
  if (!isRange) refuse('view_range is two numbers of lines, from 1; -1 is the end');
  return [Number(first), last];
}

function textOf(value: unknown, name: string): string {
  return typeof value === 'string' ? value : refuse(`${name} is a text`);
}

function asFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
