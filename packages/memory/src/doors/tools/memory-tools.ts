import { HeadroomError } from '@headroom/core';
import { checkSource } from '../../model/checks.js';
import type { Memory } from '../../model/memory.js';
import type { Source } from '../../model/record.js';
import type { Scope } from '../../model/scope.js';
import { DEADLINE, TOO_LATE, within } from '../placing/deadline.js';
import { checkDeadline, checkScopeOption, type ScopeOf, scopeFor } from '../placing/door-options.js';
import { MEMORY_TOOLS, type MemoryToolDefinition, type MemoryToolName } from './definitions.js';
import { toldRecords } from './told-records.js';

/** What the tools work on. */
export interface MemoryToolOptions<Call = unknown> {
  readonly memory: Memory;
  /** Where facts are saved; what lies around it is seen too. */
  readonly scope: ScopeOf<Call>;
  /** Who saves, for the sources of records. */
  readonly source?: Source;
  /** Most tokens of a search's result. Default 1,024. */
  readonly budget?: number;
  /** A call waits so long for the memory, in milliseconds; then the model is told to go on without it. Default 1,000. */
  readonly deadlineMs?: number;
  /** Which of the tools. Default: all. */
  readonly tools?: readonly MemoryToolName[];
}

/** The memory tools in no framework's words. */
export interface MemoryTools<Call = unknown> {
  readonly definitions: readonly MemoryToolDefinition[];
  /** Runs a tool. What goes wrong is told to the model as a text; it never throws. */
  run(name: string, input: unknown, call: Call): Promise<string>;
}

const NO_SCOPE = 'Refused: it is not known whose memory is meant, so nothing is saved, read or changed.';
const SLOW = 'The memory took too long; go on without it.';
const READING: ReadonlySet<MemoryToolName> = new Set(['memory_search', 'memory_list']);
const MOST_LISTED = 100;

type Input = Readonly<Record<string, unknown>>;
interface Run {
  readonly memory: Memory;
  readonly scope: Scope;
  readonly source: Source | undefined;
  readonly budget: number | undefined;
}

/**
 * `memory_save`, `memory_search`, `memory_update`, `memory_delete` and `memory_list`: small definitions and what runs them, for any
 * program that calls a model itself. Frameworks have doors of their own.
 *
 * @example
 * ```ts
 * const tools = memoryTools({ memory, scope: Scope.user('ann') });
 * const result = await tools.run(call.name, JSON.parse(call.arguments), undefined);
 * ```
 * @throws HeadroomError `invalid_option`.
 */
export function memoryTools<Call = unknown>(options: MemoryToolOptions<Call>): MemoryTools<Call> {
  const { memory, scope, source, budget, tools, deadlineMs = DEADLINE } = options;
  for (const act of ['remember', 'recall', 'list', 'supersede', 'update', 'forget'] as const)
    if (typeof memory?.[act] !== 'function')
      throw new HeadroomError('invalid_option', 'memoryTools(): `memory` is made by createMemory()', 'memory');
  checkScopeOption(scope, 'scope' in options, 'memoryTools');
  checkDeadline(deadlineMs, 'memoryTools');
  checkSource(source);
  const names = MEMORY_TOOLS.map(({ name }) => name);
  if (tools !== undefined && !(Array.isArray(tools) && tools.every((name) => names.includes(name))))
    throw new HeadroomError('invalid_option', `memoryTools(): \`tools\` are some of ${names.join(', ')}`, 'tools');
  const definitions = MEMORY_TOOLS.filter(({ name }) => tools?.includes(name) ?? true);
  return {
    definitions,
    async run(name, input, call) {
      const known = definitions.find((one) => one.name === name);
      if (!known)
        return `Refused: there is no tool of this name; there are ${definitions.map((one) => one.name).join(', ')}.`;
      try {
        return await within(deadlineMs, async () => {
          const whose = await scopeFor(scope, call);
          if (!whose) return NO_SCOPE;
          return RUNS[known.name](asInput(input), { memory, scope: whose, source, budget });
        });
      } catch (error) {
        if (error === TOO_LATE)
          return READING.has(known.name) ? SLOW : `${SLOW} What was asked for may have been done.`;
        return toldError(error);
      }
    },
  };
}

const RUNS: Readonly<Record<MemoryToolName, (input: Input, run: Run) => Promise<string>>> = {
  async memory_save({ text, key, importance }, { memory, scope, source }) {
    const { id } = await memory.remember({
      scope,
      text: String(text ?? ''),
      ...(isText(key) && { key }),
      ...(typeof importance === 'number' && { importance: Math.min(1, Math.max(0, importance)) }),
      ...(source && { source }),
    });
    return `Saved as [${id}].`;
  },
  async memory_search({ query, limit }, { memory, scope, budget }) {
    if (!isText(query)) return 'Refused: `query` is missing.';
    const most = countOf(limit, 10);
    const { records } = await memory.recall({
      scope,
      question: query,
      limit: most,
      ...(budget !== undefined && { budget }),
    });
    return toldRecords(records.map(({ record }) => record));
  },
  async memory_update({ id, text, mistake }, { memory, scope, source }) {
    if (!isText(id) || !isText(text)) return 'Refused: `id` and `text` are needed.';
    const now =
      mistake === true
        ? await memory.update(scope, id, { text }, 'memory_update')
        : await memory.supersede(scope, id, { text, ...(source && { source }) }, 'memory_update');
    return `Updated; it is [${now.id}] now.`;
  },
  async memory_delete({ id, reason }, { memory, scope }) {
    if (!isText(id)) return 'Refused: `id` is missing.';
    const isNew = await memory.forget(scope, id, isText(reason) ? reason : undefined);
    return isNew ? 'Forgotten.' : 'It was forgotten already.';
  },
  async memory_list({ limit }, { memory, scope }) {
    return toldRecords(await memory.list({ scope, limit: countOf(limit, 20) }));
  },
};

function asInput(input: unknown): Input {
  const value: unknown = typeof input === 'string' ? JSON.parse(input || '{}') : input;
  return typeof value === 'object' && value !== null ? (value as Input) : {};
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function countOf(value: unknown, usual: number): number {
  const count = Math.floor(Number(value ?? usual));
  return count >= 1 ? Math.min(count, MOST_LISTED) : usual;
}

/** What a model can do something about is said in words; of the rest only that it failed. */
function toldError(error: unknown): string {
  if (error instanceof HeadroomError && error.code === 'invalid_argument') return `Refused: ${error.message}.`;
  if (error instanceof SyntaxError) return 'Refused: the arguments are no JSON.';
  return 'The memory could not be reached; go on without it.';
}
