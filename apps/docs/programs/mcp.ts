import { createMcpServer } from '@headroom/mcp';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';

// In a program that a client starts, serve it with `serveStdio()`. Here client and server are one program.
const server = createMcpServer({ run: { directories: [process.cwd()] } });
const [here, there] = InMemoryTransport.createLinkedPair();
await server.connect(there);
const client = new Client({ name: 'example', version: '1.0.0' });
await client.connect(here);

const print =
  "for (let i = 0; i < 400; i++) console.log('INFO request ' + i + (i === 377 ? ' failed on web-1' : ' done'))";
const { content } = await client.callTool({
  name: 'headroom_run',
  arguments: { command: 'node', args: ['-e', print], query: 'Which host failed?' },
});
for (const { text } of content as { text: string }[]) console.log(text);
await client.close();
