import { describe, expect, it } from 'vitest';
import { compress, compressSync, createHeadroom } from '../src/index.js';

const tool = (content: unknown) => [
  { role: 'user', content: 'What failed?' },
  {
    role: 'assistant',
    content: null,
    tool_calls: [{ id: 'c', type: 'function', function: { name: 'run', arguments: 'not json' } }],
  },
  { role: 'tool', tool_call_id: 'c', content },
];

describe('bad input', () => {
  it('leaves messages of unknown or broken shape as they are, with a warning', async () => {
    const shapes: object[] = [
      { foo: 1 },
      [1, 2, 3],
      [null],
      [{}],
      [{ role: 'tool' }],
      [{ role: 'user', content: null }],
      { messages: 'text' },
      { messages: [{ role: 'user', content: [null, 3, { type: 'text' }, { type: 'text', text: 7 }] }] },
      { contents: [{ parts: null }] },
      { input: [{ type: 'function_call_output' }] },
    ];
    for (const request of shapes) {
      const snapshot = structuredClone(request);
      const result = await compress(request);
      expect(result.body, JSON.stringify(request)).toBe(request);
      expect(request).toEqual(snapshot);
      expect(result.tokensSaved).toBe(0);
    }
    expect((await compress([{ role: 'banana' }])).warnings.length).toBeGreaterThanOrEqual(0);
    expect((await compress({ foo: 1 })).warnings[0]?.code).toBe('unknown_shape');
  });

  it('survives getters that throw', async () => {
    const hostile = [
      {
        role: 'tool',
        get content() {
          throw new Error('no');
        },
      },
    ];
    const result = await compress(hostile);
    expect(result.body).toBe(hostile);
    expect(result.warnings.map((warning) => warning.code)).toContain('unknown_shape');
  });

  it('refuses what is no request at all', () => {
    for (const request of [undefined, null, 'text', 7])
      expect(() => compressSync(request as never)).toThrow(/array of messages or a request body/);
  });

  it('answers broken, deep and hostile texts in linear time with something no larger', async () => {
    const row = '{"id":1,"name":"a","status":"ok"},';
    const texts: Record<string, string> = {
      'truncated JSON': `[${row.repeat(3000)}`,
      'NaN in JSON': `[${'{"a":NaN},'.repeat(3000)}{}]`,
      '10,000 deep': `${'['.repeat(10_000)}1${']'.repeat(10_000)}`,
      'lone surrogates': `${'line \ud800 of text\n'.repeat(2000)}`,
      'control characters': '\u0000\u0001\u0002 x\n'.repeat(5000),
      'one long line': 'lorem ipsum '.repeat(100_000),
      'one long word': 'x'.repeat(1_000_000),
      'slashes and dots': '/./../'.repeat(100_000),
      'brackets and blanks': `${'( [ { '.repeat(50_000)}`,
      'pipes and blanks': `${'│   '.repeat(60_000)}\n`.repeat(2),
      'indented carets': `${' '.repeat(90)}^~~~\n${'|  '.repeat(40)}x\n`.repeat(1000),
      blanks: `${' '.repeat(200_000)}x\n`.repeat(3),
      'tabs and digits': `${'1\t2 '.repeat(80_000)}`,
      ansi: '\u001b[31m\u001b['.repeat(60_000),
      'carriage returns': 'progress 10%\r'.repeat(60_000),
      quotes: `"${'\\"'.repeat(100_000)}`,
      tags: '<a <b <c '.repeat(60_000),
      entities: '&amp;&lt;&#x41;'.repeat(40_000),
      dashes: `${'-'.repeat(200_000)}\n`,
      commas: `${','.repeat(200_000)}\n${','.repeat(200_000)}`,
      'at signs': '@@ -1,2 +1,2 @@\n'.repeat(20_000),
      'diff headers': 'diff --git a/x b/x\n'.repeat(20_000),
      frames: '  at f (a.js:1:2)\n'.repeat(20_000),
      colons: 'a:1:b:2:c:'.repeat(50_000),
      backticks: '```\n'.repeat(50_000),
      headings: '# '.repeat(100_000),
      'unicode letters': '漢字'.repeat(100_000),
      'json openers on every line': '[{"a":\n'.repeat(20_000),
    };
    for (const [name, text] of Object.entries(texts)) {
      const start = performance.now();
      const result = await createHeadroom().compress(tool(text));
      const elapsed = performance.now() - start;
      expect(result.tokensAfter, name).toBeLessThanOrEqual(result.tokensBefore);
      expect(elapsed, `${name} took ${elapsed.toFixed(0)} ms for ${text.length} characters`).toBeLessThan(4000);
    }
  }, 240_000);

  it('counts runs of millions of letters of any script, whoever says them', async () => {
    const said = (content: string) => [{ role: 'user', content }];
    for (const [sign, asRequest] of [
      ['中', said],
      ['中', tool],
      ['─', tool],
      ['\u3000', said],
    ] as const) {
      const result = await createHeadroom().compress(asRequest(sign.repeat(4_600_000)));
      expect(result.tokensBefore, sign).toBeGreaterThan(10_000);
      expect(result.tokensAfter, sign).toBeLessThanOrEqual(result.tokensBefore);
    }
  }, 120_000);

  it('matches globs of many stars with long names of tools at once', async () => {
    const long = 'x'.repeat(400);
    for (const [glob, name] of [
      ['*a*a*a*a*a*c', `${'a'.repeat(256)}b`],
      ['mcp__*_*_*_*_*', `mcp__${'_'.repeat(200)}\n`],
      ['*_*_*_*_*_*_*_*_x', '_'.repeat(5000)],
      [`${'*?'.repeat(127)}!`, 'a'.repeat(20_000)],
    ] as const) {
      const request = tool(long).map((message) =>
        JSON.parse(JSON.stringify(message).replace(/"name":"[^"]*"/, () => `"name":${JSON.stringify(name)}`)),
      );
      expect(JSON.stringify(request)).toContain(JSON.stringify(name));
      const start = performance.now();
      const { body } = await createHeadroom().compress(request, { excludeTools: [glob] });
      expect(body).toBe(request);
      expect(performance.now() - start, glob).toBeLessThan(2000);
    }
  });

  it('does not read a text of 50 MB, and says so', async () => {
    const request = tool('x'.repeat(50_000_000));
    const start = performance.now();
    const result = await compress(request);
    expect(result.body).toBe(request);
    expect(result.warnings.map((warning) => warning.code)).toContain('too_large');
    expect(performance.now() - start).toBeLessThan(5000);
  }, 60_000);

  it('never throws on content that is not a string', async () => {
    for (const content of [null, 3, true, {}, [], [{ type: 'text', text: null }], [{ type: 'weird', text: 'x' }]]) {
      const request = tool(content);
      expect((await compress(request)).body).toBe(request);
    }
  });
});
