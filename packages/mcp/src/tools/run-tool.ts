import { getDefaultEnvironment } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import type { Engine } from '../engine.js';
import { allowedPath } from './allowed-path.js';
import { compressedResult, compressedShape, failure } from './compressed-text.js';
import { checkRules } from './limits.js';
import { type RunOutcome, runCommand } from './run-command.js';

/** What `headroom_run` may run. */
export interface RunRules {
  /** Where commands may run. */
  readonly directories: readonly string[];
  /** Names of programs that may be run; without it any. */
  readonly commands?: readonly string[];
  /** A run is ended after this time. Default 120,000 ms. */
  readonly timeoutMs?: number;
  /** A run is ended after this much output. Default 20 MB. */
  readonly maxBytes?: number;
  /**
   * Variables that a run gets besides the few that every program needs (`PATH`, `HOME`, `SHELL`, `TERM`, `USER`, `LOGNAME`). Nothing
   * else of this process's environment is passed on: it may hold keys.
   */
  readonly env?: Readonly<Record<string, string>>;
}

/** Adds `headroom_run`: a command's output arrives shortened. */
export function addRunTool(server: McpServer, engine: Engine, rules: RunRules): void {
  const { directories, commands, timeoutMs = 120_000, maxBytes = 20_000_000, env } = rules;
  checkRules('run', directories, { timeoutMs, maxBytes });
  const which = commands ? `Allowed programs: ${commands.join(', ')}. ` : '';
  server.registerTool(
    'headroom_run',
    {
      title: 'Run a command, output shortened',
      description:
        `Runs a program and returns its output shortened to what your question needs, with the exit code. ${which}` +
        `It runs in ${directories.join(' or ')}. There is no shell: pipes, globs, variables and quotes mean nothing.`,
      inputSchema: {
        command: z.string().describe('The program, for example npm.'),
        args: z.array(z.string()).default([]).describe('Its arguments, one by one, for example ["test"].'),
        cwd: z.string().optional().describe('Where it runs; default the first allowed directory.'),
        query: z.string().optional().describe('What you want to find out; steers what is kept.'),
      },
      outputSchema: {
        ...compressedShape,
        exitCode: z.number().optional(),
        stopped: z.enum(['time', 'size', 'cancelled']).optional(),
      },
      annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
    },
    async ({ command, args, cwd = '.', query }, { signal }) => {
      if (commands && !commands.includes(command)) return failure(`${command} is not allowed. ${which}`);
      const place = await allowedPath(cwd, directories);
      if (!place) return failure(`${cwd} is not an allowed directory (${directories.join(', ')}).`);
      const environment = { ...getDefaultEnvironment(), ...env };
      const outcome = await runCommand(command, args, place, { timeoutMs, maxBytes, signal, env: environment });
      if (outcome.problem !== undefined) return failure(`${command} could not be run: ${outcome.problem}`);
      const { exitCode, stopped } = outcome;
      const source = { tool: 'Bash', input: { command: [command, ...args].join(' ') }, query };
      const more = { ...(exitCode === undefined ? {} : { exitCode }), ...(stopped ? { stopped } : {}) };
      const result = await compressedResult(engine, outcome.output, source, more);
      return { ...result, content: [{ type: 'text', text: ending(outcome) }, ...result.content] };
    },
  );
}

function ending({ exitCode, stopped }: RunOutcome): string {
  const why = { time: 'ended at its time limit', size: 'ended at its output limit', cancelled: 'cancelled' };
  return stopped ? `The command was ${why[stopped]}.` : `Exit code ${exitCode ?? 'unknown'}.`;
}
