import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AGENTS, findSessions, readSession, sessionFolders } from '@headroom/agents/sessions';
import { afterAll, describe, expect, it } from 'vitest';
import { writeAs } from '../../../agents/src/sessions/written-as.fixture.js';
import { run, scriptOf } from '../planted/step.fixture.js';
import { outcomeOf } from './outcome.js';

interface Real {
  readonly command: string;
  readonly exit: number;
  readonly output: string;
  readonly is: string;
}
const outputs = JSON.parse(readFileSync(new URL('./fixtures/outputs.json', import.meta.url), 'utf8')) as Real[];
const root = mkdtempSync(join(tmpdir(), 'outcome-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('how a call ended', () => {
  it.each(AGENTS)('is told for 40 real outputs as %s records them', async (agent) => {
    expect(outputs.length).toBeGreaterThanOrEqual(40);
    const home = join(root, agent);
    mkdirSync(home);
    writeAs(agent, home, [
      scriptOf(
        agent,
        's1',
        '/home/me/shop',
        0,
        outputs.map(({ command, output, exit }) => run(command, output, exit)),
      ),
    ]);
    const [file] = await findSessions(Object.values(sessionFolders(home, {})).flat());
    const told: string[] = [];
    for await (const { events } of readSession(file as never))
      for (const event of events)
        if (event.type === 'result') {
          const { command } = outputs[told.length] as Real;
          told.push(
            outcomeOf({ kind: 'shell', command, isFailed: event.isFailed, exitCode: event.exitCode, text: event.text }),
          );
        }
    expect(told.map((is, i) => `${outputs[i]?.command}: ${is}`)).toEqual(
      outputs.map(({ command, is }) => `${command}: ${is}`),
    );
  });

  it.each([
    ['No matches found', 'search', false, 'nothing'],
    ['No files found', 'search', false, 'nothing'],
    ['Found 0 total occurrences across 0 files.', 'search', false, 'ok'],
    ['No matches found for pattern "x" in path "src".', 'search', false, 'nothing'],
    ['src/a.ts:3: // No matches found', 'search', false, 'ok'],
    ['0 matches', 'search', false, 'nothing'],
    ['<tool_use_error>File does not exist.</tool_use_error>', 'read', true, 'failed'],
    ['<tool_use_error>Sibling tool call errored</tool_use_error>', 'search', true, 'aside'],
    ["The user doesn't want to proceed with this tool use. The tool use was rejected", 'edit', true, 'refused'],
    ['Permission to use Bash with command git push has been denied.', 'shell', true, 'refused'],
    ["Claude requested permissions to use mcp__x__y, but you haven't granted it yet.", 'other', true, 'refused'],
    ['exec command rejected by user', 'shell', false, 'refused'],
    [
      'exec_command failed for `git push`: CreateProcess { message: "Rejected(\\"rejected by user\\")" }',
      'shell',
      false,
      'refused',
    ],
    ['patch rejected by user', 'edit', false, 'refused'],
    ['[Operation Cancelled] Reason: User did not allow tool call', 'shell', true, 'refused'],
    ['[Operation Cancelled] Reason: User denied execution.', 'edit', true, 'refused'],
    ['[Operation Cancelled] Reason: User cancelled tool execution.', 'shell', true, 'stopped'],
    ['the patch says: rejected by user', 'read', false, 'ok'],
    ['[Request interrupted by user for tool use]', 'shell', true, 'stopped'],
    ['Command timed out after 2m 0.0s', 'shell', true, 'stopped'],
    ['Error: this is what the file says\nFAILED\nexit code 1', 'read', false, 'ok'],
  ] as const)('%s (%s, flag %s): %s', (text, kind, isFailed, is) => {
    expect(outcomeOf({ kind, command: 'x', isFailed, text })).toBe(is);
  });
});
