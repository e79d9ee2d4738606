import { GoogleGenAI } from '@google/genai';
import { createHeadroom, explain } from '@headroom/core';
import { headroomFetch } from '@headroom/core/fetch';
import { listRequests } from './requests.fixture.js';

// #region why
const headroom = createHeadroom({ model: 'gemini-2.5-pro' });
const fetch = headroomFetch({ headroom, retrieve: true });
const client = new GoogleGenAI({ apiKey: process.env.GEMINI_API_KEY ?? '', httpOptions: { fetch } });
const contents = [
  { role: 'user', parts: [{ text: 'Which host failed?' }] },
  { role: 'model', parts: [{ functionCall: { name: 'list_requests', args: {} } }] },
  { role: 'user', parts: [{ functionResponse: { name: 'list_requests', response: { requests: listRequests() } } }] },
];
const config = { tools: [{ functionDeclarations: [{ name: 'list_requests' }] }] };
await client.models.generateContent({ model: 'gemini-2.5-pro', config, contents });

// The same contents once more, by the same engine: the same cuts, told.
console.log(explain(await headroom.simulate({ contents })));

// As an option of `createHeadroom` or `headroomFetch` it holds for all calls.
console.log(explain(await headroom.simulate({ contents }, { excludeTools: ['list_requests', 'mcp__db__*'] })));
// #endregion why
