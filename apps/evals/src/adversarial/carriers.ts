/** A way in which a tool result reaches a model. */
export interface Carrier {
  readonly name: string;
  wrap(question: string, text: string): object;
}

const call = (id: string) => [{ id, type: 'function', function: { name: 'run', arguments: '{"command":"show"}' } }];

function chat(question: string, content: unknown): object[] {
  return [
    { role: 'user', content: question },
    { role: 'assistant', content: null, tool_calls: call('c1') },
    { role: 'tool', tool_call_id: 'c1', content },
  ];
}

/** The dialects of the providers, and what tools put around their output. */
export const CARRIERS: readonly Carrier[] = [
  { name: 'chat string', wrap: chat },
  { name: 'chat parts', wrap: (question, text) => chat(question, [{ type: 'text', text }]) },
  {
    name: 'Anthropic',
    wrap: (question, text) => ({
      model: 'claude-sonnet-4-5',
      max_tokens: 100,
      messages: [
        { role: 'user', content: question },
        { role: 'assistant', content: [{ type: 'tool_use', id: 't1', name: 'run', input: { command: 'show' } }] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1', content: [{ type: 'text', text }] }] },
      ],
    }),
  },
  {
    name: 'Responses',
    wrap: (question, text) => ({
      model: 'gpt-4o',
      input: [
        { role: 'user', content: question },
        { type: 'function_call', call_id: 'f1', name: 'run', arguments: '{}' },
        { type: 'function_call_output', call_id: 'f1', output: text },
      ],
    }),
  },
  {
    name: 'Gemini',
    wrap: (question, text) => ({
      contents: [
        { role: 'user', parts: [{ text: question }] },
        { role: 'model', parts: [{ functionCall: { name: 'run', args: {} } }] },
        { role: 'user', parts: [{ functionResponse: { name: 'run', response: { output: text } } }] },
      ],
    }),
  },
  { name: 'header line', wrap: (question, text) => chat(question, `$ show --all\n(exit code 0)\n\n${text}\n`) },
  { name: 'code fence', wrap: (question, text) => chat(question, `Output:\n\n\`\`\`\n${text}\n\`\`\`\n`) },
  {
    name: 'text in JSON',
    wrap: (question, text) => chat(question, JSON.stringify({ exit: 0, stdout: text, stderr: '' })),
  },
];

/** All strings in a value, with JSON inside of strings read as a reader would. */
export function allStrings(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  return Object.values(value).map(allStrings).join('\n');
}
