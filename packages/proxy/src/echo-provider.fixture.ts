import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';

/** A request as a provider got it. */
export interface Got {
  readonly method: string;
  readonly url: string;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

/** A provider on loopback that keeps what it gets, and answers as it is told. */
export interface EchoProvider {
  readonly url: string;
  readonly got: Got[];
  close(): Promise<void>;
}

export async function echoProvider(
  answer: (got: Got, response: ServerResponse, request: IncomingMessage) => void,
): Promise<EchoProvider> {
  const got: Got[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', rawHeaders } = request;
      const one = { method, url, rawHeaders, body: Buffer.concat(chunks) };
      got.push(one);
      answer(one, response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    got,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Sends bytes to a port, and gives all that comes back until the other end closes. */
export function rawExchange(port: number, sent: string | Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(sent));
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => resolve(Buffer.concat(chunks)));
  });
}

/** Rows in which one differs, large enough to be shortened. */
export const rows = (seed = 1, count = 200) =>
  JSON.stringify(
    Array.from({ length: count }, (_, id) => ({
      id,
      host: `node-${id % 7}`,
      load: (id * (7919 + seed)) % 97,
      state: id === 71 ? 'lost' : 'fine',
    })),
    null,
    1,
  );

/** Bodies of the same conversation in each wire, with a tool's output in it, and where they are sent. */
export const CONVERSATIONS: Readonly<Record<string, { readonly path: string; body(output: string): object }>> = {
  anthropic: {
    path: '/v1/messages?beta=true',
    body: (output) => ({
      model: 'claude-sonnet-4-5',
      max_tokens: 100,
      tools: [{ name: 'list', input_schema: { type: 'object' } }],
      messages: [
        { role: 'user', content: 'Which node is lost?' },
        { role: 'assistant', content: [{ type: 'tool_use', id: 'c1', name: 'list', input: {} }] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'c1', content: output }] },
      ],
    }),
  },
  'openai-chat': {
    path: '/v1/chat/completions',
    body: (output) => ({
      model: 'gpt-4o',
      tools: [{ type: 'function', function: { name: 'list', parameters: {} } }],
      messages: [
        { role: 'user', content: 'Which node is lost?' },
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 'c1', type: 'function', function: { name: 'list', arguments: '{}' } }],
        },
        { role: 'tool', tool_call_id: 'c1', content: output },
      ],
    }),
  },
  'openai-responses': {
    path: '/v1/responses',
    body: (output) => ({
      model: 'gpt-5',
      store: false,
      tools: [{ type: 'function', name: 'list', parameters: {} }],
      input: [
        { role: 'user', content: 'Which node is lost?' },
        { type: 'function_call', call_id: 'c1', name: 'list', arguments: '{}' },
        { type: 'function_call_output', call_id: 'c1', output },
      ],
    }),
  },
  gemini: {
    path: '/v1beta/models/gemini-2.5-pro:generateContent',
    body: (output) => ({
      tools: [{ functionDeclarations: [{ name: 'list' }] }],
      contents: [
        { role: 'user', parts: [{ text: 'Which node is lost?' }] },
        { role: 'model', parts: [{ functionCall: { id: 'c1', name: 'list', args: {} } }] },
        { role: 'user', parts: [{ functionResponse: { id: 'c1', name: 'list', response: { output } } }] },
      ],
    }),
  },
};
