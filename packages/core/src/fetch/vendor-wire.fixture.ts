import type { Dialect } from '../model/format.js';
import type { Json } from '../tool-loop/scripted-client.fixture.js';
import { scriptedEvents } from '../tool-loop/scripted-provider.fixture.js';

/** How a vendor writes the answers of a dialect that is another vendor's. */
export interface VendorWire {
  /** The body of an answer with the fields that the vendor always sends. */
  answer(response: Json): Json;
  /** The same answer as server-sent events. */
  events(response: Json): string[];
}

const RESPONSE_FIELDS = {
  completed_at: null,
  error: null,
  frequency_penalty: 0,
  incomplete_details: null,
  instructions: null,
  metadata: {},
  parallel_tool_calls: true,
  presence_penalty: 0,
  temperature: 1,
  tool_choice: 'auto',
  top_p: 1,
  tools: [],
};

/** Mistral streams a call whole, in the chunk that finishes the answer and counts it. */
const mistral: VendorWire = {
  answer: (response) => response,
  events(response) {
    const { choices, usage, ...head } = response;
    const { message, finish_reason } = choices[0];
    const chunk = (delta: Json, finish: string | null, more: Json = {}) =>
      `data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: finish }], ...more })}\n\n`;
    const calls = message.tool_calls?.map(({ type: _, ...call }: Json, index: number) => ({ ...call, index }));
    return [
      chunk({ role: 'assistant', content: '' }, null),
      ...(message.content ?? '').split(/(?= )/).map((content: string) => chunk({ content }, null)),
      chunk({ content: '', ...(calls && { tool_calls: calls }) }, finish_reason, { usage }),
      'data: [DONE]\n\n',
    ];
  },
};

/** OpenRouter sends comments while it waits, names the upstream, and counts in a chunk after the finish. */
function openrouter(dialect: Dialect): VendorWire {
  const isChat = dialect === 'openai-chat';
  const answer = (response: Json): Json =>
    isChat
      ? { ...response, provider: 'OpenAI', system_fingerprint: 'fp_1' }
      : {
          ...response,
          ...RESPONSE_FIELDS,
          usage: { ...response.usage, output_tokens_details: { reasoning_tokens: 0 } },
        };
  return {
    answer,
    events(response) {
      const events = scriptedEvents(dialect, response);
      const after = JSON.stringify([{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }]);
      return [
        ': OPENROUTER PROCESSING\n\n',
        ...events.map((event) => event.replace('"choices":[]', () => `"choices":${after}`)),
      ];
    },
  };
}

/** The vendor behind a request, told by its address and model; undefined where the dialect is the vendor's own. */
export function vendorWire(path: string, { model }: Json, dialect: Dialect): VendorWire | undefined {
  if (path.startsWith('/api/v1/')) return openrouter(dialect);
  return String(model).startsWith('mistral') ? mistral : undefined;
}
