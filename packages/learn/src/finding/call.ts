import { posix } from 'node:path';
import type { Act } from '../reading/act.js';
import { type Command, commandOf, headOf, written } from '../shell/command.js';
import { type FailureClass, failureClass } from './failure-class.js';

/** A call that ended, with what is needed to hold it against another one: plain JSON. */
export interface Call {
  readonly act: Act;
  readonly command: Command | undefined;
  /** Where it ran, seen from the project; empty in its root. */
  readonly folder: string;
  /** The paths it names, seen from the project. */
  readonly paths: readonly string[];
  readonly why: FailureClass;
  /** True once the user has said something since. */
  readonly isAsked?: boolean;
}

/** Reads a call that was made in a folder. Paths outside of the project stay absolute. */
export function callOf(act: Act, base: string, folder: string): Call {
  const command = act.command === undefined ? undefined : commandOf(act.command);
  const at = [act.folder, command?.folder, command?.inside].reduce<string>(
    (from, next) => (next === undefined ? from : posix.resolve(from, next)),
    folder,
  );
  const named = act.path !== undefined ? [act.path] : (command?.main.words.slice(1).filter(isPath) ?? []);
  return {
    act,
    command,
    folder: within(base, at),
    paths: named.map((path) => within(base, posix.resolve(at, path))),
    why: act.outcome === 'failed' ? failureClass(act.said, act.exitCode) : 'other',
  };
}

const isPath = (word: string) => /^[\w@.~-]*(?:\/[\w@.+-]+)+$|^[\w-]+\.[a-z]\w{0,5}$/i.test(word);

/** A path as seen from a folder it lies in. */
export function within(root: string, path: string): string {
  if (path === root) return '';
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
}

/** What a call is counted under when it worked or failed: by program, command, flags, the whole and its paths. */
export interface Signs {
  readonly whole: string;
  readonly program: string;
  readonly head: string;
  readonly flags: string;
  readonly paths: readonly string[];
}

/** Programs that are given files and folders, and no names of their own. */
const LOOKERS =
  /^(?:cat|ls|cd|rm|cp|mv|head|tail|wc|less|file|stat|du|tree|find|fd|grep|egrep|rg|ag|sed|awk|diff|touch|chmod)$/;
export const isLooker = ([program = '']: readonly string[]): boolean => LOOKERS.test(program);

export function signsOf({ act, command, folder, paths }: Call): Signs {
  const words = command && isLooker(command.main.words) ? command.main.words.slice(1) : [];
  const bare = words
    .filter((word) => /^\w[\w-]{1,60}\/?$/.test(word))
    .map((word) => posix.join(folder, word).replace(/\/$/, ''));
  const listed = [...new Set([...paths, ...bare])].map(pathSign);
  if (!command) {
    const whole = act.kind === 'shell' ? `sh ${act.command ?? ''}` : `${act.tool} ${act.input}`;
    return { whole, program: '', head: act.kind === 'other' ? headSign(act.tool) : '', flags: '', paths: listed };
  }
  const head = headOf(command.main.words).join(' ');
  return {
    whole: wholeSign(folder, command),
    program: programSign(command.main.words[0] as string),
    head: headSign(head),
    flags: flagsSign(head, flagNames(command.main.words)),
    paths: listed,
  };
}

export const pathSign = (path: string): string => `path ${path}`;
export const programSign = (program: string): string => `program ${program}`;
export const headSign = (head: string): string => `head ${head}`;
export const flagsSign = (head: string, flags: readonly string[]): string =>
  `flags ${head} ${[...flags].sort().join(' ')}`;
export const wholeSign = (folder: string, { main, before }: Command): string =>
  `sh ${folder} ${[...before, ...main.sets].map(nameOf).sort().join(' ')} ${written(main.words)}`;

/** Of a setting its name. */
export const nameOf = (setting: string): string => setting.replace(/=.*$/s, '');

export function flagNames(words: readonly string[]): readonly string[] {
  return [...new Set(words.filter((word) => /^--?[A-Za-z]/.test(word)).map((word) => word.replace(/=.*$/s, '')))];
}
