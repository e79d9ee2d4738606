import { readTranscript, type Told } from './read-transcript.js';

/** What was pasted, in a word for people, as requests for the engine. */
export interface Input {
  readonly kind: string;
  readonly requests: readonly Told[];
  /** A text alone is one result of a tool: how often it is sent is not known. */
  readonly isText: boolean;
}

const AGENTS: Readonly<Record<string, string>> = {
  'claude-code': 'Claude Code',
  codex: 'Codex',
  'gemini-cli': 'Gemini CLI',
};

/** Tells a transcript from a request body, a list of messages, a batch of them, and a tool's output, which is everything else. */
export async function readInput(text: string, question: string): Promise<Input> {
  const whole = unwrapped(parsed(text));
  const lines = whole === undefined ? parsedLines(text) : undefined;
  const transcript = await readTranscript(lines ?? (isObject(whole) ? [whole] : []));
  if (transcript)
    return {
      kind: `a transcript of ${AGENTS[transcript.agent] ?? transcript.agent}`,
      requests: transcript.told,
      isText: false,
    };
  if (isRequest(whole))
    return {
      kind: Array.isArray(whole) ? 'a list of messages' : 'a request body',
      requests: [told(whole)],
      isText: false,
    };
  const batch = lines?.map(unwrapped);
  if (batch && batch.length > 0 && batch.every(isRequest))
    return { kind: `a batch of ${batch.length} requests`, requests: batch.map(told), isText: false };
  return {
    kind: 'the output of a tool',
    requests: [{ request: outputOf(text, question), model: undefined }],
    isText: true,
  };
}

/** A line of a batch file holds its request as `body`. */
const unwrapped = (value: unknown): unknown => (isObject(value) && isRequest(value.body) ? value.body : value);

/** A tool's output as the result of a call, behind the question. */
function outputOf(text: string, question: string): object {
  const call = { id: 'pasted', type: 'function', function: { name: 'tool', arguments: '{}' } };
  return [
    { role: 'user', content: question || 'What does this say?' },
    { role: 'assistant', content: null, tool_calls: [call] },
    { role: 'tool', tool_call_id: 'pasted', content: text },
  ];
}

const told = (request: object): Told => {
  const { model } = request as { readonly model?: unknown };
  return { request, model: typeof model === 'string' ? model : undefined };
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A list of messages: each has a role, or is an item of OpenAI's responses with a call. */
const isMessages = (value: unknown): value is object[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every(
    (one) => isObject(one) && ('role' in one || 'parts' in one || 'call_id' in one || one.type === 'reasoning'),
  );

function isRequest(value: unknown): value is object {
  if (isMessages(value)) return true;
  return isObject(value) && [value.messages, value.input, value.contents].some(isMessages);
}

function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Lines of JSON; a last one that is not written to its end is left out. */
function parsedLines(text: string): unknown[] | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  const entries: unknown[] = [];
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  for (const [nth, line] of lines.entries()) {
    const entry = parsed(line);
    if (entry === undefined && nth < lines.length - 1) return undefined;
    if (entry !== undefined) entries.push(entry);
  }
  return entries;
}
