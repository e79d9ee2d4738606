export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A field of an object, as an object; empty where it is none. */
export const objectIn = (value: unknown, name: string): Json => {
  const found = isObject(value) ? value[name] : undefined;
  return isObject(found) ? found : {};
};

/** A field of an object, as a list of objects; empty where it is none. */
export const listIn = (value: unknown, name: string): readonly Json[] => {
  const found = isObject(value) ? value[name] : undefined;
  return Array.isArray(found) ? found.filter(isObject) : [];
};

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
export const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** JSON that may be broken, as a model's arguments may be; empty where it is. */
export function parseObject(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** The answer of a tool as text, from a string or a list of text parts, with each part rewritten. */
export function mapParts(content: unknown, change: (text: string) => string): unknown {
  if (typeof content === 'string') return change(content);
  if (!Array.isArray(content)) return content;
  return content.map((part: unknown) =>
    isObject(part) && typeof part.text === 'string' ? { ...part, text: change(part.text) } : part,
  );
}
