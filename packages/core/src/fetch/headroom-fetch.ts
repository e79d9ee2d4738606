import { createHeadroom, type Headroom } from '../compress.js';
import { skipped, skipWarning } from '../http/body-report.js';
import { compressBody } from '../http/compress-body.js';
import { takesConversation } from '../http/endpoints.js';
import { BYPASS_HEADER, sealOf } from '../http/json-body.js';
import type { Warning } from '../model/report.js';
import { type HeadroomOptions, resolveOptions } from '../pipeline/options.js';
import { type Fetch, Outgoing } from './outgoing.js';

/** What `headroomFetch` can be told, besides everything an engine can. */
export interface HeadroomFetchOptions extends HeadroomOptions {
  /** The engine that compresses; without it one is made from the other options. */
  readonly headroom?: Headroom;
  /** What sends the requests. Default: the global `fetch` at the time of the call. */
  readonly fetch?: Fetch;
}

/**
 * A `fetch` that shrinks the tool outputs in requests to OpenAI, Anthropic and Gemini, for any SDK that takes a `fetch`.
 * Only the changed strings of a JSON body differ; method, headers, signal and the response stream are untouched, and
 * every other request passes through. Whatever goes wrong, the original request is sent and `onWarning` hears of it.
 *
 * @example
 * ```ts
 * const client = new OpenAI({ fetch: headroomFetch() });
 * ```
 * @throws HeadroomError for unknown, invalid or contradictory options.
 */
export function headroomFetch({ headroom, fetch: given, ...options }: HeadroomFetchOptions = {}): Fetch {
  const { onWarning } = resolveOptions(options);
  const engine = headroom ?? createHeadroom(options);
  const warn = (warning: Warning) => onWarning?.(warning);

  return async (input, init) => {
    const send = given ?? globalThis.fetch;
    let call: Parameters<Fetch> = [input, init];
    try {
      const outgoing = new Outgoing(input, init);
      call = await compressed(outgoing, engine, options, warn);
    } catch (error) {
      const name = error instanceof Error ? error.name : 'unknown error';
      warn({ code: 'edit_failed', message: `A request was sent as it came (${name})` });
    }
    return send(...call);
  };
}

async function compressed(
  outgoing: Outgoing,
  engine: Headroom,
  options: HeadroomOptions,
  warn: (warning: Warning) => void,
): Promise<Parameters<Fetch>> {
  const { address, headers, method, signal } = outgoing;
  if (headers.get(BYPASS_HEADER) === 'true') return outgoing.changed([BYPASS_HEADER]);
  if (method !== 'POST' || !takesConversation(address)) return outgoing.changed([]);
  const seal = sealOf(headers);
  const body = seal ? undefined : await outgoing.body();
  const { body: smaller, report } =
    body === undefined
      ? { body, report: skipped(seal ?? 'encoded') }
      : await compressBody(engine, body, address, signal ? { ...options, signal } : options);
  const warning = skipWarning(report);
  if (warning) warn(warning);
  return smaller === body ? outgoing.changed([]) : outgoing.changed(['content-length'], smaller);
}
