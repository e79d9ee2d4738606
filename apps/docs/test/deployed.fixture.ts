import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Asked {
  readonly messages: readonly unknown[];
  readonly stream?: boolean;
}

/** A provider on this machine that keeps what it was sent; where a request asks for a stream it takes a second and a half over it. */
export async function startProvider() {
  const received: Asked[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const body = JSON.parse(text) as Asked;
    received.push(body);
    if (body.stream) await stream(response);
    else response.setHeader('content-type', 'application/json').end(JSON.stringify(answerAt(request.url ?? '')));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: () => server.close(),
  };
}

function answerAt(path: string): object {
  const text = 'web-1 failed, in request 377.';
  const usage = { prompt_tokens: 5, completion_tokens: 5, total_tokens: 10 };
  return path.endsWith('/messages')
    ? {
        id: 'm1',
        type: 'message',
        role: 'assistant',
        model: 'claude-sonnet-5',
        content: [{ type: 'text', text }],
        stop_reason: 'end_turn',
        usage: { input_tokens: 5, output_tokens: 5 },
      }
    : {
        id: 'c1',
        object: 'chat.completion',
        created: 1,
        model: 'gpt-4o',
        choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
        usage,
      };
}

async function stream(response: ServerResponse): Promise<void> {
  response.setHeader('content-type', 'text/event-stream');
  for (let part = 0; part < 3; part++) {
    const choices = [{ index: 0, delta: { content: `part ${part} ` }, finish_reason: null }];
    const event = { id: 'c1', object: 'chat.completion.chunk', created: 1, model: 'gpt-4o', choices };
    response.write(`data: ${JSON.stringify(event)}\n\n`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  response.end('data: [DONE]\n\n');
}

/** Starts a program and waits until an address of it answers. */
export async function started(command: string, args: string[], ready: string, env: NodeJS.ProcessEnv = {}) {
  const child = spawn(command, args, { env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr?.on('data', (data) => {
    said += String(data);
  });
  for (let tries = 0; tries < 300; tries++) {
    if (child.exitCode !== null) throw new Error(`${command}: ${said}`);
    if ((await fetch(ready).catch(() => undefined))?.ok) return child;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${command} does not answer: ${said}`);
}

/** Asks a program to leave, and says with what it left. */
export function left(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  const gone = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  child.kill(signal);
  return gone;
}
