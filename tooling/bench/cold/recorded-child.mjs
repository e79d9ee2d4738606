/** Runs in a process of its own: all recorded scenarios once, by us or by the published limit, and how long that took. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { ran } from './ran.mjs';

const file = new URL('../../../../shared/bench/latency_scenarios.json.gz', import.meta.url);
const scenarios = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8'));

function parseOrSplit(text) {
  if (/^\s*[[{]/.test(text))
    try {
      return JSON.parse(text);
    } catch {}
  return text.split('\n');
}

async function ours() {
  const { createHeadroom } = await import('../../../packages/core/dist/index.js');
  return async ({ messages, model_limit: modelLimit }) => {
    await createHeadroom({ model: 'gpt-4o', modelLimit }).compress(messages);
  };
}

async function limit() {
  const { Tokenizer } = await import('ai-tokenizer');
  const encoding = await import('ai-tokenizer/encoding/o200k_base');
  const encoder = new Tokenizer({ ...encoding, special_tokens: {} });
  return ({ messages }) => {
    for (const { content } of messages)
      if (typeof content === 'string') {
        parseOrSplit(content);
        encoder.count(content);
      }
  };
}

const run = await (process.argv[2] === 'limit' ? limit() : ours());
const before = ran();
for (const scenario of scenarios) await run(scenario);
process.stdout.write(JSON.stringify({ scenarios: scenarios.length, ran: ran() - before }));
