import type { AgentInputItem } from '@openai/agents';

export const call = (callId: string, name = 'search') => ({
  type: 'function_call',
  callId,
  name,
  arguments: '{"q":1}',
  status: 'completed',
});
export const result = (callId: string, output: unknown, more: object = {}) => ({
  type: 'function_call_result',
  callId,
  name: 'search',
  status: 'completed',
  output,
  ...more,
});

/** Every item type of the SDK, and one that does not exist yet. */
export function kitchenSink(text: string): AgentInputItem[] {
  return [
    { role: 'system', content: text },
    {
      role: 'user',
      content: [
        { type: 'input_text', text, providerData: { cache: true } },
        { type: 'input_image', image: 'data:image/png;base64,AAAA' },
        { type: 'input_file', file: { id: 'f1' } },
      ],
    },
    { type: 'reasoning', id: 'r1', content: [{ type: 'input_text', text }], providerData: { encryptedContent: text } },
    {
      role: 'assistant',
      status: 'completed',
      content: [
        { type: 'output_text', text },
        { type: 'refusal', refusal: text },
      ],
    },
    call('a'),
    call('b'),
    call('c'),
    result('a', text, { id: 'out-1', providerData: { kept: true } }),
    result('b', [
      { type: 'input_text', text },
      { type: 'input_image', image: 'data:image/png;base64,AAAA' },
    ]),
    result('c', text, { status: 'incomplete' }),
    result('elsewhere', text),
    { type: 'hosted_tool_call', name: 'web_search', status: 'completed', output: text },
    { type: 'computer_call', callId: 'k', status: 'completed', action: { type: 'screenshot' } },
    { type: 'computer_call_result', callId: 'k', output: { type: 'computer_screenshot', data: 'AAAA' } },
    { type: 'shell_call', callId: 's', action: { commands: ['ls'] } },
    {
      type: 'shell_call_output',
      callId: 's',
      output: [{ stdout: text, stderr: '', outcome: { type: 'exit', exitCode: 0 } }],
    },
    { type: 'compaction', encrypted_content: text },
    { type: 'hologram', text },
  ] as unknown as AgentInputItem[];
}
