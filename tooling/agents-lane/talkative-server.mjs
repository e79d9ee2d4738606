// An MCP server whose one tool says more than an agent takes.
import { createInterface } from 'node:readline';

const rows = Array.from({ length: 6000 }, (_, id) => ({
  id,
  host: `node-${id % 7}`,
  load: (id * 7919) % 97,
  state: id === 211 ? 'lost' : 'fine',
}));
const tool = {
  name: 'query',
  description: 'All nodes.',
  inputSchema: { type: 'object' },
  annotations: { readOnlyHint: true },
};
const ANSWERS = {
  initialize: ({ protocolVersion }) => ({
    protocolVersion,
    capabilities: { tools: {} },
    serverInfo: { name: 'db', version: '1' },
  }),
  'tools/list': () => ({ tools: [tool] }),
  'tools/call': () => ({ content: [{ type: 'text', text: JSON.stringify(rows) }] }),
};
createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  if (id !== undefined) console.log(JSON.stringify({ jsonrpc: '2.0', id, result: ANSWERS[method]?.(params) ?? {} }));
});
