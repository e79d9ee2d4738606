import { GoogleGenAI } from '@google/genai';
import type { Saving } from '@headroom/core';
import { headroomFetch } from '@headroom/core/fetch';

const listRequests = () =>
  Array.from({ length: 500 }, (_, id) => ({
    id,
    host: `web-${id % 4}`,
    status: id === 377 ? 'failed' : 'ok',
    ms: 20 + (id % 9),
  }));
const onSaved = ({ tokensBefore, tokensAfter }: Saving) => console.log(`${tokensBefore} tokens became ${tokensAfter}`);

const fetch = headroomFetch({ retrieve: true, onSaved });
const client = new GoogleGenAI({ apiKey: process.env.GEMINI_API_KEY ?? '', httpOptions: { fetch } });
const { text } = await client.models.generateContent({
  model: 'gemini-2.5-pro',
  config: { tools: [{ functionDeclarations: [{ name: 'list_requests' }] }] },
  contents: [
    { role: 'user', parts: [{ text: 'Which host failed?' }] },
    { role: 'model', parts: [{ functionCall: { name: 'list_requests', args: {} } }] },
    { role: 'user', parts: [{ functionResponse: { name: 'list_requests', response: { requests: listRequests() } } }] },
  ],
});
console.log(text);
