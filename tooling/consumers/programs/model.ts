import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A model that calls `read_log` once and then answers; it remembers what it was sent. */
export async function startModel(): Promise<{ url: string; seen: string[]; close: () => void }> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => {
      seen.push(body);
      const isFirst = !/"role":"tool"|function_call_output/.test(body);
      const message = isFirst
        ? {
            role: 'assistant',
            content: null,
            tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'read_log', arguments: '{}' } }],
          }
        : { role: 'assistant', content: 'Request 217 failed.' };
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          id: `chatcmpl-${seen.length}`,
          object: 'chat.completion',
          created: 1,
          model: 'gpt-4o',
          choices: [{ index: 0, message, finish_reason: isFirst ? 'tool_calls' : 'stop' }],
          usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
        }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/v1`, seen, close: () => server.close() };
}

export const log = Array.from({ length: 400 }, (_, i) =>
  i === 217 ? 'ERROR request 217 failed: connection reset by db-3' : `INFO request ${i} served in ${i % 9} ms`,
).join('\n');

/** The part of an engine that says through which doors it saved. */
interface Counted {
  stats(): { readonly doors: Readonly<Record<string, { readonly tokensSaved: number }>> };
}

/** Whether the model read the log, shorter and still with its error, and the engine counted it under the name of the door. */
export function judge(seen: readonly string[], engine: Counted): void {
  const last = seen.at(-1) ?? '';
  const doors = Object.keys(engine.stats().doors).filter((name) => name !== '');
  const isFine = last.length < log.length / 2 && last.includes('connection reset by db-3') && doors.length > 0;
  console.log(
    `${isFine ? 'ok' : 'FAULT'}: ${last.length} of ${log.length} characters reached the model through ${doors}`,
  );
  if (!isFine) process.exitCode = 1;
}
