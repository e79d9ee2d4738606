import type { Dialect } from '../model/format.js';

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const schema = { type: 'object', properties: { keep: { type: 'string', description: 'KEEP parameter' } } };
const cached = { cache_control: { type: 'ephemeral', ttl: '1h' } };

/** Long enough to count as a text where a dialect has no marks for texts. */
function long(text: string): string {
  return `${text} ${'and so on, line after line, '.repeat(10)}`;
}

const openaiChat = {
  model: 'gpt-4o',
  temperature: 1,
  seed: 42,
  metadata: { note: 'KEEP metadata' },
  tools: [
    {
      type: 'function',
      function: { name: 'read_file', description: 'KEEP description', parameters: schema, strict: true },
    },
    { type: 'custom', custom: { name: 'shell', description: 'KEEP description' } },
  ],
  messages: [
    { role: 'system', content: 'TEXT system' },
    { role: 'developer', name: 'KEEP name', content: [{ type: 'text', text: 'TEXT developer' }] },
    {
      role: 'user',
      name: 'ada',
      content: [
        { type: 'text', text: 'TEXT first question' },
        { type: 'image_url', image_url: { url: `data:image/png;base64,${PIXEL}`, detail: 'high' } },
        { type: 'input_audio', input_audio: { data: 'KEEP audio', format: 'wav' } },
        { type: 'file', file: { file_id: 'KEEP file' } },
        { type: 'hologram', text: 'KEEP unknown part' },
        { type: 'text', text: 'TEXT and more', ...cached },
      ],
    },
    {
      role: 'assistant',
      content: [
        { type: 'text', text: 'TEXT assistant part' },
        { type: 'refusal', refusal: 'KEEP refusal' },
      ],
      reasoning_content: 'KEEP reasoning',
      audio: { id: 'KEEP audio id' },
      annotations: [{ type: 'url_citation', url_citation: { title: 'KEEP title' } }],
      tool_calls: [
        { id: 'call_1', type: 'function', function: { name: 'read_file', arguments: '{"path":"KEEP path"}' } },
        { id: 'call_2', type: 'custom', custom: { name: 'shell', input: 'KEEP command' } },
      ],
    },
    { role: 'tool', tool_call_id: 'call_2', content: 'TEXT custom result' },
    {
      role: 'tool',
      tool_call_id: 'call_1',
      content: [
        { type: 'text', text: 'TEXT result part 1' },
        { type: 'hologram', text: 'KEEP unknown part of a result' },
        { type: 'text', text: 'TEXT result part 2' },
      ],
    },
    { role: 'user', content: 'TEXT second question' },
    { role: 'assistant', content: null, function_call: { name: 'look_up', arguments: '{not json' } },
    { role: 'function', name: 'look_up', content: 'TEXT legacy result' },
    { role: 'tool', tool_call_id: 'call_lost', content: 'TEXT result without a call' },
    { role: 'assistant', content: 'TEXT answer', refusal: null },
  ],
};

const openaiResponses = {
  model: 'gpt-5-codex',
  instructions: 'TEXT instructions',
  store: false,
  include: ['reasoning.encrypted_content'],
  reasoning: { effort: 'high', summary: 'auto' },
  tools: [
    { type: 'function', name: 'read_file', description: 'KEEP description', parameters: schema },
    { type: 'local_shell' },
  ],
  input: [
    { role: 'developer', content: 'TEXT developer' },
    {
      type: 'message',
      role: 'user',
      content: [
        { type: 'input_text', text: 'TEXT first question' },
        { type: 'input_image', image_url: `data:image/png;base64,${PIXEL}`, detail: 'auto' },
        { type: 'input_file', filename: 'KEEP.pdf', file_data: 'KEEP file data' },
        { type: 'hologram', text: 'KEEP unknown part' },
      ],
    },
    {
      type: 'reasoning',
      id: 'rs_1',
      summary: [{ type: 'summary_text', text: 'KEEP summary' }],
      content: [{ type: 'reasoning_text', text: 'KEEP thoughts' }],
      encrypted_content: 'KEEP encrypted',
    },
    {
      type: 'message',
      id: 'msg_1',
      role: 'assistant',
      phase: 'commentary',
      status: 'completed',
      content: [
        { type: 'output_text', text: 'TEXT commentary', annotations: [], logprobs: [] },
        {
          type: 'output_text',
          text: 'TEXT cited',
          annotations: [{ type: 'url_citation', start_index: 0, end_index: 4, url: 'KEEP url' }],
        },
        { type: 'refusal', refusal: 'KEEP refusal' },
      ],
    },
    {
      type: 'function_call',
      id: 'fc_1',
      call_id: 'call_1',
      name: 'read_file',
      arguments: '{"path":"KEEP path"}',
      status: 'completed',
    },
    { type: 'custom_tool_call', id: 'ctc_1', call_id: 'call_2', name: 'exec', input: 'KEEP script' },
    {
      type: 'local_shell_call',
      id: 'lsh_1',
      call_id: 'call_3',
      status: 'completed',
      action: { type: 'exec', command: ['KEEP', 'ls'], env: {} },
    },
    { type: 'shell_call', id: 'sh_1', call_id: 'call_4', action: { commands: ['KEEP make'], timeout_ms: 1000 } },
    {
      type: 'apply_patch_call',
      id: 'ap_1',
      call_id: 'call_5',
      operation: { type: 'update_file', path: 'KEEP.ts', diff: 'KEEP diff' },
    },
    { type: 'computer_call', id: 'cu_1', call_id: 'call_6', action: { type: 'screenshot' }, pending_safety_checks: [] },
    { type: 'function_call_output', call_id: 'call_1', output: 'TEXT string output' },
    {
      type: 'custom_tool_call_output',
      call_id: 'call_2',
      output: [
        { type: 'input_text', text: 'TEXT output part' },
        { type: 'input_image', image_url: 'KEEP image url' },
      ],
    },
    { type: 'local_shell_call_output', id: 'call_3', output: 'TEXT local shell output', status: 'completed' },
    {
      type: 'shell_call_output',
      call_id: 'call_4',
      max_output_length: 4096,
      output: [
        { stdout: 'TEXT stdout', stderr: '', outcome: { type: 'exit', exit_code: 0 } },
        { stdout: '', stderr: 'TEXT stderr', outcome: { type: 'exit', exit_code: 2 } },
      ],
    },
    { type: 'apply_patch_call_output', call_id: 'call_5', status: 'failed', output: 'TEXT patch failure' },
    {
      type: 'computer_call_output',
      call_id: 'call_6',
      output: { type: 'computer_screenshot', image_url: 'KEEP screenshot' },
    },
    {
      type: 'mcp_list_tools',
      id: 'mcpl_1',
      server_label: 'db',
      tools: [{ name: 'query', description: 'KEEP', input_schema: schema }],
    },
    { type: 'mcp_approval_request', id: 'mcpr_1', name: 'query', arguments: '{"sql":"KEEP"}', server_label: 'db' },
    { type: 'mcp_approval_response', approval_request_id: 'mcpr_1', approve: true },
    {
      type: 'mcp_call',
      id: 'mcp_1',
      name: 'query',
      server_label: 'db',
      arguments: '{"sql":"KEEP"}',
      output: 'TEXT mcp output',
      error: null,
    },
    { type: 'web_search_call', id: 'ws_1', status: 'completed', action: { type: 'search', query: 'KEEP' } },
    { type: 'file_search_call', id: 'fs_1', queries: ['KEEP'], results: [{ text: 'KEEP result', file_id: 'f' }] },
    {
      type: 'code_interpreter_call',
      id: 'ci_1',
      code: 'KEEP code',
      container_id: 'c',
      outputs: [{ type: 'logs', logs: 'KEEP logs' }],
    },
    { type: 'item_reference', id: 'KEEP reference' },
    { type: 'compaction', id: 'cmp_1', encrypted_content: 'KEEP compaction' },
    { type: 'hologram', text: 'KEEP unknown item', output: 'KEEP unknown output' },
    { type: 'function_call_output', call_id: 'call_lost', output: 'TEXT output without a call' },
    { role: 'user', content: 'TEXT second question' },
  ],
};

const anthropic = {
  model: 'claude-sonnet-4-5',
  max_tokens: 4096,
  system: [{ type: 'text', text: 'TEXT system', ...cached }],
  metadata: { user_id: 'KEEP user' },
  thinking: { type: 'enabled', budget_tokens: 2048 },
  mcp_servers: [{ type: 'url', url: 'https://example.com/KEEP', name: 'db' }],
  tools: [
    { name: 'Read', description: 'KEEP description', input_schema: schema, ...cached },
    { type: 'web_search_20250305', name: 'web_search' },
  ],
  messages: [
    {
      role: 'user',
      content: [
        { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PIXEL } },
        { type: 'image', source: { type: 'url', url: 'https://example.com/KEEP.png' } },
        { type: 'image', source: { type: 'file', file_id: 'KEEP file' } },
        {
          type: 'document',
          source: { type: 'text', media_type: 'text/plain', data: 'KEEP document' },
          title: 'KEEP',
          citations: { enabled: true },
        },
        { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0KEEP' }, ...cached },
        {
          type: 'search_result',
          source: 'KEEP',
          title: 'KEEP',
          content: [{ type: 'text', text: 'TEXT chunk' }],
          citations: { enabled: true },
        },
        { type: 'container_upload', file_id: 'KEEP upload' },
        { type: 'hologram', text: 'KEEP unknown part' },
        { type: 'text', text: 'TEXT first question', ...cached },
      ],
    },
    {
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: 'KEEP thoughts', signature: 'KEEP signature' },
        { type: 'redacted_thinking', data: 'KEEP redacted' },
        {
          type: 'text',
          text: 'TEXT cited',
          citations: [{ type: 'char_location', cited_text: 'KEEP cited', document_index: 0 }],
        },
        { type: 'server_tool_use', id: 'srv_1', name: 'web_search', input: { query: 'KEEP' } },
        {
          type: 'web_search_tool_result',
          tool_use_id: 'srv_1',
          content: [
            { type: 'web_search_result', url: 'https://example.com', title: 'KEEP', encrypted_content: 'KEEP' },
          ],
        },
        { type: 'mcp_tool_use', id: 'mcp_1', name: 'query', server_name: 'db', input: { sql: 'KEEP' } },
        {
          type: 'mcp_tool_result',
          tool_use_id: 'mcp_1',
          is_error: false,
          content: [{ type: 'text', text: 'TEXT mcp result' }],
        },
        { type: 'text', text: 'TEXT assistant' },
        { type: 'tool_use', id: 'tu_1', name: 'Read', input: { path: 'KEEP path' }, ...cached },
        { type: 'tool_use', id: 'tu_2', name: 'Bash', input: { command: 'KEEP command' } },
        { type: 'tool_use', id: 'tu_3', name: 'Screenshot', input: {} },
      ],
    },
    {
      role: 'user',
      content: [
        {
          type: 'tool_result',
          tool_use_id: 'tu_2',
          is_error: true,
          content: [
            { type: 'text', text: 'TEXT error result' },
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PIXEL } },
            {
              type: 'search_result',
              source: 'KEEP',
              title: 'KEEP',
              content: [{ type: 'text', text: 'TEXT nested chunk' }],
            },
            { type: 'text', text: 'TEXT second part', ...cached },
          ],
        },
        { type: 'tool_result', tool_use_id: 'tu_1', content: 'TEXT string result', ...cached },
        {
          type: 'tool_result',
          tool_use_id: 'tu_3',
          content: [{ type: 'image', source: { type: 'file', file_id: 'KEEP' } }],
        },
        { type: 'tool_result', tool_use_id: 'tu_4' },
        { type: 'tool_result', tool_use_id: 'tu_lost', content: 'TEXT result without a call' },
        { type: 'text', text: 'TEXT second question' },
      ],
    },
    { role: 'assistant', content: 'TEXT answer' },
  ],
};

const gemini = {
  systemInstruction: { parts: [{ text: 'TEXT system' }] },
  generationConfig: { temperature: 1 },
  tools: [{ functionDeclarations: [{ name: 'list_files', description: 'KEEP description', parameters: schema }] }],
  contents: [
    {
      role: 'user',
      parts: [
        { text: 'TEXT first question' },
        { inlineData: { mimeType: 'image/png', data: PIXEL } },
        { fileData: { mimeType: 'application/pdf', fileUri: 'KEEP uri' } },
        { hologram: { text: 'KEEP unknown part' } },
      ],
    },
    {
      role: 'model',
      parts: [
        { text: 'KEEP thoughts', thought: true, thoughtSignature: 'KEEP signature' },
        { text: 'TEXT signed', thoughtSignature: 'KEEP signature' },
        { executableCode: { language: 'PYTHON', code: 'KEEP code' } },
        { codeExecutionResult: { outcome: 'OUTCOME_OK', output: 'KEEP output' } },
        { functionCall: { name: 'list_files', args: { path: 'KEEP a' } }, thoughtSignature: 'KEEP signature' },
        { functionCall: { name: 'list_files', args: { path: 'KEEP b' } } },
        { functionCall: { id: 'fn_3', name: 'read_file', args: { path: 'KEEP c' } } },
      ],
    },
    {
      role: 'user',
      parts: [
        {
          functionResponse: {
            name: 'list_files',
            response: { output: long('TEXT first listing'), count: 3, kind: 'KEEP' },
          },
        },
        { functionResponse: { id: 'fn_3', name: 'read_file', response: { error: { message: long('TEXT failure') } } } },
        {
          functionResponse: {
            name: 'list_files',
            response: { files: [{ name: 'KEEP', body: long('TEXT second listing') }] },
          },
        },
        {
          functionResponse: {
            name: 'lost',
            response: { output: long('TEXT result without a call') },
            parts: [{ inlineData: { data: 'KEEP' } }],
          },
        },
      ],
    },
    { role: 'model', parts: [{ text: 'TEXT answer' }] },
    { parts: [{ text: 'TEXT second question' }] },
  ],
};

/**
 * One request per dialect with every kind of part it knows and one it does not. Texts that the model reads as text start
 * with `TEXT`; strings with `KEEP` must never come up as a text.
 */
export const kitchenSinks = {
  'openai-chat': { body: openaiChat, messagesKey: 'messages' },
  'openai-responses': { body: openaiResponses, messagesKey: 'input' },
  anthropic: { body: anthropic, messagesKey: 'messages' },
  gemini: { body: gemini, messagesKey: 'contents' },
} as const satisfies Record<Dialect, { readonly body: object; readonly messagesKey: string }>;
