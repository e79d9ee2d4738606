import type { Format } from '../model/format.js';
import type { Warning } from '../model/report.js';
import { type CallTime, TimeUpError } from './call-time.js';
import { isPromise, type Steps } from './drive.js';
import type { CompressContext } from './hooks.js';
import type { Settings } from './options.js';
import { type CompressResult, messagesOf } from './result.js';

/** The call that hooks are asked in. */
export interface HookCall {
  readonly format: Format | undefined;
  readonly settings: Settings;
  readonly sync: boolean;
  readonly time: CallTime;
  warn(warning: Warning): void;
}

/** Calls a hook and shields the request from it: what throws, never ends, or would have to be waited for, is a warning. */
function* call<T>(name: string, hook: () => T | Promise<T>, { sync, time, warn }: HookCall): Steps<T | undefined> {
  try {
    const value = hook();
    if (!isPromise(value)) return value;
    if (!sync) return (yield time.within(value)) as T;
    value.catch(() => undefined);
    warn({
      code: 'async_skipped',
      message: `Hook ${name} answers asynchronously and was ignored by a synchronous call`,
    });
  } catch (error) {
    if (error instanceof TimeUpError) {
      if (time.over() !== 'aborted')
        warn({ code: 'time_budget', message: `Hook ${name} did not answer within the time budget` });
      return undefined;
    }
    warn({
      code: 'hook_failed',
      message: `Hook ${name} threw ${error instanceof Error ? error.name : 'an unknown error'}`,
    });
  }
  return undefined;
}

/** The request that `preCompress` asks for, or the given one. */
export function* askMessages<Input extends object>(request: Input, asked: HookCall): Steps<Input> {
  const { format, settings } = asked;
  const { hooks } = settings;
  if (!hooks.preCompress || !format) return request;
  const messages = messagesOf(request);
  const replaced = yield* call(
    'preCompress',
    () => hooks.preCompress?.(messages, contextOf(request, format, settings)),
    asked,
  );
  if (!Array.isArray(replaced) || replaced === messages) return request;
  if (Array.isArray(request)) return replaced as unknown as Input;
  const key = ['messages', 'input', 'contents'].find((name) => (request as Record<string, unknown>)[name] === messages);
  return key ? { ...request, [key]: replaced } : request;
}

/** The biases by message index that `computeBiases` asks for; values outside 0.1 to 10 are brought inside. */
export function* askBiases(request: unknown, asked: HookCall): Steps<ReadonlyMap<number, number>> {
  const { format, settings } = asked;
  const { hooks } = settings;
  const biases = new Map<number, number>();
  if (!hooks.computeBiases || !format) return biases;
  const answer = yield* call(
    'computeBiases',
    () => hooks.computeBiases?.(messagesOf(request), contextOf(request, format, settings)),
    asked,
  );
  for (const [index, bias] of Object.entries(answer ?? {})) {
    if (typeof bias === 'number' && bias > 0) biases.set(Number(index), Math.min(10, Math.max(0.1, bias)));
  }
  return biases;
}

/** Tells `postCompress` what was saved. */
export function* afterwards(result: CompressResult, request: unknown, asked: HookCall): Steps<void> {
  const { format, settings } = asked;
  const { hooks } = settings;
  if (!hooks.postCompress || !format || result.tokensSaved === 0) return;
  const tell = () => {
    const { tokensBefore, tokensAfter, tokensSaved, compressionRatio, transformsApplied, ccrHashes } = result;
    const { model, userQuery, provider } = contextOf(request, format, settings);
    const done = { tokensBefore, tokensAfter, tokensSaved, compressionRatio, transformsApplied, ccrHashes };
    return hooks.postCompress?.({ ...done, model, userQuery, provider });
  };
  yield* call('postCompress', tell, asked);
}

function contextOf(request: unknown, format: Format, settings: Settings): CompressContext {
  const blocks = [...format.blocks(request)];
  return {
    model: settings.model ?? '',
    userQuery: settings.query ?? blocks.at(-1)?.query ?? '',
    turnNumber: new Set(blocks.filter((block) => block.role === 'user').map((block) => block.turn)).size,
    toolCalls: blocks.flatMap((block) => block.call?.tool ?? []),
    provider: format.name,
  };
}
