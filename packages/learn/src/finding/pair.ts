import { posix } from 'node:path';
import { headOf, written } from '../shell/command.js';
import {
  type Call,
  flagNames,
  flagsSign,
  headSign,
  isLooker,
  nameOf,
  pathSign,
  programSign,
  wholeSign,
} from './call.js';
import { hasWorked, isClass, isDenied, isUnknownName, mayPass } from './failure-class.js';
import type { Finding } from './finding.js';
import { isLasting, isUnsafe } from './lasting.js';
import { isKin, isSameFolder, isSamePath, isSlip, sharesPart } from './nearness.js';

/** What a pair says, before it is known where it was seen. */
export type Said = Omit<Finding, 'agent' | 'sighting'>;

/**
 * What a call that failed and a later one that worked say together, if they had the same intent: the same file, the same command
 * but for its program, name, flags, folder or settings. Undefined where that is not plain.
 */
export function pairOf(failed: Call, worked: Call): Said | undefined {
  if (worked.act.outcome !== 'ok' || worked.act.called <= failed.act.answered) return undefined;
  const said = pathPair(failed, worked) ?? commandPair(failed, worked) ?? placePair(failed, worked);
  if (!said || isUnsafe(said.right) || !isLasting(said.wrong) || !isLasting(said.right)) return undefined;
  return said;
}

function pathPair(failed: Call, worked: Call): Said | undefined {
  if (worked.act.kind === 'write' || worked.act.kind === 'edit') return undefined;
  if (failed.act.kind !== 'read' && failed.act.kind !== 'edit' && failed.why !== 'no_path') return undefined;
  if (failed.act.kind !== 'shell' && !isMissing(failed)) return undefined;
  // The very same elsewhere is a matter of the folder, unless one only looks.
  const [one, other] = [failed.command?.main.words ?? [], worked.command?.main.words ?? []];
  if (one.length > 0 && !isLooker(one) && written(one) === written(other)) return undefined;
  // A name that is looked for is not where it stands.
  if (worked.act.kind === 'search' || SEEKS.test(worked.command?.main.words[0] ?? '')) return undefined;
  // One word may differ; a listing of another folder is no answer to where a file is.
  const [wrong, ...more] = failed.paths.filter((path) => !worked.paths.includes(path) && isNamed(failed, path));
  const right = worked.paths.filter((path) => wrong !== undefined && isSamePath(wrong, path));
  if (wrong === undefined || more.length > 0 || right.length !== 1) return undefined;
  const found = right[0] as string;
  return moved(wrong, found);
}

/** That a path stands elsewhere. What lies outside of the project is a matter of this machine. */
function moved(wrong: string, right: string): Said | undefined {
  if (/^[/~]|^\.\./.test(wrong) || /^[/~]|^\.\./.test(right)) return undefined;
  return {
    kind: 'path',
    wrong,
    right,
    why: 'no_path',
    sign: pathSign(wrong),
    rightSign: pathSign(right),
    isRefutable: true,
  };
}

/** The very same call but for one place that is not there: what is looked for in it is the same, so that its name may be told from the other's. */
function placePair(failed: Call, worked: Call): Said | undefined {
  const [wrong, right] = failed.act.kind === 'search' ? placesIn(failed, worked) : wordsBut(failed, worked);
  if (wrong === undefined || right === undefined) return undefined;
  const isFolder = !/\.[a-z]\w{0,5}$/i.test(wrong);
  return isSamePath(wrong, right) || (isFolder && isSameFolder(wrong, right)) ? moved(wrong, right) : undefined;
}

type Places = readonly [] | readonly [wrong: string | undefined, right: string | undefined];

/** Where two searches for the same looked. */
function placesIn(failed: Call, worked: Call): Places {
  if (worked.act.tool !== failed.act.tool) return [];
  const rest = ({ act }: Call) =>
    act.path === undefined ? act.input : act.input.replace(JSON.stringify(act.path), '');
  return rest(failed) === rest(worked) && isMissing(failed) ? [failed.paths[0], worked.paths[0]] : [];
}

/** The one word in which two commands differ, as a path, where the failure says that there is none of it. */
function wordsBut(failed: Call, worked: Call): Places {
  const [one, other] = [failed.command?.main.words ?? [], worked.command?.main.words ?? []];
  const differ = one.flatMap((word, i) => (word === other[i] ? [] : [i]));
  const [at = 0] = differ;
  const [wrong = '', right = ''] = [one[at], other[at]];
  if (one.length !== other.length || differ.length !== 1 || at === 0 || failed.folder !== worked.folder) return [];
  if (wrong.startsWith('-') || right.startsWith('-') || /[*?{]/.test(wrong + right)) return [];
  const isSaid = linesOf(failed.act.said).some((line) => isIn(line, bareFolder(wrong)) && isClass('no_path', line));
  const path = (word: string) => bareFolder(posix.join(failed.folder, word));
  return isSaid ? [path(wrong), path(right)] : [];
}

/** A folder without the sign behind it. */
const bareFolder = (path: string): string => (path.endsWith('/') ? path.slice(0, -1) : path);

const SEEKS = /^(?:find|fd|locate|grep|egrep|rg|ag|ls|tree|git|echo|printf|which|test|\[|xargs)$/;

/** What a reading tool says of a file that is not there; another failure of it says nothing of the path. */
const isMissing = ({ act, why }: Call) =>
  why === 'no_path' || why === 'no_program' || /not (?:found|exist)|no such|ENOENT/i.test(act.said);

/**
 * Whether the failure says of this path that it is missing: a command that was given it may have missed another file.
 */
function isNamed({ act, paths }: Call, path: string): boolean {
  if (act.kind !== 'shell') return paths.length === 1;
  const name = path.split('/').at(-1) as string;
  return linesOf(act.said).some((line) => line.includes(name) && isClass('no_path', line));
}

function commandPair(failed: Call, worked: Call): Said | undefined {
  const [one, other] = [failed.command, worked.command];
  if (!one || !other?.isItsCode) return undefined;
  const [wrong, right] = [one.main.words, other.main.words];
  if (written(wrong) === written(right)) return settingPair(failed, worked) ?? folderPair(failed, worked);
  if (failed.folder !== worked.folder) return undefined;
  return programPair(failed, worked) ?? namePair(failed, worked) ?? flagPair(failed, worked);
}

function settingPair(failed: Call, worked: Call): Said | undefined {
  const [one, other] = [failed.command, worked.command];
  if (!one || !other || failed.folder !== worked.folder) return undefined;
  const had = new Set([...one.before, ...one.main.sets].map(nameOf));
  const added = [...other.before, ...other.main.sets].filter((setting) => !had.has(nameOf(setting)));
  const isOf = ['no_setting', 'no_module', 'no_program'].includes(failed.why);
  const isNamed = added.every((setting) => failed.act.said.includes(nameOf(setting)));
  // Nothing else was changed: what is no failing test, does not go away by itself, nor is only told more of, went by that.
  const isCure =
    !mayPass(failed.act.said) &&
    !hasWorked(failed.act.said) &&
    !added.some((setting) => TELLS_MORE.test(nameOf(setting)));
  if (added.length === 0 || added.length > 2 || !(isOf || isNamed || isCure)) return undefined;
  // Of a value nothing is kept: it may be a secret, or of one machine.
  const line = written(other.main.words);
  const loads = added.map((setting) => (setting.includes('=') ? `${nameOf(setting)}=…` : `${setting} &&`));
  return {
    kind: 'setting',
    wrong: line,
    right: `${loads.join(' ')} ${line}`,
    why: failed.why,
    sign: wholeSign(failed.folder, one),
    rightSign: wholeSign(worked.folder, other),
    isRefutable: true,
  };
}

/** Settings by which a program says more, or in colours, or tries again. */
const TELLS_MORE =
  /^(?:V|VERBOSE|DEBUG|TRACE|TERM|COLUMNS|FORCE_COLOR|NO_COLOR|CLICOLOR\w{0,6}|PYTHONUNBUFFERED|PYTHONVERBOSE|RUST_BACKTRACE|\w{0,30}(?:DEBUG|TRACE|VERBOSE|LOG|LOG_?LEVEL|RETRY|RETRIES|TIMEOUT))$/i;

function folderPair(failed: Call, worked: Call): Said | undefined {
  const [one, other] = [failed.command, worked.command];
  if (!one || !other || failed.folder === worked.folder || worked.folder.startsWith('/')) return undefined;
  if (!['no_path', 'no_script', 'no_project', 'no_setup', 'no_module', 'no_program'].includes(failed.why))
    return undefined;
  const line = written(other.main.words);
  const place = (folder: string) => (folder === '' ? 'the root of the project' : folder);
  return {
    kind: 'folder',
    wrong: `${line} in ${place(failed.folder)}`,
    right: `${line} in ${place(worked.folder)}`,
    why: failed.why,
    sign: wholeSign(failed.folder, one),
    rightSign: wholeSign(worked.folder, other),
    isRefutable: true,
  };
}

/** The words before what both end with: `python` and `python3` of `python a.py` and `python3 a.py`. */
function programPair(failed: Call, worked: Call): Said | undefined {
  const [one, other] = [failed.command?.main.words ?? [], worked.command?.main.words ?? []];
  if (failed.why === 'no_right') return readPair(failed, worked);
  if ((failed.why !== 'no_program' && failed.why !== 'no_module') || one[0] === other[0]) return undefined;
  let shared = 0;
  while (shared < Math.min(one.length, other.length) && one.at(-1 - shared) === other.at(-1 - shared)) shared += 1;
  if (shared === one.length || shared === other.length) shared -= 1;
  const [wrong, right] = [one.slice(0, one.length - shared), other.slice(0, other.length - shared)];
  const rest = one.slice(one.length - shared);
  if (wrong.length === 0 || wrong.length > 3 || right.length === 0 || right.length > 6) return undefined;
  const program = one[0] as string;
  const named = wrong.includes('-m') ? wrong.at(-1) : program;
  const isKin = right.some((word) => stemOf(word) === stemOf(program) || word === named);
  const isAsked = rest.some((word) => !word.startsWith('-') && word.length >= 2);
  if (failed.why === 'no_module' ? !isKin : !(isKin || isAsked)) return undefined;
  if (failed.why === 'no_program' && !isMissingProgram(failed.act.said, program)) return undefined;
  const isMissing = failed.why === 'no_program';
  return {
    kind: 'program',
    wrong: isMissing ? program : written(wrong),
    right: written(right),
    why: failed.why,
    sign: isMissing ? programSign(program) : wholeSign(failed.folder, failed.command as never),
    rightSign: programSign(other[0] as string),
    isRefutable: isMissing,
  };
}

/** A file that may not be executed is given to what reads it: `./run.sh`, `bash run.sh`. */
function readPair(failed: Call, worked: Call): Said | undefined {
  const [[file = '', ...rest], [reader = '', read = '', ...others]] = [
    failed.command?.main.words ?? [],
    worked.command?.main.words ?? [],
  ];
  const isSame = posix.normalize(file) === posix.normalize(read || '.') && written(rest) === written(others);
  if (!isSame || !file.includes('/') || reader.startsWith('-')) return undefined;
  return {
    kind: 'program',
    wrong: file,
    right: written([reader, read]),
    why: 'no_right',
    sign: programSign(file),
    rightSign: programSign(reader),
    isRefutable: true,
  };
}

const stemOf = (word: string) => (word.split('/').at(-1) ?? word).replace(/[\d.]{1,12}$/, '');

/** One word after the program has another name. */
function namePair(failed: Call, worked: Call): Said | undefined {
  const [one, other] = [failed.command?.main.words ?? [], worked.command?.main.words ?? []];
  if (one[0] !== other[0] || isLooker(one)) return undefined;
  const at = one.findIndex((word, i) => word !== other[i]);
  const isOnly = one.length === other.length && one.every((word, i) => i === at || word === other[i]);
  const [flag, wrong = ''] = flagAndValue(one[at]);
  const [same, right = ''] = flagAndValue(other[at]);
  if (!isOnly || at < 1 || flag !== same || wrong.startsWith('-') || right.startsWith('-')) return undefined;
  const isSaid = linesOf(failed.act.said).some(
    (line) =>
      (isUnknownName(line) && (isIn(line, wrong) || isIn(line, partOf(wrong, right)))) ||
      (isDenied(line) && isIn(line, `${one[0]}-${wrong}`)),
  );
  if (!isSaid || !(isSlip(wrong, right) || sharesPart(wrong, right) || isKin(wrong, right))) return undefined;
  return {
    kind: 'command',
    wrong: written(one.slice(0, at + 1)),
    right: written(other.slice(0, at + 1)),
    why: failed.why,
    sign: wholeSign(failed.folder, failed.command as never),
    rightSign: wholeSign(worked.folder, worked.command as never),
    isRefutable: true,
  };
}

/** Of a name of several parts the one that another name has otherwise: `biuld` of `web:biuld`. */
function partOf(wrong: string, right: string): string {
  const [parts, others] = [wrong.split(/[:/]/), right.split(/[:/]/)];
  const differ = parts.filter((part, i) => part !== others[i]);
  return differ.length === 1 && (differ[0] as string).length > 2 ? (differ[0] as string) : wrong;
}

/** `--filter=web` as the flag and its value; of another word only that. */
function flagAndValue(word = ''): readonly [flag: string, value: string] {
  const at = word.startsWith('--') ? word.indexOf('=') + 1 : 0;
  return [word.slice(0, at), word.slice(at)];
}

function flagPair(failed: Call, worked: Call): Said | undefined {
  const [one, other] = [failed.command?.main.words ?? [], worked.command?.main.words ?? []];
  const head = headOf(one).join(' ');
  if (head !== headOf(other).join(' ')) return undefined;
  const [gone, come] = [without(one, other), without(other, one)];
  if (gone === undefined || come === undefined || gone.length + come.length === 0) return undefined;
  const { said } = failed.act;
  const names = (words: readonly string[]) => flagNames(words).filter((name) => !QUIET.test(name));
  const [removed, added] = [names(gone), names(come)];
  if (removed.length + added.length === 0 || removed.length > 2 || added.length > 2) return undefined;
  const inWords = (name: string) => /\w{3}/.test(name) && isIn(said, name.replace(/^--?/, ''));
  const isBad = failed.why === 'bad_flag';
  const named = (name: string) => isIn(said, name) || (isBad && inWords(name));
  // A flag that was not known has to be the one that is gone; what only turns something off is none that is needed.
  const isDeniedFlag = (name: string) => linesOf(said).some((line) => isIn(line, name) && isDenied(line));
  if (!isBad && !removed.every(isDeniedFlag)) return undefined;
  if (come.some((word) => /=(?:false|0|off|no|none)$/i.test(word))) return undefined;
  if (removed.length > 0 ? !removed.some(named) : !added.some((name) => named(name) || isToldOf(name, said)))
    return undefined;
  return {
    kind: 'flag',
    wrong: [head, ...removed].join(' '),
    right: [head, ...added].join(' '),
    why: failed.why,
    sign: flagsSign(head, flagNames(one)),
    rightSign: flagsSign(head, flagNames(other)),
    isRefutable: true,
  };
}

/** Whether one line tells of what a flag of several words is about: `--allow-unrelated-histories`. */
function isToldOf(flag: string, said: string): boolean {
  const parts = flag.split('-').filter((part) => part.length >= 4);
  const inLine = (line: string) => parts.filter((part) => line.includes(part)).length;
  return linesOf(said.toLowerCase()).some((line) => inLine(line) >= 2 && inLine(line) > parts.length / 2);
}

/** Whether a text names a flag as a word of its own. */
function isIn(text: string, flag: string): boolean {
  const inWord = /[\w-]/;
  for (let at = text.indexOf(flag); at >= 0; at = text.indexOf(flag, at + 1))
    if (!inWord.test(text[at - 1] ?? ' ') && !inWord.test(text[at + flag.length] ?? ' ')) return true;
  return false;
}

const linesOf = (text: string): readonly string[] => text.split('\n');

const BEHIND_IT = [': command not found', ': not found', ': No such file', ': executable file not found'];
const BEFORE_IT = [
  /(?:command not found|Unknown command): (\S+)/i,
  /'([^']+)' is not recognized/,
  /spawn (\S+) ENOENT/,
];

/** Whether it is this program that is missing: one that is there may have missed another. */
function isMissingProgram(said: string, program: string): boolean {
  const isIt = (name = '') => name === program || name === program.split('/').at(-1);
  const wordBefore = (line: string, mark: string) => {
    const at = line.indexOf(mark);
    return at < 0
      ? undefined
      : line
          .slice(0, at)
          .split(/[\s:'"‘’`]/)
          .findLast((word) => word !== '');
  };
  return linesOf(said).some(
    (line) =>
      BEHIND_IT.some((mark) => isIt(wordBefore(line, mark))) ||
      BEFORE_IT.some((pattern) => isIt(pattern.exec(line)?.[1])),
  );
}

/** How much is printed is nothing that a command needs. */
const QUIET = /^(?:-q|-v|-vv|-s|--quiet|--verbose|--silent|--no-color|--color|--tb)$/;

/** The words that only one has: flags, each with a value behind it; undefined where there are others. */
function without(words: readonly string[], others: readonly string[]): readonly string[] | undefined {
  const left = [...others];
  const own: string[] = [];
  for (const [i, word] of words.entries()) {
    const at = left.indexOf(word);
    if (at >= 0) left.splice(at, 1);
    else if (word.startsWith('-') || (own.at(-1) === words[i - 1] && words[i - 1]?.startsWith('-'))) own.push(word);
    else return undefined;
  }
  return own;
}

/**
 * What a refused call says: what it wanted to run, as widely as one may take it (a command of a program, never a program as such), with its
 * flags, and to the letter. What of that holds is told by what was refused and let through elsewhere. Edits are refused for what is in them.
 */
export function refusedOf(call: Call): readonly Said[] {
  const { act, command, folder } = call;
  if (act.kind === 'other') {
    // A question or a sub-agent is refused for what is in it.
    if (!/^mcp_|^Web[A-Z]|web_?(?:fetch|search)/.test(act.tool)) return [];
    return refusals([[act.tool, headSign(act.tool)]]);
  }
  if (act.kind !== 'shell' || !command) return [];
  const { words } = command.main;
  const head = headOf(words);
  const flags = flagNames(words);
  const widely: Refusal[] = head.length > 1 ? [[written(head), headSign(head.join(' '))]] : [];
  const flagged: Refusal[] = flags.length > 0 ? [[written([...head, ...flags]), flagsSign(head.join(' '), flags)]] : [];
  return refusals([...widely, ...flagged, [written(words), wholeSign(folder, command)]]);
}

type Refusal = readonly [what: string, sign: string];

function refusals(all: readonly Refusal[]): readonly Said[] {
  const isFirst = ([what]: Refusal, i: number) => all.findIndex(([other]) => other === what) === i;
  return all
    .filter((one, i) => isFirst(one, i) && isLasting(one[0]))
    .map(([wrong, sign]) => ({ kind: 'refused', wrong, right: '', why: 'refused', sign, isRefutable: true }));
}
