/** A fact as a model states it. */
export interface Claim {
  readonly text: string;
  /** Numbers of the messages that say so, from 1. */
  readonly from: readonly number[];
  /** The name of a known fact that no longer holds. */
  readonly replaces?: string;
}

const LONGEST = 1000;
const MOST = 100;

/** The claims in a model's answer, whatever stands around its list; undefined where there is none. */
export function claimsIn(answer: unknown): readonly Claim[] | undefined {
  if (typeof answer !== 'string') return undefined;
  const list = listIn(answer);
  return list?.slice(0, MOST).flatMap((item) => claimOf(item) ?? []);
}

function listIn(answer: string): unknown[] | undefined {
  const [from, to] = [answer.indexOf('['), answer.lastIndexOf(']')];
  if (from < 0 || to < from) return undefined;
  try {
    const found: unknown = JSON.parse(answer.slice(from, to + 1));
    return Array.isArray(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

function claimOf(item: unknown): Claim | undefined {
  if (item === null || typeof item !== 'object') return undefined;
  const { text, from, replaces } = item as Readonly<Record<string, unknown>>;
  if (typeof text !== 'string' || text.trim() === '' || text.length > LONGEST) return undefined;
  const numbers = (Array.isArray(from) ? from : [from]).map(Number).filter((number) => Number.isInteger(number));
  const isNamed = typeof replaces === 'string' && replaces !== '';
  return { text: text.trim(), from: numbers, ...(isNamed && { replaces }) };
}
