import { type Fields, isFields } from '../fields.js';
import { windowOf } from './window.js';

/**
 * The texts of one tool's output, and how other texts are put in their place. What is written has the tool's own shape, every
 * other field as it came: Claude Code ignores any other without a word. Undefined from `write` leaves the output as it is.
 */
export interface ToolOutput {
  readonly texts: readonly string[];
  /** Most characters that the client shows of it before it puts a preview in its place. */
  readonly most: number;
  /** What it shows then; of an output that it shows whole undefined. */
  readonly preview?: string | undefined;
  readonly write: (texts: readonly string[]) => unknown;
}

/** Of a longer output Claude Code shows the model two kilobytes and the name of a file. */
const MOST_SHOWN = 30_000;
const PREVIEW = 2048;

type Read = (response: Fields, whole: string | undefined) => ToolOutput | undefined;

/**
 * Finds the texts of an output by the tool's name and the shape of the response. `whole` is what the file behind
 * it holds, where there is one. Undefined for tools and shapes that are not known, and for those that show the model little of
 * what the event carries (`Edit`, `Write`).
 */
export function readToolOutput(tool: string, response: unknown, whole?: string): ToolOutput | undefined {
  if (tool.startsWith('mcp__')) return readMcp(response, whole);
  const read = Object.hasOwn(SHAPES, tool) ? SHAPES[tool] : undefined;
  return read && isFields(response) ? read(response, whole) : undefined;
}

/** `{stdout, stderr, interrupted, isImage}`; left out are the fields that would show the saved copy instead of `stdout`. */
function readBash(response: Fields, whole: string | undefined): ToolOutput | undefined {
  const { persistedOutputPath, persistedOutputSize: _, ...rest } = response;
  const { stdout, stderr, interrupted, isImage } = rest;
  if (typeof stdout !== 'string' || typeof stderr !== 'string') return undefined;
  if (typeof interrupted !== 'boolean' || isImage !== false) return undefined;
  if (persistedOutputPath !== undefined && !(whole?.startsWith(stdout.slice(0, 1000)) && whole.length >= stdout.length))
    return undefined;
  const output = one(whole ?? stdout, (text) => ({ ...rest, stdout: text }), MOST_SHOWN);
  return output && { ...output, preview: persistedOutputPath === undefined ? undefined : stdout.slice(0, PREVIEW) };
}

/** The client numbers the lines again from `startLine`: only one unbroken window of them tells no lies. */
function readRead(response: Fields): ToolOutput | undefined {
  const { type, file } = response;
  if (type !== 'text' || !isFields(file)) return undefined;
  const { content, startLine } = file;
  if (typeof content !== 'string' || typeof startLine !== 'number') return undefined;
  return one(content, (text) => {
    const window = windowOf(content, text);
    if (!window) return undefined;
    const { skipped, lines } = window;
    return { ...response, file: { ...file, content: text, startLine: startLine + skipped, numLines: lines } };
  });
}

function readGrep(response: Fields): ToolOutput | undefined {
  if (response.mode === 'content') return readField('content')(response, undefined);
  return response.mode === 'files_with_matches' ? readNames(response) : undefined;
}

/** `filenames` are shown one a line. */
function readNames(response: Fields): ToolOutput | undefined {
  const { filenames } = response;
  if (!Array.isArray(filenames) || !filenames.every((name) => typeof name === 'string')) return undefined;
  return one(filenames.join('\n'), (text) => ({ ...response, filenames: text.split('\n') }));
}

/** The report of a sub-agent, which read the rest so that this agent need not. */
function readAgent(response: Fields): ToolOutput | undefined {
  return readParts(response.content, (content) => ({ ...response, content }));
}

/** `results` holds what was found (titles and addresses) between what was said of it. */
function readWebSearch(response: Fields): ToolOutput | undefined {
  const { results } = response;
  if (!Array.isArray(results)) return undefined;
  return readList(
    results,
    (item) => (typeof item === 'string' ? item : undefined),
    (_, text) => text,
    (list) => ({ ...response, results: list }),
  );
}

/** A string or a list of parts; an object would turn the call into an error. */
function readMcp(response: unknown, whole: string | undefined): ToolOutput | undefined {
  if (whole !== undefined) {
    const output = one(whole, (text) => [{ type: 'text', text }], MOST_SHOWN);
    return output && { ...output, preview: typeof response === 'string' ? response : undefined };
  }
  if (typeof response === 'string') return response.startsWith('Error: ') ? undefined : one(response, (text) => text);
  return readParts(response, (parts) => parts);
}

function readParts(content: unknown, write: (parts: readonly unknown[]) => unknown): ToolOutput | undefined {
  if (!Array.isArray(content)) return undefined;
  const textOf = (part: unknown) =>
    isFields(part) && part.type === 'text' && typeof part.text === 'string' ? part.text : undefined;
  return readList(content, textOf, (part, text) => ({ ...(part as Fields), text }), write);
}

function readList(
  list: readonly unknown[],
  textOf: (item: unknown) => string | undefined,
  put: (item: unknown, text: string) => unknown,
  write: (list: readonly unknown[]) => unknown,
): ToolOutput | undefined {
  const places = list.flatMap((item, at) => (textOf(item) === undefined ? [] : [at]));
  if (places.length === 0) return undefined;
  return {
    texts: places.map((at) => textOf(list[at]) ?? ''),
    most: Number.POSITIVE_INFINITY,
    write: (texts) =>
      write(list.map((item, at) => (places.includes(at) ? put(item, texts[places.indexOf(at)] ?? '') : item))),
  };
}

function readField(name: string): Read {
  return (response) => {
    const value = response[name];
    return typeof value === 'string' ? one(value, (text) => ({ ...response, [name]: text })) : undefined;
  };
}

function one(text: string, write: (text: string) => unknown, most = Number.POSITIVE_INFINITY): ToolOutput | undefined {
  return text === '' ? undefined : { texts: [text], most, write: ([changed = text]) => write(changed) };
}

/**
 * Whether the hook shortens what this tool gives when its call passes. `Read` is none of them: no compressor leaves one unbroken window
 * of a file.
 */
export const isShortenedByHook = (tool: string): boolean =>
  tool.startsWith('mcp__') || (tool !== 'Read' && Object.hasOwn(SHAPES, tool));

const SHAPES: Readonly<Record<string, Read>> = {
  Bash: readBash,
  Read: readRead,
  Grep: readGrep,
  Glob: readNames,
  Agent: readAgent,
  Task: readAgent,
  WebFetch: readField('result'),
  WebSearch: readWebSearch,
};
