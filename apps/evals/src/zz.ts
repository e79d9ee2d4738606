import { ARMS } from './arms/index.js';
import { SELF_TEST_ARMS } from './arms/self-test.js';
import { SOURCES } from './items/index.js';
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
const only = process.argv[4];
const data = process.argv[5];
const tasks = SOURCES.filter((s) => !only || only.split(',').includes(s.name));
const t = performance.now();
const arms = process.argv[6]
  ? [...ARMS, ...SELF_TEST_ARMS].filter((a) => process.argv[6]!.split(',').includes(a.name))
  : [...ARMS, ...SELF_TEST_ARMS];
const { rows } = await runSuite({
  provider: { wire: WIRES[which], url, key: 'k', model, price: priceFor(model), fetch },
  budget: createBudget(),
  seed: 1,
  maxTokens: 500,
  waitMs: 1,
  items: tasks.flatMap((s) => s.items({ seed: 1, count: n, data })),
  arms,
});
console.log(((performance.now() - t) / 1000).toFixed(1), 's', rows.length);
for (const task of tasks.map((t) => t.name))
  for (const arm of arms) {
    const mine = rows.filter((r) => r.arm === arm.name && r.task === task);
    console.log(
      task.padEnd(13),
      arm.name.padEnd(18),
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
