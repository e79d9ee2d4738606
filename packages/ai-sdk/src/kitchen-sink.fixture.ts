const bytes = new Uint8Array([1, 2, 3]);

/** A conversation with every part type of specifications v3 and v4, and one that does not exist yet. */
export function kitchenSink(text: string) {
  const cached = { anthropic: { cacheControl: { type: 'ephemeral' } } };
  return [
    { role: 'system', content: text, providerOptions: cached },
    {
      role: 'user',
      content: [
        { type: 'text', text, providerOptions: cached },
        { type: 'file', data: bytes, mediaType: 'image/png' },
        {
          type: 'file',
          data: { type: 'url', url: new URL('https://example.com/a.pdf') },
          mediaType: 'application/pdf',
          filename: 'a.pdf',
        },
        { type: 'file', data: { type: 'reference', reference: { openai: 'file-1' } }, mediaType: 'text/plain' },
      ],
    },
    {
      role: 'assistant',
      content: [
        { type: 'reasoning', text, providerOptions: { anthropic: { signature: 'c2ln' } } },
        { type: 'reasoning', text: '', providerOptions: { anthropic: { redactedData: 'x' } } },
        { type: 'reasoning-file', data: { type: 'data', data: bytes }, mediaType: 'image/png' },
        { type: 'text', text, providerOptions: { openai: { itemId: 'msg_1' } } },
        { type: 'custom', kind: 'openai.compaction', providerOptions: { openai: { itemId: 'c1' } } },
        { type: 'file', data: 'AAAA', mediaType: 'image/png' },
        { type: 'tool-call', toolCallId: 'w', toolName: 'web_search', input: { q: 1 }, providerExecuted: true },
        {
          type: 'tool-result',
          toolCallId: 'w',
          toolName: 'web_search',
          output: { type: 'json', value: [{ encryptedContent: text }] },
        },
        { type: 'tool-call', toolCallId: 'a', toolName: 'search', input: { q: 'north' }, providerOptions: cached },
        { type: 'tool-call', toolCallId: 'b', toolName: 'shot', input: {} },
        { type: 'tool-call', toolCallId: 'c', toolName: 'fails', input: {} },
        { type: 'tool-call', toolCallId: 'd', toolName: 'denied', input: {} },
        { type: 'hologram', text, depth: 3 },
      ],
      providerOptions: cached,
    },
    {
      role: 'tool',
      content: [
        {
          type: 'tool-result',
          toolCallId: 'a',
          toolName: 'search',
          output: { type: 'text', value: text, providerOptions: cached },
          providerOptions: cached,
        },
        {
          type: 'tool-result',
          toolCallId: 'b',
          toolName: 'shot',
          output: {
            type: 'content',
            value: [
              { type: 'text', text, providerOptions: cached },
              { type: 'image-data', data: 'AAAA', mediaType: 'image/png' },
              { type: 'file', data: { type: 'text', text }, mediaType: 'text/plain' },
              { type: 'custom', providerOptions: cached },
            ],
          },
        },
        { type: 'tool-result', toolCallId: 'c', toolName: 'fails', output: { type: 'error-text', value: text } },
        {
          type: 'tool-result',
          toolCallId: 'd',
          toolName: 'denied',
          output: { type: 'execution-denied', reason: text },
        },
        { type: 'tool-approval-response', approvalId: 'x', approved: true },
        { type: 'hologram', text },
      ],
      providerOptions: cached,
    },
    { role: 'user', content: [{ type: 'text', text: 'Where is the secret?' }] },
  ];
}
