import { editObject } from '../edit/edit-object.js';
import type { Block } from '../model/block.js';
import type { Edit } from '../model/edit.js';
import type { Format } from '../model/format.js';
import { deepFreeze, valueAt } from './json-trees.js';
import type { Runner } from './runner.js';

/** A request that the format must know, with at least one tool result in it. */
export interface FormatSample {
  readonly name: string;
  readonly body: object;
  /** The key of the list of messages; without it the body is itself that list. */
  readonly messagesKey?: string;
}

export interface TestFormatOptions {
  readonly samples: readonly FormatSample[];
  /** A tool definition in the dialect of the format; left out where tools are not part of the request. */
  readonly tool?: object;
  /** All other formats: none of them may claim a sample. */
  readonly others?: readonly Format[];
}

const ODD_BODIES: readonly unknown[] = [
  undefined,
  null,
  '',
  'text',
  7,
  true,
  Symbol('body'),
  () => [],
  [],
  [null],
  [[]],
  {},
  new Map(),
  new Date(0),
  { messages: null },
  { messages: 'x' },
  { messages: [null, 7, 'x', []] },
  { input: [7] },
  { contents: [7] },
  { contents: {} },
  Object.create(null),
  new Proxy(
    {},
    {
      get() {
        throw new Error('a body that cannot be read');
      },
      has() {
        throw new Error('a body that cannot be read');
      },
    },
  ),
];

/**
 * The contract every format keeps: it knows its own requests and no others, names addresses that are true, reads without
 * changing, sees the same texts in a prefix of a conversation, finds edited texts again, and offers a tool at most once.
 */
export function testFormat(runner: Runner, format: Format, options: TestFormatOptions): void {
  const { describe, it, expect } = runner;
  const blocksOf = (body: unknown): Block[] => [...format.blocks(body)];

  describe(`format ${format.name}`, () => {
    it('answers for any value without throwing', () => {
      for (const body of ODD_BODIES) expect(typeof format.matches(body)).toBe('boolean');
    });

    for (const sample of options.samples) {
      const body = deepFreeze(structuredClone(sample.body));

      it(`knows ${sample.name}, alone`, () => {
        expect(format.matches(body)).toBe(true);
        for (const other of options.others ?? []) {
          if (other.name !== format.name) expect(other.matches(body), other.name).toBe(false);
        }
      });

      it(`reads ${sample.name} the same each time, at true addresses`, () => {
        const blocks = blocksOf(body);
        expect(blocks.some(({ role }) => role === 'tool')).toBe(true);
        expect(blocksOf(body)).toEqual(blocks);
        for (const { at, text } of blocks) expect(valueAt(body, at), JSON.stringify(at)).toBe(text);
        expect(new Set(blocks.map(({ at }) => JSON.stringify(at))).size).toBe(blocks.length);
        for (const [index, { turn }] of blocks.entries())
          expect(blocks[index + 1]?.turn ?? turn).not.toBeLessThan(turn);
      });

      it(`reads every prefix of ${sample.name} as a prefix of its texts`, () => {
        const blocks = blocksOf(body);
        for (const prefix of prefixesOf(body, sample.messagesKey)) {
          const earlier = blocksOf(prefix);
          expect(earlier).toEqual(blocks.slice(0, earlier.length));
        }
      });

      it(`finds edited texts of ${sample.name} again`, () => {
        const blocks = blocksOf(body).filter(({ role }) => role === 'tool');
        const edits = blocks.map(({ at, text }): Edit => ({ kind: 'replace', at, value: `${text} (edited)` }));
        const after = blocksOf(editObject(body, edits)).filter(({ role }) => role === 'tool');
        expect(after).toEqual(blocks.map((block) => ({ ...block, text: `${block.text} (edited)` })));
      });

      if (options.tool && sample.messagesKey !== undefined) {
        it(`offers a tool to ${sample.name} once`, () => {
          const edit = format.offer(body, options.tool);
          if (!edit) throw new Error('the tool was not offered');
          const offered = editObject(body, [edit]);
          expect(format.matches(offered)).toBe(true);
          expect(blocksOf(offered)).toEqual(blocksOf(body));
          expect(format.offer(offered, options.tool)).toBe(undefined);
        });
      }
    }
  });
}

function prefixesOf(body: object, messagesKey: string | undefined): object[] {
  const messages = (messagesKey === undefined ? body : valueAt(body, [messagesKey])) as readonly unknown[];
  return messages.map((_, count) => {
    const earlier = messages.slice(0, count);
    return messagesKey === undefined ? earlier : { ...body, [messagesKey]: earlier };
  });
}
