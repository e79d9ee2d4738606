import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { headroom } from '@headroom/express';
import express from 'express';

const { OPENAI_BASE_URL = 'https://api.openai.com/v1', PORT = '8787' } = process.env;

const app = express();
// Tool results in requests are shortened here; everything else stays byte for byte.
app.use(
  headroom({ onSaved: ({ tokensBefore, tokensAfter }) => console.log(`${tokensBefore} tokens became ${tokensAfter}`) }),
);
app.use(express.raw({ type: () => true, limit: '32mb' }));
app.post('/v1/*path', async (request, response) => {
  const { authorization = '' } = request.headers;
  const address = OPENAI_BASE_URL + request.originalUrl.slice('/v1'.length);
  const headers = { authorization, 'content-type': 'application/json' };
  const answer = await fetch(address, { method: 'POST', headers, body: request.body });
  response.status(answer.status).type(answer.headers.get('content-type') ?? 'application/json');
  if (answer.body) await pipeline(Readable.fromWeb(answer.body as ReadableStream), response);
  else response.end();
});
app.listen(Number(PORT), '127.0.0.1', () => console.log(`Listening at http://127.0.0.1:${PORT}/v1`));
