/** A model that the caller names, and where it is asked. */
export interface Model {
  readonly name: string;
  readonly dialect: 'anthropic' | 'openai';
  /** With the version: `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Milliseconds without a byte after which it is given up (60,000). */
  readonly idleMs?: number;
  readonly fetch?: typeof fetch;
}

/** The model did not answer, or not so that anything could be taken from it. The message holds nothing of what was sent. */
export class ModelFailed extends Error {
  override readonly name = 'ModelFailed';
}

const IDLE_MS = 60_000;
const MOST_TOKENS = 4000;
const MOST_CHARACTERS = 400_000;

/**
 * Asks a model once and gives its text. The answer is streamed, so that one that has died is told from one that thinks.
 *
 * @throws ModelFailed for everything that is no answer.
 */
export async function ask(model: Model, system: string, question: string): Promise<string> {
  const { idleMs = IDLE_MS, fetch: send = fetch } = model;
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => stop.abort(), idleMs);
  };
  try {
    wait();
    const response = await send(...requestOf(model, system, question, stop.signal));
    if (!response.ok) throw new ModelFailed(`the model answered with status ${response.status}`);
    if (!response.body) throw new ModelFailed('the model gave no answer');
    let text = '';
    for await (const data of eventsIn(response.body, wait)) {
      text += pieceOf(data);
      if (text.length > MOST_CHARACTERS) throw new ModelFailed('the model does not end its answer');
    }
    if (text.trim() === '') throw new ModelFailed('the model gave an empty answer');
    return text;
  } catch (error) {
    if (error instanceof ModelFailed) throw error;
    if (stop.signal.aborted) throw new ModelFailed(`the model was silent for ${Math.round(idleMs / 1000)} s`);
    throw new ModelFailed('the model could not be reached');
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
}

function requestOf(
  { name, dialect, baseUrl, apiKey }: Model,
  system: string,
  question: string,
  signal: AbortSignal,
): [string, RequestInit] {
  const base = withoutSlashes(baseUrl);
  const json = { 'content-type': 'application/json' };
  const messages = [{ role: 'user', content: question }];
  const post = (headers: Record<string, string>, body: object): RequestInit => ({
    method: 'POST',
    headers: { ...json, ...headers },
    body: JSON.stringify(body),
    signal,
  });
  if (dialect === 'anthropic')
    return [
      `${base}/messages`,
      post(
        { 'x-api-key': apiKey, 'anthropic-version': '2023-06-01' },
        { model: name, system, messages, max_tokens: MOST_TOKENS, stream: true },
      ),
    ];
  const all = [{ role: 'system', content: system }, ...messages];
  return [
    `${base}/chat/completions`,
    post({ authorization: `Bearer ${apiKey}` }, { model: name, messages: all, stream: true }),
  ];
}

const withoutSlashes = (url: string): string => (url.endsWith('/') ? withoutSlashes(url.slice(0, -1)) : url);

/** The data of server-sent events. */
async function* eventsIn(body: ReadableStream<Uint8Array>, onBytes: () => void): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    onBytes();
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split(/\r?\n/);
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('data:')) yield line.slice(5).trim();
  }
  if (rest.startsWith('data:')) yield rest.slice(5).trim();
}

interface Piece {
  readonly type?: string;
  readonly delta?: { readonly text?: string };
  readonly choices?: readonly { readonly delta?: { readonly content?: string | null } }[];
  readonly error?: unknown;
}

function pieceOf(data: string): string {
  if (data === '[DONE]' || data === '') return '';
  let piece: Piece;
  try {
    piece = JSON.parse(data) as Piece;
  } catch {
    throw new ModelFailed('the model’s answer could not be read');
  }
  if (piece.error !== undefined || piece.type === 'error')
    throw new ModelFailed('the model’s answer ended in an error');
  return piece.delta?.text ?? piece.choices?.[0]?.delta?.content ?? '';
}

/**
 * A model by its name: Claude's are asked at Anthropic, others where an OpenAI-compatible address is given, else at OpenAI.
 *
 * @param env - `ANTHROPIC_API_KEY`, `ANTHROPIC_BASE_URL`, `OPENAI_API_KEY`, `OPENAI_BASE_URL`.
 * @throws ModelFailed where there is no key for it.
 */
export function modelNamed(name: string, env: Readonly<Record<string, string | undefined>>): Model {
  if (/^(?:anthropic\/)?claude/.test(name)) {
    const host = withoutSlashes(env.ANTHROPIC_BASE_URL || 'https://api.anthropic.com');
    return {
      name: name.replace(/^anthropic\//, ''),
      dialect: 'anthropic',
      baseUrl: /\/v\d+$/.test(host) ? host : `${host}/v1`,
      apiKey: keyIn(env, 'ANTHROPIC_API_KEY'),
    };
  }
  return {
    name: name.replace(/^openai\//, ''),
    dialect: 'openai',
    baseUrl: env.OPENAI_BASE_URL || 'https://api.openai.com/v1',
    apiKey: keyIn(env, 'OPENAI_API_KEY'),
  };
}

function keyIn(env: Readonly<Record<string, string | undefined>>, name: string): string {
  const key = env[name];
  if (!key) throw new ModelFailed(`there is no key for this model: set ${name}`);
  return key;
}
