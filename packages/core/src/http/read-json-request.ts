import { isRecord } from '../formats/record.js';
import { type JsonBody, readJsonBody, sealOf } from './json-body.js';
import { Problem } from './problem.js';
import { readUpTo } from './read-up-to.js';

/** The JSON object that a request brings. */
export interface JsonRequest extends JsonBody {
  readonly value: Readonly<Record<string, unknown>>;
}

/** Reads the body of a request. Asking for the JSON type keeps web pages out, which cannot send it unasked. @throws Problem */
export async function readJsonRequest(request: Request, maxBytes: number): Promise<JsonRequest> {
  if (!/^application\/json\s*(?:;|$)/i.test(request.headers.get('content-type') ?? ''))
    throw new Problem(415, 'unsupported_media_type', 'Send JSON with content-type application/json');
  if (sealOf(request.headers) === 'encoded')
    throw new Problem(415, 'unsupported_encoding', 'Send the body without content-encoding');
  const { bytes } = await bodyOf(request, maxBytes);
  const json = readJsonBody(bytes);
  if (!json) throw new Problem(400, 'invalid_json', 'The body is not JSON in UTF-8');
  const { text, value } = json;
  if (!isRecord(value)) throw new Problem(400, 'invalid_json', 'The body must be a JSON object');
  return { text, value };
}

async function bodyOf(request: Request, maxBytes: number): Promise<{ bytes: Uint8Array }> {
  const tooLarge = () => new Problem(413, 'too_large', `The body is larger than ${maxBytes} bytes`);
  if (Number(request.headers.get('content-length')) > maxBytes) throw tooLarge();
  const body = await readUpTo(request.body, maxBytes).catch(() => {
    throw new Problem(400, 'incomplete_body', 'The body did not arrive whole');
  });
  if (body.bytes) return body;
  await body.rest.cancel();
  throw tooLarge();
}
