import { readFileSync } from 'node:fs';
import { asTheyAre, markedText } from '@headroom/stores/marked-text';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Row } from './adapters/compare.js';
import { kindOf } from './adapters/kinds.js';
import { langchainRows } from './adapters/langchain-rows.js';
import { fullLists, shortTable } from './adapters/print.js';
import { sdkRows } from './adapters/sdk-rows.js';
import { wireRows } from './adapters/wire-rows.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

/** Written by the run on the earlier majors; other versions are added in the same way, one file of rows a run. */
const OTHER_RUNS = ['./earlier-majors/adapter-rows.jsonl'];

const SECTION = markedText({
  start: '<!-- adapters:start -->',
  end: '<!-- adapters:end -->',
  problems: { not_text: 'no text', unpaired: 'a mark alone', doubled: 'the marks twice', merging: 'a merge' },
  ...asTheyAre,
});

const INTRODUCTION = `# What the adapters keep

Made by \`tooling/adapters-table.test.ts\` from conversations with every part type of each framework or provider, all texts long
enough to compress. *Kept* is the same object where a framework's objects are passed on, and the same JSON where bodies are.
*Shorter*: a copy in which only texts differ. \`hologram\` is a part that nobody knows yet.
`;

let rows: readonly Row[] = [];

beforeAll(async () => {
  const [ai6, ai7, ...sdks] = (await sdkRows()) as [Row, Row, ...Row[]];
  const current = await langchainRows({
    core: 'packages/langchain/node_modules/@langchain/core',
    langgraph: 'packages/langgraph/node_modules/@langchain/langgraph',
  });
  const lines = OTHER_RUNS.flatMap((path) => read(path).trim().split('\n'));
  const others = lines.map((line) => JSON.parse(line) as Row);
  const langchain = [...others, ...current].sort((a, b) => a.door.localeCompare(b.door));
  rows = [ai6, ai7, ...langchain, ...sdks, ...(await wireRows())];
});

describe('the table of adapters', () => {
  it('shortens results of tools, and nothing else', () => {
    for (const { door, shortened, same } of rows) {
      expect(shortened.map(kindOf), door).toEqual(shortened.map(() => 'tool results'));
      expect(shortened.length, door).toBeGreaterThan(0);
      expect(same.length, door).toBeGreaterThan(5);
    }
  });

  it('is written out in docs/adapters.md', async () => {
    await expect(`${INTRODUCTION}\n${fullLists(rows)}\n`).toMatchFileSnapshot('../docs/adapters.md');
  });

  it('is in the README, short', async () => {
    const readme = SECTION.read(Buffer.from(read('../README.md')));
    if (typeof readme === 'string') throw new Error(readme);
    expect(readme.lines, 'the section').toBeDefined();
    const written = SECTION.put(readme, ['', ...shortTable(rows).split('\n'), '']).toString();
    await expect(written).toMatchFileSnapshot('../README.md');
  });
});
