/** What was said before a call, in the form of the Messages API, and by which model. */
export interface Told {
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
  readonly model: string | undefined;
}

/** What the user asked last, alone. */
export function questionOf({ messages, model }: Told): Told {
  const isAsked = ({ role, content }: Told['messages'][number]) =>
    role === 'user' && (typeof content === 'string' || !JSON.stringify(content).includes('"tool_result"'));
  const asked = messages.findLast(isAsked);
  return { messages: asked ? [asked] : [], model };
}

/** The values of the lines of a JSON-lines file's end: a line that is cut, or is none, is left out. */
export function valuesIn(tail: string): readonly unknown[] {
  return tail.split('\n').flatMap((line) => {
    if (!line.startsWith('{')) return [];
    try {
      return [JSON.parse(line) as unknown];
    } catch {
      return [];
    }
  });
}
