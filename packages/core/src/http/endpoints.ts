const ENDPOINT =
  /\/(?:chat\/completions|responses(?:\/input_tokens)?|messages(?:\/count_tokens)?)\/?$|:(?:generateContent|streamGenerateContent|countTokens|rawPredict|streamRawPredict)$/;

/** True for the addresses under which providers take conversations, and those where they count a conversation's tokens. */
export function takesConversation(address: string): boolean {
  return ENDPOINT.test(pathOf(address));
}

/** The model a request names: in its body, or, with Gemini, in its address. */
export function modelOf(address: string, body: unknown): string | undefined {
  const { model } = (body ?? {}) as { readonly model?: unknown };
  if (typeof model === 'string' && model !== '') return model;
  return /\/models\/([^/:]+):\w+$/.exec(pathOf(address))?.[1];
}

function pathOf(address: string): string {
  return address.split(/[?#]/, 1)[0] ?? '';
}
