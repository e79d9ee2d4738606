import { isDeepStrictEqual } from 'node:util';
import { ConfigRefused } from './config-refused.js';
import { type Edit, isPlain, type Notation, type Operation, type Span, valueAt, withoutSpan } from './edit.js';
import { type JsonText, readJson, removedFromJson, spanOfJson } from './json-text.js';
import { readToml, removedFromToml, spansOfToml } from './toml-text.js';

/** A text of a configuration, and which file it is of. */
export interface ConfigText {
  readonly text: string;
  readonly file: string;
  readonly notation: Notation;
}

/**
 * What a configuration says.
 * @throws {@link ConfigRefused} for one that is broken, or says something twice.
 */
export function configOf({ text, file, notation }: ConfigText): unknown {
  const read = notation === 'toml' ? { value: readToml(text), duplicate: undefined } : jsonOf(text);
  if (read?.value === undefined)
    throw new ConfigRefused(
      'broken',
      file,
      `it is not valid ${notation === 'toml' ? 'TOML' : 'JSON (with comments)'}`,
      'Mend it first: the agent may not be able to read it either.',
    );
  if (read.duplicate !== undefined)
    throw new ConfigRefused(
      'duplicate_key',
      file,
      `it has the key "${read.duplicate}" twice in one object`,
      'Take one of the two out, then try again.',
    );
  return read.value;
}

/** What there is of an edit in a configuration. */
export type Standing = 'absent' | 'same' | 'other';

/** Whether a value is there already. A list holds it as `same`, or not at all. */
export function standingOf(config: unknown, edit: Edit): Standing {
  const value = valueAt(config, edit.path);
  if (edit.kind === 'element')
    return Array.isArray(value) && value.some((one) => isDeepStrictEqual(one, edit.value)) ? 'same' : 'absent';
  if (value === undefined) return 'absent';
  return isDeepStrictEqual(value, edit.value) ? 'same' : 'other';
}

/**
 * The same of something that was put in. An element has no name by which an edited one could be told from another: one that is gone while
 * an object with our name in it stands there counts as edited.
 */
export function standingOfOurs(config: unknown, operation: Operation): Standing {
  const standing = standingOf(config, operation);
  if (operation.kind === 'key' || standing === 'same' || !isPlain(operation.value)) return standing;
  const list = valueAt(config, operation.path);
  const hasOne = Array.isArray(list) && list.some((one) => isPlain(one) && /headroom/i.test(JSON.stringify(one)));
  return hasOne ? 'other' : 'absent';
}

/**
 * Puts a value in, and says how that is taken back. What was written is read back: were anything but this value different, it would
 * not be done.
 * @throws {@link ConfigRefused} where the configuration has another shape than the agent's, or cannot be changed there alone.
 */
export function put(config: ConfigText, edit: Edit): { readonly text: string; readonly operation: Operation } {
  const { text, notation, file } = config;
  const before = configOf(config);
  const replaced = edit.kind === 'key' ? valueAt(before, edit.path) : undefined;
  const wanted = withValue(before, edit);
  for (const span of wanted === undefined ? [] : spans(text, notation, edit)) {
    const after = text.slice(0, span.at) + span.inserted + text.slice(span.at + span.removed.length);
    if (!isDeepStrictEqual(read(after, notation), wanted)) continue;
    return { text: after, operation: { ...edit, ...span, ...(replaced === undefined ? {} : { replaced }) } };
  }
  if (wanted === undefined)
    throw new ConfigRefused(
      'unexpected_shape',
      file,
      `"${edit.path.join('.')}" stands in something that is no ${edit.kind === 'element' ? 'list' : 'object'}`,
      'Look whether the agent accepts that, then try again.',
    );
  throw new ConfigRefused(
    'cannot_edit',
    file,
    `"${edit.path.join('.')}" cannot be added without touching something else`,
    'Add it by hand; --dry-run shows what.',
  );
}

/** What became of taking a value back: the text without it; `gone` where it is not there any more; `changed` where it is another. */
export type TakenBack = { readonly text: string } | 'gone' | 'changed';

/** Takes a value out again: where its span still stands, to the byte; else by its place in the structure, comments of others kept. */
export function takeBack(config: ConfigText, operation: Operation): TakenBack {
  const { text, notation } = config;
  const before = configOf(config);
  const standing = standingOfOurs(before, operation);
  if (standing !== 'same') return standing === 'absent' ? 'gone' : 'changed';
  const wanted = withoutValue(before, operation);
  const isRight = (after: string) => isDeepStrictEqual(read(after, notation), wanted);
  const bySpan = whereStill(text, operation).map((span) => withoutSpan(text, span));
  const isTidy = bySpan.every((after) => !leavesBlankLine(text, after));
  const structured = () => byStructure(text, notation, operation);
  for (const ways of isTidy ? [() => bySpan, structured] : [structured, () => bySpan])
    for (const after of ways()) if (isRight(after)) return { text: after };
  return 'changed';
}

function* spans(text: string, notation: Notation, edit: Edit): Iterable<Span & { readonly made: number }> {
  if (notation === 'toml') return yield* spansOfToml(text, edit);
  const json = readJson(text);
  const span = json && spanOfJson(json, edit);
  if (span) yield span;
}

/** The places where what was inserted stands, if there are not too many of them to be sure. */
function whereStill(text: string, operation: Operation): readonly Span[] {
  const { at, inserted, removed } = operation;
  if (inserted === '') return [];
  if (text.startsWith(inserted, at)) return [operation];
  const found = text.indexOf(inserted);
  const isOnly = found >= 0 && text.indexOf(inserted, found + 1) < 0;
  return isOnly ? [{ at: found, inserted, removed }] : [];
}

/** A line that was full and is empty now: what stood there had been moved to a line of its own. */
function leavesBlankLine(before: string, after: string): boolean {
  const blanks = (text: string) => text.match(/^[ \t]+$/gm)?.length ?? 0;
  return blanks(after) > blanks(before);
}

function* byStructure(text: string, notation: Notation, operation: Operation): Iterable<string> {
  const { kind, path, value, made, replaced } = operation;
  if (replaced !== undefined) {
    for (const span of spans(text, notation, { kind, path, value: replaced }))
      yield text.slice(0, span.at) + span.inserted + text.slice(span.at + span.removed.length);
    return;
  }
  // The objects that were made for it go as well, where nothing else has come into them.
  for (let depth = path.length - made + 1; depth <= path.length; depth++) {
    const part = path.slice(0, depth);
    if (notation === 'toml') yield* removedFromToml(text, part);
    else yield* given(removedFromJson(readJson(text) as JsonText, part));
  }
  if (kind === 'element' && notation === 'json') yield* given(removedFromJson(readJson(text) as JsonText, path, value));
}

const given = (text: string | undefined): readonly string[] => (text === undefined ? [] : [text]);

function jsonOf(text: string): JsonText | undefined {
  try {
    return readJson(text);
  } catch {
    // Nested deeper than a reader can follow.
    return undefined;
  }
}

function read(text: string, notation: Notation): unknown {
  if (notation === 'toml') return readToml(text);
  const json = jsonOf(text);
  return json?.duplicate === undefined ? json?.value : undefined;
}

/** The configuration with a value; undefined where something else is in its way. */
function withValue(config: unknown, { kind, path, value }: Edit): unknown {
  if (path.length === 0) {
    if (kind === 'key') return value;
    return config === undefined ? [value] : Array.isArray(config) ? [value, ...config] : undefined;
  }
  if (config !== undefined && !isPlain(config)) return undefined;
  const [key = '', ...rest] = path;
  const inner = withValue(config && Object.hasOwn(config, key) ? config[key] : undefined, { kind, path: rest, value });
  return inner === undefined ? undefined : { ...config, [key]: inner };
}

/** The configuration without a value, and without the objects that were made for it and are empty now. */
function withoutValue(config: unknown, { kind, path, value, made, replaced }: Operation): unknown {
  const without = (inner: unknown, depth: number): unknown => {
    if (depth === path.length) {
      if (kind === 'key') return replaced;
      const list = inner as readonly unknown[];
      const left = list.filter((_, at) => at !== list.findIndex((one) => isDeepStrictEqual(one, value)));
      return left.length === 0 && made > 0 ? undefined : left;
    }
    const { [path[depth] as string]: old, ...others } = inner as Record<string, unknown>;
    const left = without(old, depth + 1);
    if (left !== undefined) return { ...others, [path[depth] as string]: left };
    const isMade = depth > 0 && depth > path.length - made;
    return isMade && Object.keys(others).length === 0 ? undefined : others;
  };
  return without(config, 0);
}
