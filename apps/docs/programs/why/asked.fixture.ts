import { listRequests } from './requests.fixture.js';

/** A body of Chat Completions in which two tools have returned the same. */
export const asked = {
  model: 'gpt-4o',
  messages: [
    { role: 'user', content: 'Which host failed?' },
    {
      role: 'assistant',
      content: null,
      tool_calls: ['list_requests', 'read_file'].map((name, nth) => ({
        id: `c${nth}`,
        type: 'function',
        function: { name, arguments: '{}' },
      })),
    },
    { role: 'tool', tool_call_id: 'c0', content: JSON.stringify(listRequests()) },
    { role: 'tool', tool_call_id: 'c1', content: JSON.stringify(listRequests()) },
  ],
};
