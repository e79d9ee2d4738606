import { chmodSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Check } from './lane-agent.js';
import { messagesProvider, type Step } from './messages-provider.js';
import { changedResults, resultOf } from './results.js';
import { hashIn } from './steps.js';
import { HEADROOM, makeWorld } from './world.js';

/** What a stand-in for RTK prints in the place of a long test run: less, and notes of its own. */
const PRINTED = [
  ...Array.from({ length: 400 }, (_, i) => `  src/worker/task_${i % 60}.rs:${i}:9 queue ${(i * 7919) % 97} drained`),
  'error[E0308]: mismatched types at src/worker/lost.rs:211:14',
  '... +217 more in src/worker (rtk)',
  '[Left out: 217 lines. full output: ~/.local/share/rtk/tee/1.log]',
  'test result: FAILED. 419 passed; 1 failed',
].join('\n');
const RTK = `#!/bin/sh\ncat "$HOME/printed.txt"; echo "ran: $*"\n`;
/** As RTK's own hook does, it puts \`rtk\` before a command, and allows nothing. */
const HOOK = `let text = '';
process.stdin.setEncoding('utf8');
for await (const chunk of process.stdin) text += chunk;
const { tool_input: input } = JSON.parse(text);
const updatedInput = { ...input, command: 'rtk ' + input.command };
console.log(JSON.stringify({ hookSpecificOutput: { hookEventName: 'PreToolUse', updatedInput } }));
`;
const settings = (hook: string) => ({
  permissions: { allow: ['Bash'] },
  hooks: { PreToolUse: [{ matcher: 'Bash', hooks: [{ type: 'command', command: hook }] }] },
});
const STEPS: readonly Step[] = [
  { calls: [{ id: 'r1', name: 'Bash', input: { command: 'cargo test', description: 'look' } }] },
  (request) => {
    const hash = hashIn(resultOf([request], 'r1')?.text);
    return { calls: [{ id: 'r2', name: 'mcp__headroom__headroom_retrieve', input: { hash } }] };
  },
];

/** Claude Code with us and with RTK, whose hook rewrites commands before they run. */
export async function tryClaudeWithRtk(bin: string, check: Check): Promise<void> {
  const provider = await messagesProvider({ main: STEPS });
  const world = makeWorld(bin, provider.url, {
    'home/bin/rtk': RTK,
    'home/bin/rtk-hook.mjs': HOOK,
    'home/printed.txt': `${PRINTED}\n`,
    'home/.claude/settings.json': JSON.stringify(settings('node "$HOME/bin/rtk-hook.mjs"')),
  });
  try {
    chmodSync(join(world.home, 'bin', 'rtk'), 0o755);
    const path = [join(world.home, 'bin'), bin, process.env.PATH ?? ''].join(delimiter);
    const args = [HEADROOM, 'wrap', 'claude', '--', '-p', 'Why does the test fail?'];
    const { code, err } = await world.run(process.execPath, args, { PATH: path });
    const [r1, r2] = [resultOf(provider.requests, 'r1')?.text ?? '', resultOf(provider.requests, 'r2')?.text ?? ''];
    check(
      'what RTK prints arrives shortened, once',
      code === 0 && hashIn(r1) !== 'none' && r1.length < PRINTED.length / 2,
      [code, err.slice(-300), r1.slice(0, 300)],
    );
    check('with what failed still in it', r1.includes('lost.rs:211:14') && r1.includes('1 failed'), r1.slice(-400));
    check(
      "and comes back exactly, RTK's notes and all",
      r2.trimEnd() === `${PRINTED}\nran: cargo test`,
      r2.slice(-300),
    );
    check('and never changes', changedResults(provider.requests).length === 0 && provider.mismatches.length === 0);
  } finally {
    await world.stopService();
    provider.close();
    world.remove();
  }
}
