import { ARMS, NONE, OURS } from './arms/index.js';
import { toolOutputs } from './items/tool-outputs.js';
import { createBudget } from './paired/budget.js';
import { runSuite } from './paired/run-suite.js';
import { SCRIPTED_MODELS, serveScripted } from './scripted/serve-scripted.js';
import { WIRES } from './wire/index.js';

const server = await serveScripted();
let items = toolOutputs.items({ seed: 1, count: 500 });
console.log(items.length);
const want = process.argv[2];
if (want) items = items.filter((i) => i.id.includes(want));
else items = items.slice(0, 90);
const log: typeof fetch = async (u, i) => {
  const r = await fetch(u, i);
  if (want) {
    const t = await r.clone().text();
    const b = JSON.parse(String(i?.body));
    console.log('REQ', JSON.stringify(b.messages.at(-1)).slice(-1500));
    console.log('RES', JSON.stringify(JSON.parse(t).choices[0].message).slice(0, 400));
  }
  return r;
};
const { rows } = await runSuite({
  provider: {
    wire: WIRES.openai,
    url: server.url + '/v1',
    key: 'k',
    model: 'gpt-5-mini',
    price: undefined,
    fetch: log,
  },
  budget: createBudget(),
  seed: 1,
  maxTokens: 500,
  items,
  arms: want ? [OURS] : [NONE, OURS, ARMS[3]!, ARMS[2]!],
});
for (const r of rows.filter((r) => !r.solved))
  console.log(
    r.arm,
    r.item,
    items.find((i) => i.id === r.item)?.says,
    r.refused ?? '',
    JSON.stringify(r.answer.slice(0, 160)),
  );
await server.close();
