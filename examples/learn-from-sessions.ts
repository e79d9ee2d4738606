/**
 * Failure learning without a model: two sessions of Claude Code in which a script's name was wrong and then right, the rule that comes of them, and
 * what is counted in the sessions after it was written.
 * Run: npx tsx examples/learn-from-sessions.ts
 */
import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { learn } from '@headroom/learn';

const home = mkdtempSync(join(tmpdir(), 'learn-example-'));
const project = join(home, 'shop');
const transcripts = join(home, '.claude', 'projects', 'shop');
mkdirSync(join(project, '.git'), { recursive: true });
mkdirSync(transcripts, { recursive: true });
const hour = (n: number) => Date.parse('2026-11-01T08:00:00Z') + n * 3_600_000;

/** A session in which commands are run, as Claude Code writes it down. */
function session(n: number, commands: readonly (readonly [command: string, output: string, failed?: boolean])[]): void {
  const around = { sessionId: `s${n}`, cwd: project, version: '2.1.197', timestamp: new Date(hour(n)).toISOString() };
  for (const [i, [command, output, failed = false]] of commands.entries()) {
    const id = `toolu_${n}_${i}`;
    const call = { type: 'tool_use', id, name: 'Bash', input: { command } };
    const result = {
      type: 'tool_result',
      tool_use_id: id,
      content: failed ? `Exit code 1\n${output}` : output,
      is_error: failed,
    };
    const lines = [
      {
        ...around,
        type: 'assistant',
        uuid: `a${n}${i}`,
        message: { role: 'assistant', id: `m${n}${i}`, content: [call] },
      },
      { ...around, type: 'user', uuid: `u${n}${i}`, message: { role: 'user', content: [result] } },
    ];
    appendFileSync(join(transcripts, `s${n}.jsonl`), `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
  }
}

const wrong = ['npm run tests', 'npm error Missing script: "tests"', true] as const;
const right = ['npm run test', 'Error: 0 of 12 failed'] as const;

try {
  for (const n of [0, 1, 2]) session(n, [wrong, right]);
  const options = { home, state: join(home, '.headroom'), apply: true };
  const before = await learn({ ...options, now: () => hour(3) });
  const [rule] = before.projects[0]?.rules ?? [];
  assert.equal(rule?.text, 'There is no `npm run tests`; it is `npm run test`.');
  const [seen] = rule.sightings;
  console.log(`Rule     ${rule.text}`);
  console.log(
    `Seen     in ${rule.sessions} sessions, line ${seen?.failure.line} failed and line ${seen?.success.line} worked`,
  );
  assert.match(readFileSync(join(project, 'CLAUDE.local.md'), 'utf8'), /npm run tests/);

  for (const n of [4, 5, 6, 7, 8]) session(n, [right]);
  const after = await learn(options);
  const [measured] = after.projects[0]?.measured ?? [];
  assert.equal(measured?.verdict, 'helps');
  const { before: was, after: is } = measured;
  console.log(
    `Since    ${was.withIt} of ${was.sessions} sessions before had the failure, ${is.withIt} of ${is.sessions} after`,
  );
  const again = await learn(options);
  assert.equal(again.projects[0]?.changes[0]?.isChange, false);
  console.log('Again    nothing is new, nothing is written');
} finally {
  rmSync(home, { recursive: true, force: true });
}
