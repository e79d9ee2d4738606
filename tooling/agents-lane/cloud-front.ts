import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { againstSignature, chunkFrame } from '../../packages/proxy/src/backends/aws-double.fixture.js';

/** A house on loopback that gives Messages in the words of Bedrock's InvokeModel and of Vertex AI, and the tokens of Google's machines. */
export interface CloudFront {
  readonly url: string;
  /** What was against a request, such as a wrong signature. */
  readonly problems: readonly string[];
  /** Paths that were asked for, without models' names. */
  readonly paths: ReadonlySet<string>;
  close(): void;
}

const TOKEN = 'ya29.of-the-machine';

/** Asks the provider of Messages at `behind` for what it is asked. */
export async function cloudFront(behind: string): Promise<CloudFront> {
  const problems: string[] = [];
  const paths = new Set<string>();
  const http = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url = '', rawHeaders, headers } = request;
    const body = Buffer.concat(chunks);
    if (url.includes('/computeMetadata/')) return metadata(url, response);
    const [, model, verb = ''] = /\/models?\/([^/]+)[/:]((?:stream)?[rR]awPredict|invoke[\w-]*)$/.exec(url) ?? [];
    if (model === undefined || model === 'count-tokens') return void response.writeHead(404).end('{}');
    paths.add(verb);
    const isBedrock = verb.startsWith('invoke');
    const problem = isBedrock
      ? againstSignature({ method, url, rawHeaders, body }, { service: 'bedrock', region: 'us-east-1' })
      : headers.authorization === `Bearer ${TOKEN}`
        ? undefined
        : 'a wrong token';
    const { anthropic_version: version, ...rest } = JSON.parse(body.toString()) as Record<string, unknown>;
    if (problem !== undefined || typeof version !== 'string') problems.push(problem ?? 'no version in the body');
    const isStream = /stream/i.test(verb);
    const answer = await fetch(`${behind}/v1/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...rest, model: decodeURIComponent(model), stream: isStream }),
    });
    await relay(answer, response, isBedrock && isStream);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    problems,
    paths,
    close() {
      http.close();
      http.closeAllConnections();
    },
  };
}

function metadata(url: string, response: ServerResponse): void {
  response.writeHead(200, { 'metadata-flavor': 'Google', 'content-type': 'application/json' });
  const token = { access_token: TOKEN, expires_in: 3600, token_type: 'Bearer' };
  response.end(url.includes('/token') ? JSON.stringify(token) : 'x');
}

async function relay(answer: Response, response: ServerResponse, inFrames: boolean): Promise<void> {
  const text = await answer.text();
  if (!inFrames || !answer.ok) {
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
    return void response.end(text);
  }
  response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
  for (const [, json = ''] of text.matchAll(/^data: (.*)$/gm)) response.write(chunkFrame(json));
  response.end();
}
