import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAI as createOpenAI4 } from '@ai-sdk/openai4';
import * as ai6 from 'ai';
import * as ai7 from 'ai7';
import { describe, expect, it } from 'vitest';
import { compressedOutputs } from './compressed-outputs.js';
import { headroomPrepareStep } from './prepare-step.js';
import { isProvidersOwn } from './provider-tools.js';
import { withHeadroom } from './with-headroom.js';

const LOG = Array.from({ length: 300 }, (_, i) => `12:00:${i} request ${i} took ${(i * 37) % 900} ms`).join('\n');
const head = { object: 'response', created_at: 1, status: 'completed', model: 'gpt-5.1', error: null };
const usage = { input_tokens: 9, output_tokens: 9, total_tokens: 18 };
const message = {
  ...{ type: 'message', id: 'm1', role: 'assistant', status: 'completed' },
  content: [{ type: 'output_text', text: 'done', annotations: [] }],
};

/** What a provider-defined tool is called with, what the program answers, and what has to be sent of it. */
const KINDS = {
  shell: {
    call: { type: 'shell_call', action: { commands: ['cat log'], timeout_ms: null, max_output_length: null } },
    result: { output: [{ stdout: LOG, stderr: '', outcome: { type: 'exit', exitCode: 0 } }] },
    sent: 'shell_call_output',
  },
  localShell: {
    call: { type: 'local_shell_call', action: { type: 'exec', command: ['cat', 'log'], env: {} } },
    result: { output: LOG },
    sent: 'local_shell_call_output',
  },
  applyPatch: {
    call: { type: 'apply_patch_call', operation: { type: 'update_file', path: 'a', diff: '+a' } },
    result: { status: 'failed', output: LOG },
    sent: 'apply_patch_call_output',
  },
} as const;
const NAMES = { shell: 'shell', localShell: 'local_shell', applyPatch: 'apply_patch' } as const;

const HOW = {
  'withHeadroom(model)': (model: never) => ({ model: withHeadroom(model) }),
  'compressedOutputs(tools)': (_: never, tools: object) => ({ tools: compressedOutputs(tools) }),
  'headroomPrepareStep()': () => ({ prepareStep: headroomPrepareStep() }),
  'headroomPrepareStep({ tools })': (_: never, tools: object) => ({ prepareStep: headroomPrepareStep({ tools }) }),
};

for (const [version, ai, create] of [
  ['6', ai6, createOpenAI],
  ['7', ai7 as unknown as typeof ai6, createOpenAI4 as unknown as typeof createOpenAI],
] as const) {
  describe.each(Object.entries(HOW))(`AI SDK ${version}: %s`, (_, how) => {
    it.each(Object.entries(KINDS))('keeps the form of a result of %s', async (kind, { call, result, sent }) => {
      const bodies: { input: { type?: string }[] }[] = [];
      const openai = create({
        apiKey: 'none',
        fetch: async (_url, init) => {
          bodies.push(JSON.parse(String(init?.body)));
          const first = { id: 'i1', call_id: 'c1', status: 'completed', ...call };
          const output = bodies.length === 1 ? [first] : [message];
          return Response.json({ id: 'r', ...head, output, usage, incomplete_details: null });
        },
      });
      const define = openai.tools[kind as keyof typeof KINDS] as (options: object) => unknown;
      const tools = { [NAMES[kind as keyof typeof KINDS]]: define({ execute: async () => result }) };
      const model = openai('gpt-5.1');
      const run = { model, tools, prompt: 'Which request was slow?', stopWhen: ai6.stepCountIs(3) };
      await ai.generateText({ ...run, ...how(model as never, tools) } as Parameters<typeof ai6.generateText>[0]);
      const last = bodies[1]?.input.at(-1);
      expect(last?.type).toBe(sent);
      expect(JSON.stringify(last)).toContain('request 150 took');
    });

    it('still shortens the results of functions', async () => {
      const bodies: string[] = [];
      const openai = create({
        apiKey: 'none',
        fetch: async (_url, init) => {
          bodies.push(String(init?.body));
          const first = {
            type: 'function_call',
            id: 'i1',
            call_id: 'c1',
            name: 'search',
            arguments: '{}',
            status: 'completed',
          };
          const output = bodies.length === 1 ? [first] : [message];
          return Response.json({ id: 'r', ...head, output, usage, incomplete_details: null });
        },
      });
      const rows = Array.from({ length: 300 }, (_, id) => ({ id, took: (id * 37) % 900, host: `web-${id % 4}` }));
      const tools = {
        search: ai6.tool({
          inputSchema: ai6.jsonSchema({ type: 'object', properties: {} }),
          execute: async () => ({ rows }),
        }),
      };
      const model = openai('gpt-5.1');
      const run = { model, tools, prompt: 'Which request was slow?', stopWhen: ai6.stepCountIs(3) };
      await ai.generateText({ ...run, ...how(model as never, tools) } as Parameters<typeof ai6.generateText>[0]);
      expect(bodies[1]?.length).toBeLessThan(JSON.stringify(rows).length * 0.7);
    });
  });
}

it('takes no ordinary input for that of a provider', () => {
  for (const input of [
    undefined,
    null,
    'a',
    [],
    {},
    { action: 'run' },
    { action: { name: 'x' } },
    { operation: { type: 'a' } },
  ])
    expect(isProvidersOwn(input)).toBe(false);
});
