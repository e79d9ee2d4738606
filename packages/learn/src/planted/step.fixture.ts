import { createHash } from 'node:crypto';
import type { Message } from '../../../agents/src/replay/message.js';
import type { AgentName } from '../../../agents/src/sessions/session-event.js';
import type { Script } from '../../../agents/src/sessions/written-as.fixture.js';

/** One thing that happens in a session, whichever agent it is. */
export type Step =
  | { readonly do: 'run'; readonly command: string; readonly says?: string; readonly exit?: number }
  | {
      readonly do: 'read';
      readonly path: string;
      readonly says?: string;
      readonly isMissing?: boolean;
      readonly offset?: number;
    }
  | { readonly do: 'edit' | 'write'; readonly path: string; readonly isRefused?: boolean }
  | { readonly do: 'refuse'; readonly command: string }
  | { readonly do: 'call'; readonly tool: string }
  | { readonly do: 'user'; readonly says: string };

export const run = (command: string, says = '', exit = 0): Step => ({ do: 'run', command, says, exit });
export const read = (path: string, says = `what stands in ${path}`): Step => ({ do: 'read', path, says });
export const missing = (path: string): Step => ({ do: 'read', path, isMissing: true });
export const edit = (path: string): Step => ({ do: 'edit', path });
export const call = (tool: string): Step => ({ do: 'call', tool });
export const user = (says: string): Step => ({ do: 'user', says });

interface Told {
  readonly tool: string;
  readonly input: Readonly<Record<string, unknown>> | string;
  readonly text: string;
  readonly isFailed: boolean;
  readonly exit?: number;
}

/** What is another each time a tool is called: a hexadecimal id, and a number. */
interface Once {
  readonly id: string;
  readonly number: number;
  /** True where an earlier release of the agent is meant, that wrote it otherwise. */
  readonly isEarlier: boolean;
}
type Teller = (step: Exclude<Step, { do: 'user' } | { do: 'call' }>, folder: string, once: Once) => Told;
const at = (folder: string, path: string) => (path.startsWith('/') ? path : `${folder}/${path}`);
const DONE = 'The file has been updated.';

/** How each agent records a step, as seen in transcripts of the real programs. */
const TELLERS: Readonly<Record<AgentName, Teller>> = {
  'claude-code': (step, folder) => {
    if (step.do === 'refuse')
      return {
        tool: 'Bash',
        input: { command: step.command },
        text: "The user doesn't want to proceed with this tool use. The tool use was rejected (eg. if it was a file edit, the new_string was NOT written to the file). STOP what you are doing and wait for the user to tell you how to proceed.",
        isFailed: true,
      };
    if (step.do === 'run') {
      const { exit = 0, says = '' } = step;
      const text = exit === 0 ? says : `Exit code ${exit}\n${says}`;
      return { tool: 'Bash', input: { command: step.command, description: 'a step' }, text, isFailed: exit !== 0 };
    }
    const file_path = at(folder, step.path);
    if (step.do === 'read')
      return step.isMissing
        ? {
            tool: 'Read',
            input: { file_path },
            text: `<tool_use_error>File does not exist. Note: your current working directory is ${folder}.</tool_use_error>`,
            isFailed: true,
          }
        : {
            tool: 'Read',
            input: { file_path, ...(step.offset ? { offset: step.offset } : {}) },
            text: `     1→${step.says ?? ''}`,
            isFailed: false,
          };
    if (step.isRefused)
      return {
        tool: 'Edit',
        input: { file_path },
        text: "The user doesn't want to proceed with this tool use. The tool use was rejected",
        isFailed: true,
      };
    return {
      tool: step.do === 'edit' ? 'Edit' : 'Write',
      input: { file_path, new_string: 'x' },
      text: DONE,
      isFailed: false,
    };
  },
  codex: (step, folder, { id, number, isEarlier }) => {
    const seconds = number / 10_000;
    const called = (cmd: string) =>
      isEarlier
        ? { tool: 'shell', input: { command: ['bash', '-lc', cmd], workdir: folder } }
        : { tool: 'exec_command', input: { cmd, workdir: folder } };
    const shell = (cmd: string, says: string, exit: number): Told => ({
      ...called(cmd),
      text: isEarlier
        ? JSON.stringify({ output: says, metadata: { exit_code: exit, duration_seconds: seconds } })
        : `Chunk ID: ${id}\nWall time: ${seconds.toFixed(4)} seconds\nProcess exited with code ${exit}\nOriginal token count: 12\nOutput:\n${says}`,
      isFailed: exit !== 0,
    });
    if (step.do === 'refuse')
      return {
        ...called(step.command),
        text: isEarlier
          ? 'exec command rejected by user'
          : `exec_command failed for \`${step.command}\`: CreateProcess { message: "Rejected(\\"rejected by user\\")" }`,
        isFailed: true,
      };
    if (step.do === 'run') return shell(step.command, step.says ?? '', step.exit ?? 0);
    if (step.do === 'read') {
      const from = step.offset ?? 1;
      const cmd = `sed -n '${from},${from + 199}p' ${step.path}`;
      return step.isMissing
        ? shell(cmd, `sed: can't read ${step.path}: No such file or directory`, 2)
        : shell(cmd, step.says ?? '', 0);
    }
    if (step.isRefused)
      return { tool: 'apply_patch', input: '*** Begin Patch', text: 'patch rejected by user', isFailed: true };
    return {
      tool: 'apply_patch',
      input: `*** Begin Patch\n*** Update File: ${step.path}`,
      text: 'Success. Updated the following files:',
      isFailed: false,
    };
  },
  'gemini-cli': (step, folder, { number, isEarlier }) => {
    const refusal = `[Operation Cancelled] Reason: ${isEarlier ? 'User did not allow tool call' : 'User denied execution.'}`;
    if (step.do === 'refuse')
      return { tool: 'run_shell_command', input: { command: step.command }, text: refusal, isFailed: true };
    if (step.do === 'run') {
      const { command, says = '', exit = 0 } = step;
      const [out, err] = exit === 0 ? [says, ''] : ['', says];
      const earlier = `Command: ${command}\nDirectory: (root)\nStdout: ${out || '(empty)'}\nStderr: ${err || '(empty)'}\nError: (none)\nExit Code: ${exit}\nSignal: (none)\nBackground PIDs: (none)\nProcess Group PGID: ${number}`;
      const code = exit === 0 ? '' : `\nExit Code: ${exit}`;
      const text = isEarlier
        ? earlier
        : `<untrusted_context>\nOutput: ${says || '(empty)'}${code}\nProcess Group PGID: ${number}\n</untrusted_context>`;
      return { tool: 'run_shell_command', input: { command }, text, isFailed: false };
    }
    const file_path = at(folder, step.path);
    if (step.do === 'read')
      return {
        tool: 'read_file',
        input: { file_path, ...(step.offset ? { offset: step.offset } : {}) },
        text: step.isMissing ? `File not found: ${file_path}` : (step.says ?? ''),
        isFailed: step.isMissing === true,
      };
    if (step.isRefused) return { tool: 'replace', input: { file_path }, text: refusal, isFailed: true };
    return {
      tool: step.do === 'edit' ? 'replace' : 'write_file',
      input: { file_path, content: 'x' },
      text: DONE,
      isFailed: false,
    };
  },
  opencode: (step, folder) => {
    if (step.do === 'refuse')
      return {
        tool: 'bash',
        input: { command: step.command },
        text: 'The user rejected permission to use this specific tool call.',
        isFailed: true,
      };
    if (step.do === 'run')
      return {
        tool: 'bash',
        input: { command: step.command, description: 'a step' },
        text: step.says ?? '',
        isFailed: false,
        exit: step.exit ?? 0,
      };
    const filePath = at(folder, step.path);
    if (step.do === 'read')
      return {
        tool: 'read',
        input: { filePath, ...(step.offset ? { offset: step.offset } : {}) },
        text: step.isMissing ? `Error: File not found: ${filePath}` : (step.says ?? ''),
        isFailed: step.isMissing === true,
      };
    if (step.isRefused)
      return {
        tool: 'edit',
        input: { filePath },
        text: 'The user rejected permission to use this specific tool call.',
        isFailed: true,
      };
    return {
      tool: step.do === 'edit' ? 'edit' : 'write',
      input: { filePath, content: 'x' },
      text: DONE,
      isFailed: false,
    };
  },
};

/** Steps as a session of an agent. */
export function scriptOf(agent: AgentName, id: string, folder: string, began: number, steps: readonly Step[]): Script {
  const messages: Message[] = [{ role: 'user', content: 'please go on with the work' }];
  // A session is of one release.
  const isEarlier = (createHash('sha256').update(id).digest()[0] as number) % 2 === 0;
  const failed = new Set<string>();
  const exits = new Map<string, number>();
  for (const [i, step] of steps.entries()) {
    if (step.do === 'user') {
      messages.push({ role: 'user', content: step.says });
      continue;
    }
    const chance = createHash('sha256').update(`${id} ${i}`).digest();
    const once = { id: chance.toString('hex', 0, 3), number: chance.readUInt16BE(4), isEarlier };
    const { tool, input, text, isFailed, exit }: Told =
      step.do === 'call'
        ? { tool: step.tool, input: {}, text: 'done', isFailed: false }
        : TELLERS[agent](step, folder, once);
    // As long and as mixed as real ones.
    const call = `toolu_01${chance.toString('base64url').slice(0, 22)}`;
    // Codex says by the output alone how a call ended.
    if (isFailed && agent !== 'codex') failed.add(call);
    if (exit !== undefined) exits.set(call, exit);
    const written = typeof input === 'string' ? JSON.stringify({ input }) : JSON.stringify(input);
    messages.push(
      {
        role: 'assistant',
        content: '',
        tool_calls: [{ id: call, type: 'function', function: { name: tool, arguments: written } }],
      },
      { role: 'tool', tool_call_id: call, content: text },
    );
  }
  messages.push({ role: 'assistant', content: 'done' });
  return { id, model: 'gpt-4o', messages, failed, exits, folder, began };
}
