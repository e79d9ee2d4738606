import { createHeadroom, explain } from '@headroom/core';
import { headroom } from '@headroom/hono';
import { Hono } from 'hono';
import { asked } from './asked.fixture.js';

// #region why
// As an option of `createHeadroom` or of the middleware it holds for all requests.
const engine = createHeadroom({ excludeTools: ['read_file', 'mcp__db__*'] });
const app = new Hono();
app.use(headroom({ headroom: engine }));
app.use(async (c, next) => {
  const report = c.get('headroom'); // all of a result but the texts
  if (report && report.outcome !== 'skipped') console.log(explain(report));
  await next();
});
// #endregion why
app.post('/v1/*', async ({ req, json }) => json({ characters: (await req.raw.clone().text()).length }));
const answer = await app.request('/v1/chat/completions', {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(asked),
});
console.log(JSON.stringify(await answer.json()), 'instead of', JSON.stringify(asked).length);
