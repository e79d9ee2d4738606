const ENDPOINT = new RegExp(
  // OpenAI and those who speak like it, Azure's deployments and LiteLLM's engines included; Mistral's agents
  '(?:/(?:chat|agents)/completions|' +
    '/responses(?:/input_tokens)?|' +
    // Anthropic
    '/messages(?:/count_tokens)?|' +
    // Gemini, and Claude on Vertex AI
    ':(?:generateContent|streamGenerateContent|countTokens|rawPredict|streamRawPredict)|' +
    // Claude on Bedrock
    '/model/[^/]+/invoke(?:-with-response-stream)?)/?$',
);
const MODEL_IN_ADDRESS = /\/models\/([^/:]+):\w+$|\/model\/([^/]+)\/invoke/;

/** True for the addresses under which providers take conversations, and those where they count a conversation's tokens. */
export function takesConversation(address: string): boolean {
  return ENDPOINT.test(pathOf(address));
}

/** The model a request names: in its body, or, with Gemini and on Bedrock, in its address. */
export function modelOf(address: string, body: unknown): string | undefined {
  const { model } = (body ?? {}) as { readonly model?: unknown };
  if (typeof model === 'string' && model !== '') return model;
  const found = MODEL_IN_ADDRESS.exec(pathOf(address));
  return found?.[1] ?? found?.[2];
}

function pathOf(address: string): string {
  return address.split(/[?#]/, 1)[0] ?? '';
}
