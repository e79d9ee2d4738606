import { describe, expect, it, vi } from 'vitest';
import {
  type Compressor,
  compress,
  compressSync,
  createHeadroom,
  HeadroomError,
  type Hooks,
  retrieve,
  simulate,
} from '../index.js';

/** Keeps the lines with "keep" in them; wins everything. */
const keeper: Compressor = {
  name: 'keeper',
  match: () => 1,
  compress({ lines }, task) {
    if (task.mode === 'lossless') return undefined;
    const kept = lines.filter((line) => line.includes('keep'));
    if (kept.length === 0 || kept.length === lines.length) return undefined;
    return {
      kind: 'trimmed',
      licence: 'rows',
      text: kept.join('\n'),
      omitted: { summary: `${lines.length - kept.length} of ${lines.length} lines` },
    };
  },
};
const long = Array.from({ length: 200 }, (_, i) =>
  i % 50 === 7 ? `keep this line ${i}` : `nothing of interest in line number ${i}, really`,
).join('\n');
const conversation = (content = long) => [
  { role: 'system', content: 'You are helpful.' },
  { role: 'user', content: 'What should be kept?' },
  {
    role: 'assistant',
    content: null,
    tool_calls: [{ id: 'c1', type: 'function', function: { name: 'read_log', arguments: '{}' } }],
  },
  { role: 'tool', tool_call_id: 'c1', content },
];

describe('compress', () => {
  it('changes the tool result only, in a copy, and stores the original', async () => {
    const request = conversation();
    const snapshot = structuredClone(request);
    const result = await compress(request, { compressors: [keeper], model: 'gpt-4o' });
    expect(request).toEqual(snapshot);
    expect(result.messages).toHaveLength(4);
    for (const i of [0, 1, 2]) expect(result.messages[i]).toBe(request[i]);
    expect(result.messages[3]?.content).toContain('keep this line 57');
    expect(result.tokensSaved).toBe(result.tokensBefore - result.tokensAfter);
    expect(result.tokensSaved).toBeGreaterThan(500);
    expect(result.transformsApplied[0]).toMatch(/^router:keeper:0\.\d\d$/);
    const back = await retrieve(result.ccrHashes[0] ?? '');
    expect(back).toMatchObject({ status: 'found', text: long, whole: true });
    expect(result.messages[3]?.content).toContain(`hash=${result.ccrHashes[0]}`);
  });

  it('gives the same result synchronously, and by body', async () => {
    const request = conversation();
    const result = await compress(request, { compressors: [keeper] });
    expect(compressSync(request, { compressors: [keeper] })).toEqual(result);
    const body = { model: 'gpt-4o', temperature: 1, messages: request };
    const whole = await compress(body, { compressors: [keeper] });
    expect(whole.body).toEqual({ ...body, messages: result.messages });
    expect(whole.messages).toEqual(result.messages);
  });

  it('returns the same reference when nothing changes', async () => {
    for (const request of [[], conversation('short'), [{ role: 'user', content: long }]]) {
      const result = await compress(request, { compressors: [keeper] });
      expect(result.body).toBe(request);
      expect(result.compressed).toBe(false);
      expect(result.compressionRatio).toBe(1);
    }
  });

  it("counts for the request's own model where no other is named", async () => {
    const body = { model: 'claude-sonnet-4-5', messages: conversation() };
    const own = await compress(body, { compressors: [keeper] });
    const claude = await compress(body.messages, { compressors: [keeper], model: 'claude-sonnet-4-5' });
    expect(own.tokensBefore).toBe(claude.tokensBefore);
    expect(own.tokensBefore).not.toBe((await compress(body.messages)).tokensBefore);
    expect(
      (await createHeadroom().compressJson(JSON.stringify(body), { compressors: [keeper] })).result?.tokensBefore,
    ).toBe(own.tokensBefore);
  });

  it('names the retrieve tool only where it is offered, and drops nothing with retrieval none', async () => {
    const text = async (retrieval: 'tool' | 'summary' | 'none') =>
      String((await compress(conversation(), { compressors: [keeper], retrieval })).messages[3]?.content);
    expect(await text('tool')).toContain('headroom_retrieve');
    expect(await text('summary')).not.toContain('headroom_retrieve');
    expect(await text('summary')).toContain('196 of 200 lines');
    expect(await text('none')).not.toContain('Left out');
  });

  it('changes nothing when its own output comes back', async () => {
    const once = await compress(conversation(), { compressors: [keeper] });
    const twice = await compress(once.messages, { compressors: [keeper] });
    expect(twice.body).toBe(once.messages);
  });

  it('stores nothing in a simulation', async () => {
    const set = vi.fn();
    const store = { get: () => undefined, set, delete: () => undefined };
    const result = await simulate(conversation(), { compressors: [keeper], store });
    expect(result.compressed).toBe(true);
    expect(set).not.toHaveBeenCalled();
  });

  it('leaves a text whole when its original cannot be stored', async () => {
    const request = conversation();
    const failing = {
      get: () => undefined,
      delete: () => undefined,
      set: () => {
        throw new Error('disk full');
      },
    };
    const result = await compress(request, { compressors: [keeper], store: failing });
    expect(result.body).toBe(request);
    expect(result.warnings.map((warning) => warning.code)).toContain('store_failed');
    const asynchronous = { ...failing, set: async () => undefined };
    expect(compressSync(request, { compressors: [keeper], store: asynchronous }).body).toBe(request);
    expect((await compress(request, { compressors: [keeper], store: asynchronous })).compressed).toBe(true);
  });

  it('fails open for compressors that throw, hang, inflate or return rubbish', async () => {
    const rubbish: Compressor[] = [
      {
        name: 'thrower',
        match: () => 1,
        compress: () => {
          throw new TypeError(long);
        },
      },
      {
        name: 'bad_match',
        match: () => {
          throw new Error('no');
        },
        compress: () => undefined,
      },
      { name: 'inflater', match: () => 1, compress: ({ text }) => ({ kind: 'packed', text: text + text }) },
      { name: 'emptier', match: () => 1, compress: () => ({ kind: 'packed', text: '  ' }) },
      { name: 'liar', match: () => 1, compress: () => 42 as never },
      { name: 'hanger', match: () => 1, compress: () => new Promise(() => undefined) },
    ];
    for (const compressor of rubbish) {
      const warnings: string[] = [];
      const request = conversation('@'.repeat(3000));
      const result = await compress(request, {
        compressors: [compressor],
        timeBudgetMs: 50,
        onWarning: (warning) => warnings.push(warning.message),
      });
      expect(result.tokensBefore, compressor.name).toBeGreaterThan(0);
      expect(result.tokensAfter, compressor.name).toBe(result.tokensBefore);
      expect(result.body, compressor.name).toBe(request);
      expect(warnings.join(' ')).not.toContain('@@');
    }
  });

  it('never touches error results, excluded tools, frozen messages, or answers to its own tool', async () => {
    const request = conversation();
    const options = { compressors: [keeper] };
    expect((await compress(request, { ...options, excludeTools: ['READ_*'] })).body).toBe(request);
    expect((await compress(request, { ...options, frozenMessageCount: 4 })).body).toBe(request);
    const own = structuredClone(request);
    own[2]!.tool_calls![0]!.function.name = 'mcp__headroom__headroom_retrieve';
    expect((await compress(own, options)).body).toBe(own);
    const failed = [
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'x', is_error: true, content: long }] },
    ];
    expect((await compress(failed, options)).body).toBe(failed);
  });

  it('answers shapes it does not know with a warning', async () => {
    const request = { prompt: 'hello' };
    const result = await compress(request);
    expect(result.body).toBe(request);
    expect(result.warnings[0]?.code).toBe('unknown_shape');
  });

  it('returns the request unchanged when aborted', async () => {
    const request = conversation();
    const result = await compress(request, { compressors: [keeper], signal: AbortSignal.abort() });
    expect(result.body).toBe(request);
    expect(result.warnings.map((warning) => warning.code)).toContain('aborted');
    expect(result.tokensBefore).toBeGreaterThan(0);
  });

  it('throws typed errors for misuse, naming the option', () => {
    const wrong: [object, string][] = [
      [{ modle: 'x' }, 'modle'],
      [{ baseUrl: 'http://x' }, 'baseUrl'],
      [{ mode: 'fast' }, 'mode'],
      [{ tokenBudget: -1 }, 'tokenBudget'],
      [{ store: {} }, 'store'],
      [{ mode: 'aggressive', retrieval: 'none' }, 'mode'],
    ];
    for (const [options, name] of wrong) {
      try {
        createHeadroom(options);
        expect.unreachable(name);
      } catch (error) {
        expect(HeadroomError.isInstance(error) && error.option, name).toBe(name);
      }
    }
  });

  it('asks the hooks and tells them what happened', async () => {
    const events: unknown[] = [];
    const hooks: Hooks = {
      preCompress: (messages) => messages.map((message) => message),
      computeBiases: (_, context) => ({ 3: context.toolCalls.includes('read_log') ? 2 : 1 }),
      postCompress: (event) => void events.push(event),
    };
    const seen: number[] = [];
    const watching: Compressor = {
      ...keeper,
      compress: (content, task) => {
        seen.push(task.bias);
        return keeper.compress(content, task);
      },
    };
    const result = await compress(conversation(), { compressors: [watching], hooks });
    expect(seen).toContain(2);
    expect(events).toMatchObject([
      { tokensSaved: result.tokensSaved, ccrHashes: result.ccrHashes, userQuery: 'What should be kept?' },
    ]);
  });
});
