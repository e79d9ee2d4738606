import { isRecord } from '../formats/record.js';
import type { HeadroomOptions } from '../pipeline/options.js';
import { Problem } from './problem.js';

/** Options that a request may bring: plain data that cannot reach beyond its own call. */
const ALLOWED = [
  'tokenBudget',
  'onBreak',
  'query',
  'mode',
  'excludeTools',
  'compressUserMessages',
  'compressSystemMessages',
  'frozenMessageCount',
  'minTokens',
  'retrieval',
  'retrieveTool',
  'conversation',
  'record',
] as const satisfies readonly (keyof HeadroomOptions)[];

/** Options of other implementations of this route that have no meaning here. */
const FOREIGN = new Set(['targetRatio', 'protectRecent', 'protectAnalysisContext']);

/** What a request wants, and what of it cannot be had. */
export interface RequestedOptions {
  readonly options: HeadroomOptions;
  readonly ignored: readonly { readonly code: 'option_ignored'; readonly message: string }[];
}

/** Reads `options`, `config` and `token_budget` of a request, in camel case or snake case. Values are checked by the engine. @throws Problem */
export function readOptions(body: Readonly<Record<string, unknown>>): RequestedOptions {
  const { options = {}, config = {}, token_budget: tokenBudget } = body;
  if (!isRecord(options) || !isRecord(config))
    throw new Problem(400, 'invalid_option', '`options` and `config` must be objects');
  const given = Object.entries({ ...config, ...options, ...(tokenBudget == null ? {} : { tokenBudget }) });
  const read: Record<string, unknown> = {};
  const ignored: RequestedOptions['ignored'][number][] = [];
  for (const [key, value] of given) {
    const name = key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    if (FOREIGN.has(name)) ignored.push({ code: 'option_ignored', message: `Option \`${name}\` has no meaning here` });
    else if ((ALLOWED as readonly string[]).includes(name)) read[name] = value ?? undefined;
    else throw new Problem(400, 'unknown_option', `Unknown option. Known options: ${ALLOWED.join(', ')}`);
  }
  return { options: read, ignored };
}
