import { createHeadroom, explain } from '@headroom/core';
import { createGateway } from '@headroom/mcp';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { listRequests } from './requests.fixture.js';

const content = [{ type: 'text' as const, text: JSON.stringify(listRequests()) }];
const server = new McpServer({ name: 'requests', version: '1.0.0' });
for (const name of ['list_requests', 'list_all']) server.registerTool(name, {}, async () => ({ content }));
const [there, toServer] = InMemoryTransport.createLinkedPair();
await server.connect(there);
const [here, toClient] = InMemoryTransport.createLinkedPair();
// #region why
// One tool's results stay whole. Of several servers tools are called `server__tool`.
const gateway = createGateway({ servers: { requests: toServer }, headroom: { excludeTools: ['list_all', 'db__*'] } });
// #endregion why
await gateway.connect(toClient);
const client = new Client({ name: 'example', version: '1.0.0' });
await client.connect(here);
// #region then
const textOf = async (name: string) => {
  const { content } = await client.callTool({ name, arguments: {} });
  return (content as { text: string }[])[0]?.text ?? '';
};
console.log((await textOf('list_requests')).length, 'characters instead of', (await textOf('list_all')).length);

// Why: the same text once more, by an engine of the same options.
const headroom = createHeadroom({ retrieval: 'tool' });
const { result } = await headroom.compressText(await textOf('list_all'), { tool: 'list_requests', input: {} });
console.log(explain(result));
// #endregion then
await client.close();
