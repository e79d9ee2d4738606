import { inflatedStream } from '../wire/inflate.js';
import { type Answer, jsonAnswer } from '../wire/messages.js';
import { eachHeader, headerIn, keptHeaders } from '../wire/raw-headers.js';
import { bodyVersion, withoutHeaders } from './body-version.js';
import { messageIn } from './event-frames.js';
import { errorType, eventsOfFrames, framesOfEvents, type KnownFrames } from './frame-streams.js';
import { modelIn } from './rename-model.js';
import { type WholeRequest, withBody } from './whole-request.js';

const VERSION = 'bedrock-2023-05-31';
const FRAMES = 'application/vnd.amazon.eventstream';
/** Nobody says more about a failure. */
const LONGEST_FAILURE = 1_000_000;

/**
 * A request of Messages as InvokeModel takes it: the model and whether to stream stand in the path, the version and what else is in beta
 * in the body. All other bytes of it stay. @throws Refused for a body that names no model.
 */
export function invoked(request: WholeRequest, named: (asked: string) => string): WholeRequest {
  const { members, asked } = modelIn(request);
  const route = members.value('stream') === true ? 'invoke-with-response-stream' : 'invoke';
  const betas = betasIn(request);
  const said = members.value('anthropic_beta');
  const all = Array.isArray(said) ? [...new Set([...said, ...betas])] : betas;
  const beta = betas.length === 0 ? {} : { anthropic_beta: all };
  const body = members.changed({
    without: ['model', 'stream'],
    replaced: beta,
    added: { anthropic_version: bodyVersion(request.rawHeaders, VERSION), ...beta },
  });
  const rawHeaders = withoutHeaders(request.rawHeaders, 'anthropic-version', 'anthropic-beta');
  return withBody({ ...request, rawHeaders, path: `/model/${encodeURIComponent(named(asked))}/${route}` }, body);
}

function betasIn({ rawHeaders }: WholeRequest): string[] {
  const betas: string[] = [];
  eachHeader(rawHeaders, (_, value, name) => {
    if (name === 'anthropic-beta') betas.push(...value.split(',').map((beta) => beta.trim()));
  });
  return betas.filter((beta) => beta !== '');
}

const EVENTS = 'text/event-stream; charset=utf-8';

/** What InvokeModel answered, as Messages answers: server-sent events for frames, and its failures in the other's words. */
export async function invokedAnswer(answer: Answer): Promise<Answer> {
  return answer.status >= 400 ? failure(answer) : answerInEvents(answer);
}

/** The events in the frames of an answer; any other answer stays as it is. */
export function answerInEvents(answer: Answer, known?: KnownFrames): Answer {
  if (!answer.body || !isFrames(answer)) return answer;
  return { ...ofType(answer, EVENTS), body: eventsOfFrames(answer.body, known) };
}

/** An answer whose frames were opened with {@link answerInEvents}, in frames again. */
export function answerInFrames(answer: Answer, known: KnownFrames): Answer {
  if (!answer.body || headerIn(answer.rawHeaders, 'content-type') !== EVENTS) return answer;
  return { ...ofType(answer, FRAMES), body: framesOfEvents(answer.body, known) };
}

function ofType(answer: Answer, type: string): Answer {
  const rawHeaders = keptHeaders(answer.rawHeaders, (name) => name !== 'content-length').map((part, at, all) =>
    at % 2 === 1 && all[at - 1]?.toLowerCase() === 'content-type' ? type : part,
  );
  return { ...answer, rawHeaders };
}

function isFrames({ status, rawHeaders }: Answer): boolean {
  const encoding = headerIn(rawHeaders, 'content-encoding') ?? 'identity';
  return status < 300 && encoding === 'identity' && (headerIn(rawHeaders, 'content-type') ?? '').startsWith(FRAMES);
}

async function failure(answer: Answer): Promise<Answer> {
  const { status, statusText, rawHeaders } = answer;
  const text = await textOf(answer);
  if (text === undefined) return { ...answer, body: undefined };
  const name = (headerIn(rawHeaders, 'x-amzn-errortype') ?? '').split(':', 1)[0] ?? '';
  const own = isOwnError(text)
    ? text
    : { type: 'error', error: { type: errorType(name, status), message: messageIn(text) || text || name } };
  const kept = keptHeaders(
    rawHeaders,
    (header) => !['content-type', 'content-length', 'content-encoding'].includes(header),
  );
  return { ...jsonAnswer(status, own, kept), statusText };
}

function isOwnError(text: string): boolean {
  try {
    return (JSON.parse(text) as { readonly type?: unknown } | null)?.type === 'error';
  } catch {
    return false;
  }
}

/** Undefined for what is too long to be about a failure. */
async function textOf({ body, rawHeaders }: Answer): Promise<string | undefined> {
  const encoding = headerIn(rawHeaders, 'content-encoding') ?? 'identity';
  const reader = (body && encoding !== 'identity' ? inflatedStream(body, encoding) : body)?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    chunks.push(value);
    if (size <= LONGEST_FAILURE) continue;
    await reader.cancel().catch(() => undefined);
    break;
  }
  return Buffer.concat(chunks).subarray(0, LONGEST_FAILURE).toString('utf8');
}
