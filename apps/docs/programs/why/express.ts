import { createHeadroom, explain } from '@headroom/core';
import { headroom } from '@headroom/express';
import express from 'express';
import { asked } from './asked.fixture.js';

// #region why
// As an option of `createHeadroom` or of the middleware it holds for all requests.
const engine = createHeadroom({ excludeTools: ['read_file', 'mcp__db__*'] });
const app = express();
app.use(headroom({ headroom: engine }));
app.use((request, _response, next) => {
  const report = request.headroom; // all of a result but the texts
  if (report && report.outcome !== 'skipped') console.log(explain(report));
  next();
});
// #endregion why
app.post('/v1/chat/completions', (request, response) => {
  request.pipe(response);
});
const server = app.listen(8790, '127.0.0.1');
const answer = await fetch('http://127.0.0.1:8790/v1/chat/completions', {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(asked),
});
console.log((await answer.text()).length, 'characters instead of', JSON.stringify(asked).length);
server.close();
server.closeAllConnections();
