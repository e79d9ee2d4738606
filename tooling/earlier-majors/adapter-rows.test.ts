import { expect, it } from 'vitest';
import { langchainRows } from '../adapters/langchain-rows.js';

/** Written here, because only this run has the earlier majors; `tooling/adapters-table.test.ts` reads it. */
it('does to messages of the earlier majors what the table says', async () => {
  const modules = 'tooling/earlier-majors/node_modules';
  const rows = await langchainRows({
    core: `${modules}/@langchain/core`,
    langgraph: `${modules}/@langchain/langgraph`,
  });
  const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  await expect(lines).toMatchFileSnapshot('./adapter-rows.jsonl');
});
