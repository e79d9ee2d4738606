import type { ServerResponse } from 'node:http';
import { type EchoProvider, echoProvider, type Got } from '../echo-provider.fixture.js';
import { serveProxy } from '../node/serve-proxy.js';
import type { ProxyOptions } from '../options.js';
import { createProxy } from '../proxy.js';
import type { BackendOptions } from './index.js';

/** A proxy with a backend, and what stands where the backend is. */
export interface BackendDoor {
  readonly provider: EchoProvider;
  /** Posts a body, and gives what the client hears. */
  ask(path: string, body: string | Uint8Array, headers?: Readonly<Record<string, string>>): Promise<Heard>;
  readonly port: number;
  close(): Promise<void>;
}

export interface Heard {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The connection broke off under it. */
  readonly isBroken: boolean;
}

export async function backendDoor(
  backendAt: (url: string) => BackendOptions,
  answer: (got: Got, response: ServerResponse) => void,
  options: ProxyOptions = {},
): Promise<BackendDoor> {
  const provider = await echoProvider(answer);
  const running = await serveProxy(createProxy({ backend: backendAt(provider.url), ...options }), { drainMs: 0 });
  return {
    provider,
    port: running.port,
    async ask(path, body, headers = {}) {
      const response = await fetch(`http://127.0.0.1:${running.port}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-api-key': 'of-the-client', ...headers },
        body: body as never,
      });
      const chunks: Uint8Array[] = [];
      let isBroken = false;
      try {
        for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) chunks.push(chunk);
      } catch {
        isBroken = true;
      }
      return {
        status: response.status,
        headers: response.headers,
        text: Buffer.concat(chunks).toString('latin1'),
        isBroken,
      };
    },
    async close() {
      await running.close();
      await provider.close();
    },
  };
}

/** A header of a request that a provider got. */
export function gotHeader({ rawHeaders }: Got, wanted: string): string | undefined {
  const at = rawHeaders.findIndex((part, index) => index % 2 === 0 && part.toLowerCase() === wanted);
  return at < 0 ? undefined : rawHeaders[at + 1];
}

/** What a client says, in spellings that no writer of JSON would give back. */
export const ODD_MESSAGES =
  '"messages" : [ {"role":"user", "content":"caf\\u00e9 \\/ \u{1f600}"},\n\t{"role":"user","content":[{"type":"text","text":"n"}]} ]';

export const oddBody = (model: string, more = '') =>
  `{ "max_tokens":1e2, "model" : "${model}",${ODD_MESSAGES} ${more}, "temperature": 1.0 }`;
