/** Why a command failed before it could do its work; `other` for work that failed. */
export type FailureClass =
  | 'no_program'
  | 'no_script'
  | 'bad_flag'
  | 'no_module'
  | 'no_setting'
  | 'no_service'
  | 'no_project'
  | 'no_path'
  | 'other';

/** Classes by two things that one line says. */
const BY_LINE: readonly (readonly [FailureClass, RegExp, RegExp])[] = [
  [
    'bad_flag',
    /\b(?:option|flag|argument) /i,
    /\b(?:is required|requires|is unknown|must be (?:given|specified|provided))\b/i,
  ],
  ['no_program', /^spawn |: spawn /, / ENOENT\b/],
  ['no_program', /\benv: /, /: No such file/],
  ['no_setting', /\benv(?:ironment)? var/i, /\b(?:not set|not found|missing|required|undefined|must be)\b/i],
  [
    'no_setting',
    /\b[A-Z][A-Z0-9]+_[A-Z0-9_]+\b/,
    /\b(?:is|was|must be|be)? ?(?:not set|unset|not defined|undefined|required|missing)\b/i,
  ],
];

/** The first that fits names the class: what names the cause most exactly stands first. */
const CLASSES: readonly (readonly [FailureClass, RegExp])[] = [
  [
    'no_script',
    /missing script|unknown (?:sub)?command|unrecognized (?:sub)?command|invalid (?:sub)?command|is not a (?:\w+ )?command\b|no such (?:sub)?command|No rule to make target|Could not find (?:task|command)|Command "[^"]+" not found|(?:task|target|script|recipe) [`'"]?[\w:.-]+[`'"]? (?:not found|does not exist|is not defined)|invalid choice|Justfile does not contain recipe|Script not found|error: no such command|Don't know how to build task/i,
  ],
  [
    'no_module',
    /ModuleNotFoundError|No module named|Cannot find (?:module|package) ['"]|ERR_MODULE_NOT_FOUND|cannot find package|no required module provides|LoadError: cannot load such file|node_modules missing|could not resolve ["'][\w@]/i,
  ],
  [
    'bad_flag',
    /(?:unknown|unrecognized|unrecognised|invalid|illegal|unexpected|unsupported|bad|no such) (?:long |short )?(?:option|flag|argument|switch|parameter)|Unknown cli (?:config|option)|flag provided but not defined|required (?:option|flag|argument)|missing required|following arguments are required|requires? (?:an? |at least one )?(?:argument|option|flag|value)|must (?:specify|provide|supply|pass)|(?:^|\n)[ \t]{0,20}usage:/i,
  ],
  [
    'no_program',
    /command not found|: not found[ \t]{0,4}$|not found\n|not recognized as an internal or external command|executable (?:file )?not found|No such file or directory \(os error 2\)|CommandNotFoundException/im,
  ],
  ['no_setting', /KeyError: '[A-Z][A-Z0-9_]{3,}'|Missing (?:required )?(?:env|environment|config)/],
  [
    'no_service',
    /ECONNREFUSED|connection refused|Cannot connect to the \w+ daemon|could not connect to server|Is the server running|Failed to connect to/i,
  ],
  [
    'no_project',
    /not a git repository|could not find a? ?package\.json|Could not read package\.json|no package\.json|could not find `?Cargo\.toml|go\.mod file not found|does not contain (?:main|a) (?:module|package)|no configuration file provided|not in a (?:git|cargo|poetry|node)|Could not locate Gemfile|No pyproject\.toml|Could not find a pyproject|no Go files/i,
  ],
  [
    'no_path',
    /No such file or directory|ENOENT|(?:file|path|folder|directory) (?:\S+ )?(?:does not exist|not found)|does not exist|cannot (?:open|access|stat|find)|can't (?:open|cd to)|FileNotFoundError|not found: \S+|No files? matching/i,
  ],
];

/**
 * The class of a failure, from the words of an output that is known to have failed.
 *
 * @param exitCode - 127 is a program that is not there, whatever is said.
 */
export function failureClass(said: string, exitCode: number | undefined): FailureClass {
  if (exitCode === 127 && !/No such file or directory\s*$|missing script/i.test(said)) return 'no_program';
  const lines = said.split('\n');
  const fits = ([name, pattern]: (typeof CLASSES)[number]) =>
    pattern.test(said) ||
    BY_LINE.some(([of, one, two]) => of === name && lines.some((line) => one.test(line) && two.test(line)));
  return CLASSES.find(fits)?.[0] ?? (exitCode === 127 ? 'no_program' : 'other');
}

/** Whether one line of a failure says this. */
export function isClass(name: FailureClass, line: string): boolean {
  return CLASSES.some(([of, pattern]) => of === name && pattern.test(line));
}

/** What it is in the words of a rule. */
export const REASONS: Readonly<Record<FailureClass, string>> = {
  no_program: 'not found',
  no_script: 'no such script or command',
  bad_flag: 'wrong or missing flag',
  no_module: 'a module is missing',
  no_setting: 'a setting is missing',
  no_service: 'a service is not running',
  no_project: 'wrong folder',
  no_path: 'no such file',
  other: 'it fails',
};
