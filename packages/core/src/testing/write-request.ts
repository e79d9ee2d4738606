import type { Dialect } from '../model/format.js';

/** One tool call of a made-up conversation, with its result. */
export interface Call {
  readonly id: string;
  readonly tool: string;
  readonly input: unknown;
  readonly result: string;
  /** A plain string, a list of text parts, or one with an image in it, where the dialect knows such forms. */
  readonly form: 'string' | 'parts' | 'parts+image';
  readonly isError: boolean;
}

/** What happens next in a made-up conversation. */
export type Step =
  | {
      readonly kind: 'ask';
      readonly words: string;
      readonly extra: 'none' | 'image' | 'reminder' | 'unknown' | 'cached';
    }
  | {
      readonly kind: 'work';
      readonly calls: readonly Omit<Call, 'id'>[];
      readonly thought: boolean;
      readonly said: string | undefined;
      readonly reminder: boolean;
    }
  | { readonly kind: 'answer'; readonly words: string };

/** A conversation before it is written in a dialect. */
export interface Script {
  readonly system: string | undefined;
  readonly offersTools: boolean;
  readonly steps: readonly Step[];
}

/** A script as a request body. */
export interface WrittenRequest {
  readonly body: Readonly<Record<string, unknown>>;
  readonly messagesKey: 'messages' | 'input' | 'contents';
  readonly results: readonly string[];
}

export const REMINDER = '<system-reminder>\nThe todo list is empty. Do not mention this.\n</system-reminder>';
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** Writes a script as a request of a dialect. Call ids are numbered in order, so a prefix of the script gives a prefix of the list. */
export function writeRequest(dialect: Dialect, script: Script): WrittenRequest {
  let made = 0;
  const results: string[] = [];
  const list = script.steps.flatMap((step) => {
    if (step.kind !== 'work') return WRITERS[dialect].talk(step);
    const calls = step.calls.map((call) => ({ ...call, id: `call_${++made}` }));
    results.push(...calls.map(({ result }) => result));
    return WRITERS[dialect].work({ ...step, calls });
  });
  return { ...WRITERS[dialect].body(script, list), results };
}

type Work = Omit<Extract<Step, { kind: 'work' }>, 'calls'> & { readonly calls: readonly Call[] };
type Talk = Exclude<Step, { kind: 'work' }>;

interface Writer {
  talk(step: Talk): readonly unknown[];
  work(step: Work): readonly unknown[];
  body(script: Script, list: readonly unknown[]): Omit<WrittenRequest, 'results'>;
}

const PARAMETERS = { type: 'object', properties: { command: { type: 'string' } } };
const unknownPart = { type: 'hologram', text: 'not a text of ours', depth: 3 };

/** The parts of a question: its words, and whatever else stands beside them. */
function asked(
  step: Extract<Step, { kind: 'ask' }>,
  text: (words: string) => object,
  image: object,
): readonly object[] {
  const beside = {
    none: [],
    image: [image],
    reminder: [text(REMINDER)],
    unknown: [unknownPart],
    cached: [{ ...text('Also look at the log.'), cache_control: { type: 'ephemeral', ttl: '1h' } }],
  };
  return [text(step.words), ...beside[step.extra]];
}

const chatText = (text: string) => ({ type: 'text', text });
const dataUrl = `data:image/png;base64,${PIXEL}`;
const claudeImage = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PIXEL } };

const openaiChat: Writer = {
  talk(step) {
    if (step.kind === 'answer') return [{ role: 'assistant', content: step.words, refusal: null }];
    const content = asked(step, chatText, { type: 'image_url', image_url: { url: dataUrl, detail: 'low' } });
    return [{ role: 'user', content: step.extra === 'none' ? step.words : content, name: 'dev' }];
  },
  work({ calls, said, reminder }) {
    const tool_calls = calls.map(({ id, tool, input }) => ({
      id,
      type: 'function',
      function: { name: tool, arguments: JSON.stringify(input) },
    }));
    const answers = calls.map(({ id, result, form }) => ({
      role: 'tool',
      tool_call_id: id,
      content: form === 'string' ? result : [chatText(result)],
    }));
    const after = reminder ? [{ role: 'user', content: REMINDER }] : [];
    return [{ role: 'assistant', content: said ?? null, tool_calls }, ...answers, ...after];
  },
  body({ system, offersTools }, list) {
    const tools = [{ type: 'function', function: { name: 'Bash', parameters: PARAMETERS } }];
    const messages = [...(system === undefined ? [] : [{ role: 'developer', content: system }]), ...list];
    return {
      messagesKey: 'messages',
      body: { model: 'gpt-4o', temperature: 1, messages, ...(offersTools && { tools }) },
    };
  },
};

const openaiResponses: Writer = {
  talk(step) {
    if (step.kind === 'answer') {
      const content = [{ type: 'output_text', text: step.words, annotations: [] }];
      return [{ type: 'message', id: 'msg_1', role: 'assistant', phase: 'final_answer', status: 'completed', content }];
    }
    const words = (text: string) => ({ type: 'input_text', text });
    const content = asked(step, words, { type: 'input_image', image_url: dataUrl });
    return [step.extra === 'none' ? { role: 'user', content: step.words } : { type: 'message', role: 'user', content }];
  },
  work({ calls, thought, said, reminder }) {
    const before: unknown[] = thought
      ? [{ type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'gAAAAAB' }]
      : [];
    if (said !== undefined) before.push({ role: 'assistant', content: said });
    const made = calls.map(({ id, tool, input }) => ({
      type: 'function_call',
      call_id: id,
      name: tool,
      arguments: JSON.stringify(input),
    }));
    const answers = calls.map(({ id, result, form }) => {
      const parts = [
        { type: 'input_text', text: result },
        ...(form === 'parts' ? [] : [{ type: 'input_image', image_url: dataUrl }]),
      ];
      return { type: 'function_call_output', call_id: id, output: form === 'string' ? result : parts };
    });
    const after = reminder ? [{ role: 'user', content: [{ type: 'input_text', text: REMINDER }] }] : [];
    return [...before, ...made, ...answers, ...after];
  },
  body({ system, offersTools }, list) {
    const tools = [{ type: 'function', name: 'Bash', parameters: PARAMETERS, strict: null }];
    const instructions = system === undefined ? {} : { instructions: system };
    return {
      messagesKey: 'input',
      body: { model: 'gpt-5', store: false, ...instructions, input: list, ...(offersTools && { tools }) },
    };
  },
};

const anthropic: Writer = {
  talk(step) {
    if (step.kind === 'answer') return [{ role: 'assistant', content: [{ type: 'text', text: step.words }] }];
    return [{ role: 'user', content: step.extra === 'none' ? step.words : asked(step, chatText, claudeImage) }];
  },
  work({ calls, thought, said, reminder }) {
    const content: unknown[] = thought
      ? [{ type: 'thinking', thinking: 'Let me look.', signature: 'EqQBCgIYAhIM' }]
      : [];
    if (said !== undefined) content.push(chatText(said));
    content.push(...calls.map(({ id, tool, input }) => ({ type: 'tool_use', id, name: tool, input })));
    const answers: unknown[] = calls.map(({ id, result, form, isError }) => {
      const parts = [chatText(result), ...(form === 'parts' ? [] : [claudeImage])];
      const flag = isError ? { is_error: true } : {};
      return { type: 'tool_result', tool_use_id: id, content: form === 'string' ? result : parts, ...flag };
    });
    if (reminder) answers.push({ ...chatText(REMINDER), cache_control: { type: 'ephemeral' } });
    return [
      { role: 'assistant', content },
      { role: 'user', content: answers },
    ];
  },
  body({ system, offersTools }, list) {
    const tools = [{ name: 'Bash', input_schema: PARAMETERS, cache_control: { type: 'ephemeral' } }];
    const before =
      system === undefined ? {} : { system: [{ ...chatText(system), cache_control: { type: 'ephemeral' } }] };
    const body = {
      model: 'claude-sonnet-4-5',
      max_tokens: 1024,
      ...before,
      messages: list,
      ...(offersTools && { tools }),
    };
    return { messagesKey: 'messages', body };
  },
};

const gemini: Writer = {
  talk(step) {
    if (step.kind === 'answer') return [{ role: 'model', parts: [{ text: step.words }] }];
    const image = { inlineData: { mimeType: 'image/png', data: PIXEL } };
    const parts = asked(step, (text) => ({ text }), image).map((part) =>
      part === unknownPart ? { hologram: part } : part,
    );
    return [{ role: 'user', parts }];
  },
  work({ calls, thought, said, reminder }) {
    const parts: unknown[] = thought ? [{ text: 'Let me look.', thought: true }] : [];
    if (said !== undefined) parts.push({ text: said });
    parts.push(
      ...calls.map(({ tool, input }) => ({ functionCall: { name: tool, args: input }, thoughtSignature: 'CiQB' })),
    );
    const answers: unknown[] = calls.map(({ tool, result, form, isError }) => {
      const key = isError ? 'error' : 'output';
      return {
        functionResponse: {
          name: tool,
          response: form === 'string' ? { [key]: result } : { [key]: [{ text: result }] },
        },
      };
    });
    if (reminder) answers.push({ text: REMINDER });
    return [
      { role: 'model', parts },
      { role: 'user', parts: answers },
    ];
  },
  body({ system, offersTools }, list) {
    const tools = [{ functionDeclarations: [{ name: 'Bash', parameters: PARAMETERS }] }];
    const before = system === undefined ? {} : { systemInstruction: { parts: [{ text: system }] } };
    return { messagesKey: 'contents', body: { ...before, contents: list, ...(offersTools && { tools }) } };
  },
};

const WRITERS: Readonly<Record<Dialect, Writer>> = {
  'openai-chat': openaiChat,
  'openai-responses': openaiResponses,
  anthropic,
  gemini,
};
