type Fields = Readonly<Record<string, unknown>>;

/** What a door did to a conversation with every kind of part: which parts came through as they were, and which got shorter. */
export interface Row {
  /** What it works with, such as a framework. */
  readonly door: string;
  readonly version: string;
  readonly same: readonly string[];
  readonly shortened: readonly string[];
}

/** How two values are told apart: by reference where objects are passed on, by their JSON where bytes are. */
export type Same = (before: unknown, after: unknown) => boolean;

export const byReference: Same = (before, after) => before === after;
export const byJson: Same = (before, after) => JSON.stringify(before) === JSON.stringify(after);

/** Where messages and parts keep their parts. */
const LISTS = ['content', 'parts', 'output', 'value'];
const SHORT = 60;

/** Goes through two conversations at once and sorts every part of them by whether it is still the same. */
export function compare(before: readonly unknown[], after: readonly unknown[], isSame: Same) {
  if (before.length !== after.length) throw new Error(`${before.length} messages went in, ${after.length} came out`);
  const same = new Set<string>();
  const shortened = new Set<string>();
  const walk = (label: string, old: unknown, now: unknown): void => {
    const parts = partsOf(old);
    const partsNow = partsOf(now);
    if (parts && partsNow?.length === parts.length)
      for (const [at, part] of parts.entries()) walk(`${label}: ${nameOf(part)}`, part, partsNow[at]);
    else (isSame(old, now) ? same : shortened).add(label);
    const calls = callsOf(old);
    if (calls) (isSame(calls, callsOf(now)) ? same : shortened).add(`${label}: tool calls`);
  };
  for (const [at, message] of before.entries()) walk(nameOf(message), message, after[at]);
  return { same: [...same].sort(), shortened: [...shortened].sort() };
}

function partsOf(value: unknown): readonly unknown[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Fields;
  if (isFields(fields.output) && Array.isArray(fields.output.value)) return fields.output.value;
  const list = LISTS.map((key) => fields[key]).find(Array.isArray);
  return list && list.length > 0 && list.every(isFields) ? list : undefined;
}

/** Calls that stand beside a message's parts. */
function callsOf(value: unknown): unknown {
  const calls = isFields(value) ? value.tool_calls : undefined;
  return Array.isArray(calls) && calls.length > 0 ? calls : undefined;
}

function nameOf(value: unknown): string {
  if (!isFields(value)) return 'part';
  const kind = messageClass(value) ?? value.role ?? value.type ?? Object.keys(value)[0] ?? 'part';
  const texts = [value.text, value.content, value.output].filter((text) => typeof text === 'string');
  const marks = [
    isFields(value.output) && typeof value.output.type === 'string' ? value.output.type : '',
    isError(value) ? 'error' : '',
    value.thought === true ? 'thought' : '',
    value.status === 'incomplete' || value.status === 'failed' ? value.status : '',
    value.callId === 'elsewhere' ? 'held by the server' : '',
    texts.length > 0 && texts.every((text) => text.length < SHORT) ? 'short' : '',
  ].filter(Boolean);
  return marks.length > 0 ? `${kind} (${marks.join(', ')})` : String(kind);
}

function isError({ is_error, status, functionResponse }: Fields): boolean {
  const answer = isFields(functionResponse) ? functionResponse.response : undefined;
  return is_error === true || status === 'error' || (isFields(answer) && answer.error !== undefined);
}

/** Messages of LangChain are told by their class. */
function messageClass(value: Fields): string | undefined {
  const { name } = value.constructor;
  return /\wMessage(?:Chunk)?$/.test(name) ? name : undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
