import { AGENTS, type SessionEvent } from '@headroom/agents/sessions';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyProject, type ProjectBook, sinkInto } from '../book/book.js';
import { type Followed, Follower, nothingFollowed } from './follow.js';
import { askedOf } from './tool-kind.js';

const WHERE = { agent: 'codex', file: '/f.jsonl', base: '/r', time: 1 } as const;

function booked(events: readonly SessionEvent[], parts = 1): ProjectBook {
  const project = emptyProject();
  let followed: Followed = { ...nothingFollowed(), session: 's', folder: '/r' };
  const size = Math.ceil(events.length / parts);
  for (let at = 0; at < events.length; at += size) {
    const follower = new Follower(WHERE, followed, sinkInto(project));
    for (const event of events.slice(at, at + size)) follower.read(event);
    follower.end();
    // As it is kept from run to run.
    followed = JSON.parse(JSON.stringify(followed)) as Followed;
  }
  return project;
}

const id = fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor', '');
const line = fc.constantFrom(
  'npm run tset',
  'npm run test',
  'cd a && npm test',
  "echo 'open",
  'a | b &',
  '',
  '$(x)',
  'cat src/a.ts',
  'cat lib/a.ts',
  '((',
);
const input = fc.oneof(
  fc.jsonValue(),
  line.map((command) => ({ command })),
  fc.record({ cmd: line, workdir: fc.string() }),
  line.map((path) => ({ file_path: path })),
);
const tool = fc.constantFrom(
  'Bash',
  'exec_command',
  'Read',
  'Edit',
  'exec',
  'mcp__x__y',
  'constructor',
  '__proto__',
  'WebFetch',
);
const event = fc.oneof(
  fc.record({ type: fc.constant('call' as const), id, tool, input, line: fc.nat() }),
  fc.record({
    type: fc.constant('result' as const),
    call: id,
    isFailed: fc.boolean(),
    exitCode: fc.constantFrom(0, 1, 2, 127),
    text: fc.oneof(fc.string(), fc.constantFrom('Missing script: "tset"', 'No such file or directory: src/a.ts')),
    line: fc.nat(),
  }),
  fc.record({
    type: fc.constant('message' as const),
    role: fc.constantFrom('user' as const, 'assistant' as const),
    text: fc.oneof(fc.string(), fc.constant('use pnpm, not npm')),
    line: fc.nat(),
  }),
  fc.record({ type: fc.constant('compaction' as const), line: fc.nat(), thread: id }),
);

describe('following a transcript', () => {
  it('throws for nothing, and in parts finds what it finds at once', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), fc.integer({ min: 1, max: 5 }), (events, parts) => {
        const { waste: _, ...at } = booked(events);
        const { waste: __, ...inParts } = booked(events, parts);
        expect(inParts).toEqual(at);
      }),
      { numRuns: 300 },
    );
  });

  it.each(AGENTS)('knows the tools of %s', (agent) => {
    const shell = { 'claude-code': 'Bash', codex: 'exec_command', 'gemini-cli': 'run_shell_command', opencode: 'bash' }[
      agent
    ];
    expect(askedOf(shell, { command: 'ls' })).toEqual({ kind: 'shell', command: 'ls' });
  });

  it('reads the one command of a script that a model wrote, and how it ended', () => {
    const script = 'const r = await tools.exec_command({ cmd: "npm run \\"tset\\"", workdir: "/r" });\ntext(r);';
    expect(askedOf('exec', script)).toEqual({ kind: 'shell', command: 'npm run "tset"' });
    expect(askedOf('exec', `${script}\n${script}`)).toEqual({ kind: 'shell' });
    expect(askedOf('exec', 'text("no call")')).toEqual({ kind: 'other' });
    expect(askedOf('shell', { command: ['bash', '-lc', 'cat a | head'] })).toEqual({
      kind: 'shell',
      command: 'cat a | head',
    });
    const call = (n: number, cmd: string) => ({
      type: 'call' as const,
      id: `${n}`,
      tool: 'exec',
      input: `await tools.exec_command({"cmd":"${cmd}"})`,
      line: n,
    });
    const result = (n: number, code: number, output: string) => ({
      type: 'result' as const,
      call: `${n}`,
      isFailed: false,
      text: `Script completed\nWall time 0.2 seconds\nOutput:\n${JSON.stringify({ chunk_id: 'x', exit_code: code, output })}`,
      line: n + 1,
    });
    const { candidates } = booked([
      call(1, 'npm run tset'),
      result(1, 1, 'Missing script: "tset"'),
      call(3, 'npm run test'),
      result(3, 0, 'ok'),
    ]);
    expect(Object.values(candidates)).toMatchObject([
      { kind: 'command', right: 'npm run test', sightings: [{ failure: { line: 2 }, success: { line: 4 } }] },
    ]);
  });
});
