import { createHeadroom } from '@headroom/core';
import { describe, expect, it } from 'vitest';
import { listing } from '../../../tooling/testing/head-lines.js';
import { withHeadroom } from './index.js';
import { generated, type Line, OPTIONS, SDKS } from './sdks.fixture.js';

const output = { type: 'text', value: listing('north') };
const call = { type: 'tool-call', toolCallId: 's1', toolName: 'search', input: {} };
const prompt: readonly Message[] = [
  { role: 'user', content: [{ type: 'text', text: 'Where is the secret?' }] },
  { role: 'assistant', content: [call] },
  { role: 'tool', content: [{ type: 'tool-result', toolCallId: 's1', toolName: 'search', output }] },
];
const next = { role: 'user', content: [{ type: 'text', text: 'And the boxes?' }] };
const tools = [{ type: 'function', name: 'search', inputSchema: { type: 'object' } }];

interface Message {
  readonly role: string;
  readonly content: readonly { readonly type: string; readonly [field: string]: unknown }[];
  readonly providerOptions?: object;
}

/** As it stands in a prompt; notes name the tool too. */
const OUR_CALL = '"toolName":"headroom_retrieve"';
const ours = { id: 'r1', name: 'headroom_retrieve', args: { hash: 'f'.repeat(24) } };
const asking = { reasoning: 'hm', text: 'Wait. ', calls: [ours] };
const answer = {
  role: 'assistant',
  content: [
    { type: 'text', text: 'Wait. ' },
    { type: 'text', text: 'Bin 4711.' },
  ],
};
const shown = { ...answer, content: [{ type: 'reasoning', text: 'hm' }, ...answer.content] };

for (const { version, Mock } of SDKS) {
  describe(`AI SDK ${version}: rounds that the caller did not see`, () => {
    /** A process of its own: what a model says in turn, and what it read. */
    function start(lines: readonly (Line | object)[], options = {}) {
      const reads: { prompt: readonly Message[]; tools?: readonly { name: string }[] }[] = [];
      const inner = new Mock({
        doGenerate: async (params) => {
          const line = lines[reads.length] ?? { text: 'ok' };
          reads.push(params as never);
          return 'content' in line ? (line as never) : generated(line);
        },
      });
      const model = withHeadroom(inner, { ...OPTIONS, ...options });
      const ask = (given: readonly Message[], more = {}) =>
        model.doGenerate({ prompt: given, tools, ...more } as never);
      return { ask, reads, last: () => JSON.stringify(reads.at(-1)?.prompt) };
    }

    const shared = () => ({ headroom: createHeadroom() });

    it('are put back by another process that shares the store', async () => {
      const options = shared();
      const first = start([asking, { text: 'Bin 4711.' }], options);
      await first.ask(prompt);
      const other = start([], options);
      await other.ask([...prompt, shown, next]);
      expect(other.reads[0]?.prompt.slice(0, 5)).toEqual(first.reads[1]?.prompt);
      expect(other.reads[0]?.prompt.slice(5).map(({ role }) => role)).toEqual(['assistant', 'user']);
      const stranger = start([]);
      await stranger.ask([...prompt, shown, next]);
      expect(stranger.last()).not.toContain(OUR_CALL);
    });

    it('stay in their place when the caller moves its cache mark', async () => {
      const { ask, reads, last } = start([asking, { text: 'Bin 4711.' }]);
      const marked = { providerOptions: { anthropic: { cacheControl: { type: 'ephemeral' } } } };
      await ask([...prompt.slice(0, 2), { ...(prompt[2] as Message), ...marked }]);
      await ask([...prompt, shown, { ...next, ...marked }]);
      expect(reads[2]?.prompt).toHaveLength(7);
      expect(last()).toContain(OUR_CALL);
    });

    it('are left out where anything said before differs, or the caller keeps less of the answer', async () => {
      for (const given of [
        [{ ...next }, ...prompt.slice(1), shown, next],
        [...prompt, answer, next],
        [...prompt, { ...shown, content: [...shown.content.slice(0, 2), { type: 'text', text: 'Bin 12.' }] }, next],
      ]) {
        const { ask, reads } = start([asking, { text: 'Bin 4711.' }]);
        await ask(prompt);
        await ask(given);
        expect(reads[2]?.prompt.map(({ role }) => role)).toEqual(given.map(({ role }) => role));
        for (const at of [1, 3]) expect(reads[2]?.prompt[at]).toBe(given[at]);
      }
    });

    it('are left out, with a warning, when the store cannot hold their bytes', async () => {
      const warnings: string[] = [];
      const image = { type: 'file', data: new Uint8Array([1, 2]), mediaType: 'image/png' };
      const { content, ...rest } = generated({ calls: [ours] });
      const { ask, reads } = start([{ ...rest, content: [image, ...content] }, { text: 'A drawing.' }], {
        onWarning: ({ code }: { code: string }) => warnings.push(code),
      });
      const result = await ask(prompt);
      expect(result.content.map(({ type }) => type)).toEqual(['file', 'text']);
      expect(warnings).toEqual(['store_failed']);
      await ask([...prompt, { role: 'assistant', content: [image, { type: 'text', text: 'A drawing.' }] }, next]);
      expect(reads[2]?.prompt).toHaveLength(5);
    });

    it('bring the tool with them where the caller has no tools, and stay away where none may be offered', async () => {
      const { ask, reads, last } = start([asking, { text: 'Bin 4711.' }]);
      const later = [...prompt, shown, next];
      await ask(prompt, { tools: undefined });
      await ask(later, { tools: undefined });
      expect(reads[2]?.tools?.map(({ name }) => name)).toEqual(['headroom_retrieve']);
      await ask(later, { tools: undefined, responseFormat: { type: 'json' } });
      expect(last()).not.toContain(OUR_CALL);
    });

    it('of a call that a limit cut short are not gone on with', async () => {
      const cut = { ...generated(asking), finishReason: { unified: 'length', raw: 'length' } };
      const { ask, reads } = start([cut]);
      const { content, finishReason } = await ask(prompt);
      expect(reads).toHaveLength(1);
      expect(content.map(({ type }) => type)).toEqual(['reasoning', 'text']);
      expect(finishReason).toMatchObject({ unified: 'length' });
    });
  });
}
