type Fields = Readonly<Record<string, unknown>>;

/** A tool's result as the provider got it. */
export interface Shown {
  readonly text: string;
  readonly isError: boolean;
}

/** The results in a request's messages, by the id of their call. */
export function resultsIn(request: Fields): ReadonlyMap<string, Shown> {
  const shown = new Map<string, Shown>();
  for (const { content } of request.messages as readonly { content: unknown }[]) {
    if (!Array.isArray(content)) continue;
    for (const part of content as readonly Fields[]) {
      if (part.type !== 'tool_result') continue;
      shown.set(String(part.tool_use_id), { text: textOf(part.content), isError: part.is_error === true });
    }
  }
  return shown;
}

/** The result of one call in the last request that has it. */
export function resultOf(requests: readonly Fields[], id: string): Shown | undefined {
  return requests.map((request) => resultsIn(request).get(id)).findLast((shown) => shown !== undefined);
}

/** Calls whose result was not the same in every request that had it. */
export function changedResults(requests: readonly Fields[]): readonly string[] {
  const first = new Map<string, string>();
  const changed = new Set<string>();
  for (const request of requests)
    for (const [id, { text }] of resultsIn(request)) {
      if ((first.get(id) ?? text) !== text) changed.add(id);
      first.set(id, first.get(id) ?? text);
    }
  return [...changed];
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  return Array.isArray(content) ? (content as readonly Fields[]).map(({ text }) => String(text ?? '')).join('\n') : '';
}
