import { defaultCompressors } from '../compressors/index.js';
import { editObject } from '../edit/edit-object.js';
import { formats } from '../formats/index.js';
import type { Block } from '../model/block.js';
import type { Compressor, Task } from '../model/compressor.js';
import type { Edit } from '../model/edit.js';
import type { Format } from '../model/format.js';
import type { Context, DraftBlock, Memo, RouteChanges } from '../model/pass.js';
import type { MaybePromise } from '../model/path.js';
import type { Warning } from '../model/report.js';
import { counterFor } from '../tokens/counter-for.js';
import { Sheet } from './draft.js';
import { type Steps, wait } from './drive.js';
import type { Settings } from './options.js';
import { preset } from './preset.js';
import { type Routed, route } from './route.js';

/** One call through the passes, before anything is written to the request. */
export interface Run {
  readonly format: Format | undefined;
  readonly blocks: readonly DraftBlock[];
  readonly warnings: readonly Warning[];
  readonly edits: readonly Edit[];
}

/** How a call is made, besides its settings. */
export interface RunOptions {
  readonly sync: boolean;
  readonly dryRun: boolean;
  readonly memo: Memo;
  readonly biases: ReadonlyMap<number, number>;
}

/** The format that knows a request by its shape; a caller's own is asked first. */
export function formatOf(body: unknown, own?: Format): Format | undefined {
  return [...(own ? [own] : []), ...formats].find((format) => format.matches(body));
}

/** Reads the texts of a request, sends them through all passes and says what would change. Never throws. */
export function* run(body: unknown, settings: Settings, options: RunOptions): Steps<Run> {
  const format = formatOf(body, settings.format);
  const nothing = (code: Warning['code'], message: string): Run => ({
    format,
    blocks: [],
    warnings: [{ code, message }],
    edits: [],
  });
  if (!format)
    return nothing(
      'unknown_shape',
      'The messages have no shape that is known: openai-chat, openai-responses, anthropic or gemini',
    );
  let blocks: Block[];
  try {
    blocks = [...format.blocks(body)];
  } catch (error) {
    return nothing('format_failed', `The request could not be read as ${format.name} (${nameOf(error)})`);
  }
  if (settings.query !== undefined) blocks = blocks.map((block) => ({ ...block, query: settings.query as string }));
  const sheet = new Sheet(blocks, options.biases, settings.retrieval === 'tool' ? 'tool' : 'summary');
  const context = makeContext(sheet, settings, options);
  for (const pass of preset(settings.passes)) {
    if (settings.signal?.aborted) break;
    try {
      yield* wait(pass.run(sheet, context));
    } catch (error) {
      sheet.warn('pass_failed', `Pass ${pass.name} threw ${error instanceof Error ? error.name : 'an unknown error'}`);
      undo(sheet, pass.name);
    }
  }
  if (settings.signal?.aborted) {
    sheet.warn('aborted', 'The call was aborted; nothing was changed');
    for (const block of sheet.blocks) if (block.shorter) block.withdraw('run', 'aborted');
  }
  return { format, blocks: sheet.blocks, warnings: sheet.warnings, edits: editsOf(body, format, sheet) };
}

/** The edits that write every proposal; a format that fails at it leaves the request as it is. */
function editsOf(body: unknown, format: Format, sheet: Sheet): Edit[] {
  const changed = sheet.blocks.filter((block) => block.shorter);
  try {
    return changed.map(
      ({ block, text }) => format.write?.(body, block, text) ?? { kind: 'replace', at: block.at, value: text },
    );
  } catch (error) {
    sheet.warn('format_failed', `The changes could not be written as ${format.name} (${nameOf(error)})`);
    for (const block of changed) block.withdraw('run', 'format_failed');
    return [];
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown error';
}

/** Writes the edits of a run to a request; without edits the same reference comes back. */
export function applyRun(body: unknown, edits: readonly Edit[], warn: (warning: Warning) => void): unknown {
  try {
    return editObject(body, edits);
  } catch (error) {
    warn({
      code: 'edit_failed',
      message: `The changes could not be written (${error instanceof Error ? error.name : 'unknown error'}); nothing was changed`,
    });
    return body;
  }
}

/** A failed pass changes nothing: what it proposed is withdrawn, and without protection nothing may change at all. */
function undo(sheet: Sheet, pass: string): void {
  for (const block of sheet.blocks) {
    if (pass === 'protect') block.pin(pass, 'pass_failed');
    else if (block.decisions.at(-1)?.pass === pass && block.shorter) block.withdraw(pass, 'pass_failed');
  }
}

function makeContext(sheet: Sheet, settings: Settings, options: RunOptions): Context {
  const started = performance.now();
  const left = () => settings.timeBudgetMs - (performance.now() - started);
  const tokens = counterFor(settings.model);
  const lossless = settings.retrieval === 'none' || settings.mode === 'lossless';
  const compressors: readonly Compressor[] = [...settings.compressors, ...defaultCompressors()];
  let warned = false;
  return {
    mode: lossless ? 'lossless' : settings.mode,
    retrieval: settings.retrieval,
    sync: options.sync,
    dryRun: options.dryRun,
    store: settings.store,
    tokens,
    minTokens: settings.minTokens,
    ...(settings.tokenBudget === undefined ? {} : { tokenBudget: settings.tokenBudget }),
    frozenMessageCount: settings.frozenMessageCount,
    excludeTools: settings.excludeTools,
    compressUserMessages: settings.compressUserMessages,
    compressSystemMessages: settings.compressSystemMessages,
    expired() {
      if (settings.signal?.aborted) return true;
      if (left() > 0) return false;
      if (!warned)
        sheet.warn(
          'time_budget',
          `The time budget of ${settings.timeBudgetMs} ms was spent; the remaining texts were left whole`,
        );
      warned = true;
      return true;
    },
    route(block, changes = {}) {
      const { text = block.block.text } = changes;
      const task: Task = {
        ...taskFor(block, changes, lossless ? 'lossless' : settings.mode, tokens, settings.signal),
        retrievable: settings.retrieval === 'tool',
      };
      const key = settings.compressors.length > 0 ? undefined : keyOf(task, options.sync);
      const known = key === undefined ? undefined : options.memo.get(text, key);
      if (known) return known.value;
      let clean = true;
      const warn: Sheet['warn'] = (code, message) => {
        clean = false;
        sheet.warn(code, message);
      };
      const routed = route(text, task, { compressors, sync: options.sync, warn, patience: left });
      return remembered(routed, (value) => {
        if (key !== undefined && clean) options.memo.set(text, key, value);
      });
    },
  };
}

function remembered(
  routed: MaybePromise<Routed | undefined>,
  keep: (value: Routed | undefined) => void,
): MaybePromise<Routed | undefined> {
  if (routed instanceof Promise) {
    return routed.then((value) => {
      keep(value);
      return value;
    });
  }
  keep(routed as Routed | undefined);
  return routed;
}

function taskFor(
  block: DraftBlock,
  changes: RouteChanges,
  mode: Task['mode'],
  tokens: Task['tokens'],
  signal: AbortSignal | undefined,
): Task {
  const { call, query } = block.block;
  return {
    query,
    ...(call ? { tool: call.tool, input: call.input } : {}),
    mode: mode === 'lossless' ? 'lossless' : (changes.mode ?? mode),
    bias: block.bias,
    tokens,
    ...(changes.budget === undefined ? {} : { budget: changes.budget }),
    ...(signal ? { signal } : {}),
  };
}

/** Everything a compressor may look at, as text; undefined when it cannot be written down. */
function keyOf(task: Task, sync: boolean): string | undefined {
  try {
    return JSON.stringify([
      task.query,
      task.tool,
      task.input,
      task.mode,
      task.bias,
      task.budget,
      task.retrievable,
      task.tokens.name,
      sync,
    ]);
  } catch {
    return undefined;
  }
}
