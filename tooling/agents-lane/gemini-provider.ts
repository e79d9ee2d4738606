import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type BindingTurn, bindingProvider } from '@headroom/core/testing';
import type { ScriptedProvider } from './lane-agent.js';
import type { Step } from './messages-provider.js';
import type { Shown } from './results.js';

type Fields = Readonly<Record<string, unknown>>;
interface Content {
  readonly role?: string;
  readonly parts?: readonly Fields[];
}

/** Speaks Gemini's `generateContent`, whole or as events, and plays scripts as {@link messagesProvider} does. */
export async function scriptedGemini(scripts: Readonly<Record<string, readonly Step[]>>): Promise<ScriptedProvider> {
  let turn: BindingTurn = {};
  const script = (request: Fields) => {
    turn = turnOf(scripts, request);
    return turn;
  };
  const bound = bindingProvider({ dialect: 'gemini', script });
  const requests: Fields[] = [];
  const http = createServer(async (request, response) => {
    let text = '';
    request.setEncoding('utf8');
    for await (const chunk of request) text += chunk;
    const url = request.url ?? '';
    const body = text === '' ? {} : (JSON.parse(text) as Fields);
    if (url.includes(':countTokens')) return json(response, 200, { totalTokens: Math.ceil(text.length / 4) });
    if (!/:(stream)?generateContent/i.test(url)) return json(response, 404, { error: { code: 404 } });
    if (!Array.isArray(body.tools) || body.tools.length === 0) return send(url, response, PLAIN);
    requests.push(body);
    const { status, body: answer } = bound.answer(signed(body));
    return status === 200 ? send(url, response, withIds(answer, turn)) : json(response, status, answer);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    requests,
    mismatches: bound.mismatches,
    resultsIn,
    toolsIn: ({ tools }) => JSON.stringify(tools),
    close() {
      http.close();
      http.closeAllConnections();
    },
  };
}

const contentsOf = ({ contents }: Fields) => (Array.isArray(contents) ? (contents as readonly Content[]) : []);

function turnOf(scripts: Readonly<Record<string, readonly Step[]>>, request: Fields): BindingTurn {
  const contents = contentsOf(request);
  const said = contents
    .filter(({ role }) => role === 'user')
    .flatMap(({ parts = [] }) => parts.map(({ text }) => text));
  const name = /@@([a-z]+)@@/.exec(said.join('\n'))?.[1] ?? 'main';
  const step = scripts[name]?.[contents.filter(({ role }) => role === 'model').length];
  return (typeof step === 'function' ? step(request) : step) ?? { text: 'Done.' };
}

/** Of calls in parallel the API wants the signature of the first back, and no other. */
function signed(request: Fields): Fields {
  const contents = contentsOf(request).map((content) => {
    const calls = content.parts?.filter(({ functionCall }) => functionCall !== undefined) ?? [];
    const { thoughtSignature } = calls[0] ?? {};
    const parts = content.parts?.map((part) => (calls.includes(part) ? { ...part, thoughtSignature } : part));
    return { ...content, parts };
  });
  return { ...request, contents };
}

/** Calls have ids, by which their results come back. */
function withIds(answer: Fields, { calls = [] }: BindingTurn): Fields {
  let at = 0;
  const candidates = (answer.candidates as readonly { content: Content }[]).map((candidate) => ({
    ...candidate,
    content: {
      ...candidate.content,
      parts: candidate.content.parts?.map((part) =>
        part.functionCall === undefined
          ? part
          : { ...part, functionCall: { id: calls[at++]?.id, ...(part.functionCall as object) } },
      ),
    },
  }));
  return { ...answer, candidates };
}

function resultsIn(request: Fields): ReadonlyMap<string, Shown> {
  const shown = new Map<string, Shown>();
  for (const { parts = [] } of contentsOf(request))
    for (const { functionResponse } of parts) {
      const { id, response } = (functionResponse ?? {}) as { id?: unknown; response?: Fields };
      if (id === undefined || !response) continue;
      const isError = response.output === undefined;
      shown.set(String(id), { text: String(isError ? response.error : response.output), isError });
    }
  return shown;
}

const PLAIN = {
  candidates: [{ index: 0, content: { role: 'model', parts: [{ text: 'ok' }] }, finishReason: 'STOP' }],
  usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 2 },
};

function send(url: string, response: ServerResponse, answer: Fields): void {
  const isStream = url.includes(':stream');
  response.writeHead(200, { 'content-type': isStream ? 'text/event-stream' : 'application/json' });
  response.end(isStream ? `data: ${JSON.stringify(answer)}\n\n` : JSON.stringify(answer));
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
