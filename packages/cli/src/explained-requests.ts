import { type ExplainedRequest, explainedPage } from '@headroom/dashboard';
import type { Outcome } from './compress-input.js';

/** A page that shows each text of an input beside what it would be sent as. */
export function pageOfOutcome({ kind, results, originals }: Outcome): string {
  const requests = results.map((result, nth): ExplainedRequest => {
    const { body, tokensBefore, tokensAfter, blocks, warnings } = result;
    const text = originals[nth] ?? '';
    // A text alone went through the engine as the result of a call.
    const original: unknown = kind === 'text' ? [undefined, { content: text }] : JSON.parse(text);
    return { original, sent: body, model: modelIn(original), tokensBefore, tokensAfter, blocks, warnings };
  });
  return explainedPage(requests);
}

function modelIn(request: unknown): string | undefined {
  const { model, body } = (request ?? {}) as { readonly model?: unknown; readonly body?: unknown };
  if (typeof model === 'string') return model;
  return body === undefined ? undefined : modelIn(body);
}
