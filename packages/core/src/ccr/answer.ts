import type { Picture } from '../model/picture.js';
import type { RetrieveOptions, RetrieveResult } from './retrieve.js';

/** Most characters in one answer to a model; the rest is said to remain. */
export const MAX_ANSWER_CHARACTERS = 60_000;

/** Anything that brings back originals: an engine, or a double of it. */
export interface Retriever {
  retrieve(hash: string, options?: RetrieveOptions): Promise<RetrieveResult>;
}

/** What is said where results cannot hold a picture. */
export const NOT_SHOWN = 'It cannot be shown in a result of this API.';

/** What is said to a model that asked for an original. */
export interface RetrieveAnswer {
  readonly text: string;
  /** The picture that was asked for. */
  readonly picture?: Pick<Picture, 'mediaType' | 'data'>;
}

/** Arguments written as JSON that are longer than this ask for nothing we know. */
const MAX_ARGUMENT_CHARACTERS = 65_536;

const TEXTS = ['lines', 'rows', 'path', 'query'] as const;
const COUNTS = ['offset', 'limit', 'head', 'tail'] as const;

/**
 * Answers a model's call of `headroom_retrieve` in words: the original, the asked part of it, or what to do instead. Takes the
 * arguments as the model wrote them (a value or JSON text), ignores what it does not know, and never throws.
 */
export async function answerRetrieve(retriever: Retriever, args: unknown): Promise<string> {
  const { text, picture } = await answerWithPicture(retriever, args);
  return picture ? `${text} ${NOT_SHOWN}` : text;
}

/** {@link answerRetrieve} for whoever can show the model a picture beside the words. */
export async function answerWithPicture(retriever: Retriever, args: unknown): Promise<RetrieveAnswer> {
  const given = asFields(args);
  const options: Record<string, unknown> = { maxCharacters: MAX_ANSWER_CHARACTERS };
  for (const name of TEXTS) {
    const value = given[name];
    if (typeof value === 'string' && value !== '') options[name] = value;
    else if (typeof value === 'number') options[name] = String(value);
  }
  for (const name of COUNTS) if (typeof given[name] === 'number') options[name] = given[name];
  try {
    const result = await retriever.retrieve(String(given.hash ?? ''), options);
    if (result.status !== 'found') return { text: result.message };
    const { text, part, picture } = result;
    if (picture) return { text, picture };
    return { text: result.whole ? text : `[${part}]\n${text}` };
  } catch {
    return {
      text: 'The original could not be read. Do not ask again; run the tool that produced the output once more.',
    };
  }
}

function asFields(args: unknown): Readonly<Record<string, unknown>> {
  if (typeof args === 'string') {
    if (args.length > MAX_ARGUMENT_CHARACTERS) return {};
    try {
      return asFields(JSON.parse(args));
    } catch {
      return { hash: args };
    }
  }
  return typeof args === 'object' && args !== null ? (args as Record<string, unknown>) : { hash: args };
}
