/**
 * What every runtime has to do alike: shorten texts of all kinds, give their originals back, count exactly, edit the bytes of a request
 * body, run through a `fetch`, and with threads where there are any. Prints one line, which must be the same everywhere.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHeadroom, loadCounter, memory } from '@headroom/core';
import { headroomFetch } from '@headroom/core/fetch';
import { workers } from '@headroom/core/workers';

const [texts = ''] = process.argv.slice(2);
const digest = createHash('sha256');
const question = 'What failed, and why?';
const asked = (content) => [
  { role: 'user', content: question },
  {
    role: 'assistant',
    content: null,
    tool_calls: [{ id: 'c', type: 'function', function: { name: 'run', arguments: '{}' } }],
  },
  { role: 'tool', tool_call_id: 'c', content },
];

const model = 'gpt-4o';
await loadCounter(model);
const headroom = createHeadroom({ store: memory(), model, timeBudgetMs: 300_000 });
let [shorter, lost] = [0, 0];
for (const name of readdirSync(texts).sort()) {
  const text = readFileSync(join(texts, name), 'utf8');
  const { messages, ccrHashes, counter, warnings } = await headroom.compress(asked(text));
  digest.update(`${name} ${counter} ${messages[2].content} ${JSON.stringify(warnings)}`);
  if (messages[2].content !== text) shorter++;
  for (const hash of ccrHashes) if ((await headroom.retrieve(hash)).text !== text) lost++;
}

const rows = JSON.stringify(Array.from({ length: 300 }, (_, id) => ({ id, host: `web-${id % 4}`, ok: id !== 77 })));
const body = `{"model":"${model}",  "messages":${JSON.stringify(asked(rows))},"seed":12345678901234567890}`;
digest.update((await headroom.compressJson(body)).json);

const sent = [];
const send = headroomFetch({
  headroom,
  fetch: async (_, init) => {
    sent.push(typeof init.body === 'string' ? init.body : new TextDecoder().decode(init.body));
    return Response.json({ choices: [] });
  },
});
await send('https://api.openai.com/v1/chat/completions', {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body,
});
digest.update(sent.join());

const threads = workers({ threads: 1 });
const long = Array.from(
  { length: 9000 },
  (_, i) => `2026-01-01T00:00:00Z INFO worker-${i % 9} handled request ${i}`,
).join('\n');
const { messages } = await createHeadroom({ store: memory(), model, workers: threads, timeBudgetMs: 300_000 }).compress(
  asked(long),
);
digest.update(messages[2].content);
await threads.close();

const whole = messages[2].content.length < long.length / 10;
console.log(JSON.stringify({ shorter, lost, isShort: whole, digest: digest.digest('hex').slice(0, 24) }));
process.exit(0);
