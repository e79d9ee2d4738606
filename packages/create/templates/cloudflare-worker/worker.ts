import { createHeadroom, headroomFetch, memory } from '@headroom/core/edge';

interface Environment {
  readonly OPENAI_BASE_URL?: string;
}

// Kept while this instance lives. With a store of your own, outcomes and originals outlive it: see the package's page on stores.
const headroom = createHeadroom({
  store: memory(),
  onSaved: ({ tokensBefore, tokensAfter }) => console.log(`${tokensBefore} tokens became ${tokensAfter}`),
});

export default {
  /** A gateway: tool results in requests are shortened, everything else stays byte for byte. */
  async fetch(request: Request, { OPENAI_BASE_URL = 'https://api.openai.com/v1' }: Environment): Promise<Response> {
    const { pathname, search } = new URL(request.url);
    if (!pathname.startsWith('/v1/')) return new Response('Not found', { status: 404 });
    const send = headroomFetch({ headroom, fetch: (address, init) => fetch(address, init) });
    const headers = new Headers(request.headers);
    headers.delete('host');
    return send(OPENAI_BASE_URL + pathname.slice('/v1'.length) + search, {
      method: request.method,
      headers,
      ...(request.method === 'POST' ? { body: await request.text() } : {}),
    });
  },
};
