import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Shorter } from '../../model/compressor.js';
import { createContent } from '../../reading/content.js';
import { makeTask } from '../../testing/make-task.js';
import { smartCrusher } from './smart-crusher.js';
import { decodeText } from './source.js';

const crush = (value: unknown, query: string): Shorter | undefined =>
  smartCrusher().compress(createContent(JSON.stringify(value, null, 2)), makeTask({ query })) as Shorter | undefined;

const things = 'file folder branch ticket invoice customer report snapshot queue bucket image message'.split(' ');
const verbs = 'open close list search rename'.split(' ');
const tools = things.flatMap((thing) =>
  verbs.map((verb) => ({
    name: `${verb}_${thing}`,
    description: `Lets you ${verb} any ${thing} of this workspace, as long as you may see the ${thing} at all.`,
    inputSchema: {
      type: 'object',
      properties: { [`${thing}_id`]: { type: 'string' }, [`${verb}_mode`]: { type: 'string', description: 'How' } },
    },
  })),
);

describe('catalogues of tools', () => {
  it.each([
    ['a list', tools],
    ['under a name', { tools }],
    [
      'under function',
      {
        tools: tools.map(({ inputSchema, ...tool }) => ({
          type: 'function',
          function: { ...tool, parameters: inputSchema },
        })),
      },
    ],
  ])('are packed and never trimmed: %s', (_, catalogue) => {
    const shorter = crush(catalogue, 'A pop-up has to be answered. Which one do I call, and with what?');
    expect(shorter?.kind).toBe('packed');
    expect(decodeText(shorter?.text ?? '')).toBe(JSON.stringify(catalogue));
  });
});

describe('deep trees of one shape', () => {
  it('count as many records, however few stand at the top', async () => {
    const printed = (await readFile(new URL('./fixtures/npm-ls.in.txt', import.meta.url), 'utf8')).replace(
      /^#\?.*\n/gm,
      '',
    );
    const shorter = crush(JSON.parse(printed), 'Which package brings minimist, and in which version?');
    expect(shorter?.kind).toBe('trimmed');
    expect(shorter?.text).toContain('0.0.8');
    expect(shorter?.text.length).toBeLessThan(printed.length * 0.3);
  });
});
