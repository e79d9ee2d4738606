import { vi } from 'vitest';
import { scriptedServer } from '../../../packages/core/src/fetch/retrieve-server.fixture.js';

const ANSWER = 'web-1 failed, in request 377.';

/** A model that calls the first tool until it reads what failed, and then says so. */
function script(number: number, body: unknown) {
  const text = JSON.stringify(body);
  if (/377\D.*web-1|web-1.*377/.test(text)) return { text: ANSWER };
  if (text.includes('list_requests')) return { calls: [{ id: `c${number}`, name: 'list_requests', input: {} }] };
  return { text: 'I cannot tell.' };
}

const KEYS = ['OPENAI_API_KEY', 'ANTHROPIC_API_KEY', 'GEMINI_API_KEY', 'MISTRAL_API_KEY', 'OPENROUTER_API_KEY'];

/** All providers on this machine: whatever asks for another host reaches them. Nothing goes to the network. */
export async function startProviders() {
  const server = await scriptedServer(script);
  const real = globalThis.fetch;
  vi.stubGlobal('fetch', (input: string | URL | Request, init?: RequestInit) => {
    const url = new URL(typeof input === 'object' && 'url' in input ? input.url : input);
    if (url.protocol !== 'https:') return real(input, init);
    const here = server.address + url.pathname + url.search;
    return real(typeof input === 'object' && 'url' in input ? new Request(here, input) : here, init);
  });
  for (const key of KEYS) vi.stubEnv(key, 'sk-example');
  return {
    received: server.received,
    stop() {
      vi.unstubAllGlobals();
      vi.unstubAllEnvs();
      server.close();
    },
  };
}
