import { createHeadroom, type Headroom } from '../compress.js';
import type { Warning } from '../model/report.js';
import { type HeadroomOptions, resolveOptions } from '../pipeline/options.js';
import { modelOf, takesConversation } from './endpoints.js';
import { type Fetch, Outgoing } from './outgoing.js';

/** What `headroomFetch` can be told, besides everything an engine can. */
export interface HeadroomFetchOptions extends HeadroomOptions {
  /** The engine that compresses; without it one is made from the other options. */
  readonly headroom?: Headroom;
  /** What sends the requests. Default: the global `fetch` at the time of the call. */
  readonly fetch?: Fetch;
}

/** A request with this header set to `true` goes out as it came; the header itself is taken off. */
const BYPASS = 'x-headroom-bypass';
/** Headers that vouch for the exact bytes of a body. */
const SEALS = ['content-md5', 'digest', 'content-digest', 'x-amz-content-sha256'];

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
  const warn = (code: Warning['code'], message: string) => onWarning?.({ code, message });

  return async (input, init) => {
    const send = given ?? globalThis.fetch;
    let call: Parameters<Fetch> = [input, init];
    try {
      const outgoing = new Outgoing(input, init);
      call = await compressed(outgoing, engine, options, warn);
    } catch (error) {
      warn('edit_failed', `A request was sent as it came (${error instanceof Error ? error.name : 'unknown error'})`);
    }
    return send(...call);
  };
}

type Warn = (code: Warning['code'], message: string) => void;

async function compressed(
  outgoing: Outgoing,
  engine: Headroom,
  options: HeadroomOptions,
  warn: Warn,
): Promise<Parameters<Fetch>> {
  const { address, headers, method, signal } = outgoing;
  if (headers.get(BYPASS) === 'true') return outgoing.changed([BYPASS]);
  if (method !== 'POST' || !takesConversation(address)) return outgoing.changed([]);
  const json = await readJson(outgoing, warn);
  if (!json) return outgoing.changed([]);
  const model = options.model ?? modelOf(address, json.value);
  const found = await engine.compressJson(json.text, {
    ...options,
    ...(model && { model }),
    ...(signal && { signal }),
  });
  if (!found.result) warn('edit_failed', 'The changes could not be written into the body; it was sent as it came');
  if (found.json === json.text) return outgoing.changed([]);
  return outgoing.changed(['content-length'], json.bytes ? new TextEncoder().encode(found.json) : found.json);
}

interface Json {
  readonly text: string;
  readonly value: unknown;
  readonly bytes: boolean;
}

/** The body as JSON, or undefined with a warning where it cannot be read or must not change. */
async function readJson(outgoing: Outgoing, warn: Warn): Promise<Json | undefined> {
  const { headers } = outgoing;
  const seal = SEALS.find((name) => headers.has(name));
  if (seal !== undefined || headers.get('authorization')?.startsWith('AWS4-')) {
    warn('edit_failed', 'The request is signed over its body; it was sent as it came');
    return undefined;
  }
  const encoding = headers.get('content-encoding') ?? 'identity';
  const body = encoding === 'identity' ? await outgoing.body() : undefined;
  if (body === undefined) {
    warn('invalid_text', 'The body is encoded or not a text; it was sent as it came');
    return undefined;
  }
  try {
    const text =
      typeof body === 'string' ? body : new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
    const value: unknown = JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text);
    return { text, value, bytes: typeof body !== 'string' };
  } catch {
    warn('invalid_text', 'The body is not JSON in UTF-8; it was sent as it came');
    return undefined;
  }
}
