import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { HeadroomOptions } from '@headroom/core';
import { homeFolder } from '../home-folder.js';
import { UsageError } from '../usage-error.js';

/** What a project says in its `.headroom.json`; the schema in `headroom.schema.json` says the same. */
export interface ProjectSettings {
  /** False: nothing is shortened here. */
  readonly enabled?: boolean;
  readonly mode?: 'lossless' | 'balanced' | 'aggressive';
  /** The same as the mode of that name. */
  readonly lossless?: boolean;
  /** Tools whose outputs stay as they are; `*` and `?` are wildcards. */
  readonly excludeTools?: readonly string[];
  /** Smaller outputs, in tokens, stay as they are. */
  readonly minTokens?: number;
  /** `headroom wrap claude` also shortens what failing commands print. */
  readonly failedCommands?: boolean;
}

/** A project's settings, and where they stand. */
export interface Project {
  readonly file: string;
  readonly settings: ProjectSettings;
}

export const PROJECT_FILE = '.headroom.json';
const MOST_BYTES = 64_000;

/**
 * The settings that hold in a folder: those of the nearest folder upward that has some, but none from above the user's home or the
 * root of a repository; where the folder is in neither, its own alone. Undefined where there are none.
 *
 * @throws {@link UsageError} for settings that cannot be read, or are not right, naming the file and what to write.
 */
export function projectAt(folder: string, home: string = homeFolder()): Project | undefined {
  for (const one of foldersUpTo(folder, home)) {
    const file = join(one, PROJECT_FILE);
    const found = statSync(file, { throwIfNoEntry: false });
    if (!found) continue;
    if (!found.isFile() || found.size > MOST_BYTES) throw new UsageError(`${file}: it is no file of at most 64 kB`);
    return { file, settings: readSettings(readFileSync(file, 'utf8'), file) };
  }
  return undefined;
}

/** The options of the engine that a project asks for. */
export function optionsOf({ mode, lossless, excludeTools, minTokens }: ProjectSettings): HeadroomOptions {
  const chosen = lossless === true ? 'lossless' : mode;
  return {
    ...(chosen === undefined ? {} : { mode: chosen }),
    ...(excludeTools === undefined ? {} : { excludeTools }),
    ...(minTokens === undefined ? {} : { minTokens }),
  };
}

/** @throws {@link UsageError} saying what is wrong, and what may stand there. */
export function readSettings(text: string, file: string): ProjectSettings {
  const fail = (problem: string): never => {
    throw new UsageError(`${file}: ${problem}`);
  };
  const value = parsed(text, fail);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return fail('it has to hold one JSON object');
  const { $schema: _, ...settings } = value as Record<string, unknown>;
  for (const [name, one] of Object.entries(settings)) {
    const rule = Object.hasOwn(RULES, name) ? RULES[name as keyof ProjectSettings] : undefined;
    if (!rule) return fail(`there is no setting "${name}"; there are ${Object.keys(RULES).join(', ')}`);
    if (!rule.holds(one)) return fail(`"${name}" is ${shown(one)}; it has to be ${rule.words}`);
  }
  const { lossless, mode } = settings as ProjectSettings;
  if (lossless === true && mode !== undefined && mode !== 'lossless')
    return fail(`"lossless" is true and "mode" is "${mode}"; one of them has to go`);
  return settings as ProjectSettings;
}

interface Rule {
  readonly words: string;
  readonly holds: (value: unknown) => boolean;
}

const MODES: readonly unknown[] = ['lossless', 'balanced', 'aggressive'];
const YES_OR_NO: Rule = { words: 'true or false', holds: (value) => typeof value === 'boolean' };
const isName = (value: unknown) => typeof value === 'string' && value.length > 0 && value.length <= 256;
const RULES: Readonly<Record<keyof ProjectSettings, Rule>> = {
  enabled: YES_OR_NO,
  mode: { words: '"lossless", "balanced" or "aggressive"', holds: (value) => MODES.includes(value) },
  lossless: YES_OR_NO,
  excludeTools: {
    words: 'a list of at most 100 names of tools, each of at most 256 characters',
    holds: (value) => Array.isArray(value) && value.length <= 100 && value.every(isName),
  },
  minTokens: {
    words: 'a whole number, 0 or more',
    holds: (value) => Number.isSafeInteger(value) && Number(value) >= 0,
  },
  failedCommands: YES_OR_NO,
};

function parsed(text: string, fail: (problem: string) => never): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    const at = /position (\d+)/.exec(String(error))?.[1];
    const line = at === undefined ? '' : ` in line ${text.slice(0, Number(at)).split('\n').length}`;
    return fail(`it is not valid JSON${line} (comments and trailing commas are not allowed)`);
  }
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function foldersUpTo(folder: string, home: string): readonly string[] {
  const [start, top] = [real(folder), real(home)];
  const folders: string[] = [];
  for (let one = start; ; one = dirname(one)) {
    folders.push(one);
    if (one === top || existsSync(join(one, '.git'))) return folders;
    if (dirname(one) === one) return [start];
  }
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
