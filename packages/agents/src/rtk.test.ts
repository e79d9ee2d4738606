import { createHeadroom } from '@headroom/core';
import { describe, expect, it } from 'vitest';
import { readHookEvent } from './claude-code/hook-event.js';
import { shortenOutput } from './claude-code/shorten.js';
import { readOpencodeCall, shortenOpencode } from './opencode/shorten.js';

/**
 * RTK stands before a command and prints less than it would, with notes of its own. These are what a stand-in prints: groups with
 * counts, lines that say how many are missing, and the file with the whole.
 */
const NOTES = [
  '... +217 more in src/packages/worker (rtk)',
  '[full output: ~/.local/share/rtk/tee/1795954583_cargo_test.log]',
  '[Left out: 217 lines. rtk gain: 81%]',
  '[12 lines omitted, hash=0123456789abcdef01234567]',
];
const printed = [
  'warning: unused variable (3 files)',
  ...Array.from(
    { length: 420 },
    (_, i) => `  src/packages/worker/task_${i % 60}.rs:${i}:9 queue ${(i * 7919) % 97} drained`,
  ),
  'error[E0308]: mismatched types at src/packages/worker/lost.rs:211:14',
  ...NOTES,
  'test result: FAILED. 419 passed; 1 failed',
].join('\n');
const small = `ok 3 files\n${NOTES.join('\n')}\n`;

const headroom = createHeadroom({ retrieval: 'tool' });
const transcript = JSON.stringify({ type: 'user', message: { role: 'user', content: 'Why does the test fail?' } });
async function claude(stdout: string): Promise<string> {
  const event = readHookEvent({
    hook_event_name: 'PostToolUse',
    tool_name: 'Bash',
    tool_use_id: 'c1',
    // As the hook has it: the command that RTK's own hook made of the model's.
    tool_input: { command: 'rtk cargo test' },
    tool_response: { stdout, stderr: '', interrupted: false, isImage: false },
  });
  const answer = event && (await shortenOutput(headroom, event, { transcripts: [transcript] }));
  return (answer?.hookSpecificOutput.updatedToolOutput as { stdout: string } | undefined)?.stdout ?? stdout;
}
async function opencode(output: string): Promise<string> {
  const messages = [{ role: 'user', content: 'Why does the test fail?' }];
  const call = readOpencodeCall({
    tool: 'bash',
    callId: 'c1',
    input: { command: 'rtk cargo test' },
    output: { output },
    messages,
    canRetrieve: true,
  });
  const changed = call && (await shortenOpencode(headroom, call));
  return typeof changed?.output === 'string' ? changed.output : output;
}

describe.each([
  ['Claude Code', claude],
  ['opencode', opencode],
])('what RTK prints, through %s', (_, shorten) => {
  it('is never larger, and what it says of failures stays', async () => {
    const short = await shorten(printed);
    expect(short.length).toBeLessThan(printed.length);
    expect(short).toContain('lost.rs:211:14');
    expect(short).toContain('1 failed');
    expect(await shorten(small)).toBe(small);
  });

  it('is the same when it comes by again', async () => {
    const short = await shorten(printed);
    expect(await shorten(short)).toBe(short);
  });

  it('has notes that are not taken for ours: they stand for nothing that we kept, and ours brings them back', async () => {
    const short = await shorten(printed);
    const ours = [...short.matchAll(/headroom_retrieve with hash=([0-9a-f]{24})/g)].map(([, hash = '']) => hash);
    expect(ours).toHaveLength(1);
    expect(await headroom.retrieve(ours[0] ?? '')).toMatchObject({ status: 'found', text: printed });
    expect((await headroom.retrieve('0123456789abcdef01234567')).status).not.toBe('found');
  });
});
