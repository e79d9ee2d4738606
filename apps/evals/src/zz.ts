import { ARMS } from './arms/index.js';
import { SELF_TEST_ARMS } from './arms/self-test.js';
import { needle } from './items/needle.js';
import { toolOutputs } from './items/tool-outputs.js';
import { createBudget } from './paired/budget.js';
import { priceFor } from './paired/provider.js';
import { runSuite } from './paired/run-suite.js';
import { SCRIPTED_MODELS, serveScripted } from './scripted/serve-scripted.js';
import { WIRES } from './wire/index.js';

const which = (process.argv[2] ?? 'openai') as 'openai';
const server = await serveScripted();
const model = SCRIPTED_MODELS[which];
const url = which === 'openai' ? `${server.url}/v1` : server.url;
const n = Number(process.argv[3] ?? 8);
const t = performance.now();
const { rows } = await runSuite({
  provider: { wire: WIRES[which], url, key: 'k', model, price: priceFor(model), fetch },
  budget: createBudget(),
  seed: 1,
  maxTokens: 500,
  waitMs: 1,
  items: [...needle.items({ seed: 1, count: n }), ...toolOutputs.items({ seed: 1, count: n })],
  arms: [...ARMS, ...SELF_TEST_ARMS],
});
console.log(((performance.now() - t) / 1000).toFixed(1), 's', rows.length);
for (const arm of [...ARMS, ...SELF_TEST_ARMS])
  for (const task of ['needle', 'tool-outputs']) {
    const mine = rows.filter((r) => r.arm === arm.name && r.task === task);
    console.log(
      arm.name.padEnd(18),
      task.padEnd(13),
      'solved',
      mine.filter((r) => r.solved).length,
      '/',
      mine.length,
      'usd',
      mine.reduce((a, r) => a + r.dollars, 0).toFixed(5),
      'req',
      mine.reduce((a, r) => a + r.requests, 0),
      'retr',
      mine.reduce((a, r) => a + r.retrievals, 0),
      're',
      mine.reduce((a, r) => a + r.rereads, 0),
      'sent',
      mine.reduce((a, r) => a + r.sent, 0),
      '/',
      mine.reduce((a, r) => a + r.given, 0),
    );
  }
for (const r of rows.filter((r) => ['none', 'balanced', 'lossless'].includes(r.arm) && (!r.solved || r.refused)))
  console.log(r.arm, r.item, r.refused ?? '', JSON.stringify(r.answer.slice(0, 160)));
await server.close();
