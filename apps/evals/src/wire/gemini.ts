import type { Call, Chat, Turn, Wire } from './chat.js';
import { isObject, type Json, listIn, numberOf, objectIn, textOf } from './json.js';

function content(turn: Turn): object {
  if (turn.role === 'user') return { role: 'user', parts: [{ text: turn.text }] };
  if (turn.role === 'assistant') return turn.raw as object;
  const parts = turn.results.map(({ call, text }) => ({
    functionResponse: { ...(call.id !== '' && { id: call.id }), name: call.name, response: { output: text } },
  }));
  return { role: 'user', parts };
}

const toCall = (part: Json): Call => {
  const call = objectIn(part, 'functionCall');
  return { id: textOf(call.id), name: textOf(call.name), input: objectIn(call, 'args') };
};

/** Gemini's `generateContent`. */
export const gemini: Wire = {
  name: 'gemini',
  url: 'https://generativelanguage.googleapis.com',
  keys: ['GEMINI_API_KEY', 'GOOGLE_API_KEY'],
  path: (model) => `/v1beta/models/${encodeURIComponent(model)}:generateContent`,
  headers: (key) => ({ 'x-goog-api-key': key }),
  body: ({ system, turns, tools, maxTokens, temperature }: Chat) => ({
    systemInstruction: { parts: [{ text: system }] },
    contents: turns.map(content),
    ...(tools.length > 0 && {
      tools: [
        {
          functionDeclarations: tools.map(({ name, description, parameters }) => ({
            name,
            description,
            parametersJsonSchema: parameters,
          })),
        },
      ],
    }),
    generationConfig: { maxOutputTokens: maxTokens, ...(temperature !== undefined && { temperature }) },
  }),
  reply(response) {
    const candidate = listIn(response, 'candidates')[0];
    if (!candidate) throw new Error('The response has no candidate.');
    const parts = listIn(objectIn(candidate, 'content'), 'parts');
    return {
      text: parts.map((part) => (part.thought === true ? '' : textOf(part.text))).join(''),
      calls: parts.filter((part) => isObject(part.functionCall)).map(toCall),
      raw: { role: 'model', parts },
      isCut: candidate.finishReason === 'MAX_TOKENS',
    };
  },
  usage(response) {
    const usage = objectIn(response, 'usageMetadata');
    const cached = numberOf(usage.cachedContentTokenCount);
    const output = numberOf(usage.candidatesTokenCount) + numberOf(usage.thoughtsTokenCount);
    return { input: numberOf(usage.promptTokenCount) - cached, cached, written: 0, output };
  },
  mapResults(body, change) {
    const sent = listIn(body, 'contents');
    const isResult = (part: Json) => isObject(part.functionResponse);
    const count = sent.reduce((sum, one) => sum + listIn(one, 'parts').filter(isResult).length, 0);
    let at = 0;
    const contents = sent.map((one) => ({
      ...one,
      parts: listIn(one, 'parts').map((part) => {
        if (!isResult(part)) return part;
        const place = at++;
        const given = objectIn(part, 'functionResponse');
        const response = objectIn(given, 'response');
        const output = change(textOf(response.output), place, count);
        return { ...part, functionResponse: { ...given, response: { ...response, output } } };
      }),
    }));
    return { ...(body as Json), contents };
  },
};
