/** Why a command failed before it could do its work; `other` for work that failed. */
export type FailureClass =
  | 'no_program'
  | 'no_script'
  | 'bad_flag'
  | 'no_module'
  | 'no_setting'
  | 'no_service'
  | 'no_project'
  | 'no_setup'
  | 'no_right'
  | 'no_path'
  | 'other';

type TwoOfALine = readonly [FailureClass, RegExp, RegExp];

/** Classes by two things that one line says. */
const BY_LINE: readonly TwoOfALine[] = [
  [
    'bad_flag',
    /\b(?:option|flag|argument) /i,
    /\b(?:is required|requires|is unknown|must be (?:given|specified|provided))\b/i,
  ],
  ['no_program', /^spawn |: spawn /, / ENOENT\b/],
  // What calls another program says that it is not there.
  [
    'no_program',
    /(?:^|\s)(?:env|timeout|nice|nohup|stdbuf|setsid|ionice|xargs|sudo|time|watch|exec): /,
    /: No such file/,
  ],
  ['no_setting', /\benv(?:ironment)? var/i, /\b(?:not set|not found|missing|required|undefined|must be)\b/i],
  [
    'no_setting',
    /\b[A-Z][A-Z0-9]+_[A-Z0-9_]+\b/,
    /\b(?:is|was|must be|be)? ?(?:not set|unset|not defined|undefined|required|missing|unbound)\b/i,
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
    /ModuleNotFoundError|No module named|Cannot find (?:module|package) ['"]|ERR_MODULE_NOT_FOUND|cannot find package|no required module provides|LoadError: cannot load such file|node_modules missing|could not resolve ["'][\w@]|no matching (?:package|module|distribution|version)|unresolved import|vendor\/autoload\.php/i,
  ],
  [
    'bad_flag',
    /(?:unknown|unrecognized|unrecognised|invalid|illegal|unexpected|unsupported|bad|no such) (?:long |short )?(?:option|flag|argument|switch|parameter)|Unknown cli (?:config|option)|flag provided but not defined|required (?:option|flag|argument)|missing required|following arguments are required|requires? (?:an? |at least one )?(?:argument|option|flag|value)|must (?:specify|provide|supply|pass)|(?:^|\n)[ \t]{0,20}usage:/i,
  ],
  [
    'no_program',
    /command not found|: not found[ \t]{0,4}$|not found\n|not recognized as an internal or external command|executable (?:file )?not found|No such file or directory \(os error 2\)|CommandNotFoundException|is not recognized as a name of a cmdlet/im,
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
    'no_setup',
    /no such (?:table|column)|(?:relation|table|column|database|schema) ["'`]?[\w.]{1,80}["'`]? (?:does not|doesn't) exist|unknown (?:table|column|database)|(?:pending|unapplied) migration|migrations? (?:are|is) pending/i,
  ],
  [
    'no_path',
    /No such file or directory|ENOENT|(?:file|path|folder|directory) (?:\S+ )?(?:does not exist|not found)|does not exist|cannot (?:open|access|stat|find)|can't (?:open|cd to)|FileNotFoundError|could(?: not|n't) be (?:found|opened|located)|is not a (?:directory|folder|file)\b|not found: \S+|No files? matching/i,
  ],
];

/** That something is not there. */
const DENIED =
  /\b(?:no|not|cannot|can't|couldn't|unable|missing|unknown|undefined|unresolved|isn't|doesn't|hasn't|haven't|wasn't|failed to (?:find|load|locate|resolve|read|open|import)|does not|nonexistent|lacks?|absent|invalid|unrecognized)\b/i;

/** What a line is about that denies something, where nothing says it more exactly. */
const WEAKER: readonly (readonly [FailureClass, RegExp])[] = [
  [
    'no_setup',
    /\b(?:initiali[sz]ed?|generated?|built|compiled|migrated?|synced|synchroni[sz]ed|bootstrapped|set up|prepared|populated|seeded|up[- ]to[- ]date|datasets?|data|artifacts?|assets?|fixtures?|submodules?|weights|checkpoints?|certificates?|snapshots?)\b/i,
  ],
  [
    'no_service',
    /\b(?:server|daemon|service|broker|emulator|cluster|simulator|device|container|redis|postgres|mysql|mongo\w{0,4}|kafka|rabbitmq|docker)\b.{0,80}\b(?:running|reachable|started|available|up|ready|connected)\b/i,
  ],
  [
    'no_module',
    /\b(?:packages?|modules?|gems?|crates?|dependenc(?:y|ies)|librar(?:y|ies)|class|plugins?|imports?|extensions?|components?|autoload\w{0,4}|headers?)\b/i,
  ],
  [
    'no_project',
    /(?:\b(?:projects?|workspaces?|repository|solution|manifest|pom|configuration|config|application|chart|playbook|inventory|contains?|director(?:y|ies)|folder|root|(?:make|docker|gem|rake|just|task|proc|vagrant|jenkins|lock|pod|brew|pip|build|play)?files?)|\.(?:toml|ya?ml|json|xml|lock|mod|gradle|sln|csproj|exs|cabal|gemspec|tf))\b/i,
  ],
  ['no_path', /\b(?:find|locate|open|access)\b/i],
];
/** Says by itself that something comes first: a piece of advice with what is to be done, or what is not so any more. */
const ADVICE =
  /\b(?:please|you (?:must|need to|have to|should|may need to)|need to|try|first|forgot to|did you|to fix|hint:|help:)|\brun ['"\x60]/i;
const TO_DO =
  /\b(?:run(?:ning)?|execut(?:e|ing)|call(?:ing)?|build(?:ing)?|install(?:ing)?|generat(?:e|ing)|initiali[sz](?:e|ing)|start(?:ing)?)\b/i;
const STALE =
  /\b(?:is required|out of (?:date|sync)|has not been|have not been|needs to be|must be (?:built|generated|installed))\b/i;
const HERE = /\b(?:current|this|working|parent) (?:working )?(?:directory|directories|folder)\b/i;
/** Work that was done and found something wrong. */
const WORKED =
  /\b(?:AssertionError|assertion failed|panicked at|\d{1,9} (?:failed|failing|problems?|errors? found|vulnerabilities))\b/i;
const FAILED = /\bFAIL(?:ED|URES?)?\b|✗|✕|\btests? (?:case |suite )?(?:[\w.:-]{1,60} )?failed\b/;
const EXPECTED = /\bexpected\b/i;
const RECEIVED = /\b(?:to (?:be|equal|have|match|throw|contain)|but|got|received|actual)\b/i;

/**
 * The class of a failure, from the words of an output that is known to have failed.
 *
 * @param exitCode - 127 is a program that is not there, whatever is said.
 */
export function failureClass(said: string, exitCode: number | undefined): FailureClass {
  if (exitCode === 126 && /permission denied|not executable/i.test(said)) return 'no_right';
  if (exitCode === 127 && !/No such file or directory\s*$|missing script/i.test(said)) return 'no_program';
  const lines = said.split('\n');
  const fits = ([name, pattern]: (typeof CLASSES)[number]) =>
    pattern.test(said) ||
    BY_LINE.some(([of, one, two]) => of === name && lines.some((line) => one.test(line) && two.test(line)));
  return CLASSES.find(fits)?.[0] ?? (exitCode === 127 ? 'no_program' : weakerClass(said, lines));
}

function weakerClass(said: string, lines: readonly string[]): FailureClass {
  if (hasWorked(said)) return 'other';
  const denied = lines.filter((line) => DENIED.test(line));
  const found = WEAKER.find(([, about]) => denied.some((line) => about.test(line)))?.[0];
  if (found === undefined && lines.some((line) => HERE.test(line))) return 'no_project';
  return (
    found ?? (lines.some((line) => STALE.test(line) || (ADVICE.test(line) && TO_DO.test(line))) ? 'no_setup' : 'other')
  );
}

/** Whether it is the work that failed: a test, a check. */
export const hasWorked = (said: string): boolean =>
  WORKED.test(said) || FAILED.test(said) || said.split('\n').some((line) => EXPECTED.test(line) && RECEIVED.test(line));

/** Whether one line of a failure says this. */
export function isClass(name: FailureClass, line: string): boolean {
  return CLASSES.some(([of, pattern]) => of === name && pattern.test(line));
}

/** What has a name that is given to a program. */
const NAMED =
  /\b(?:(?:sub-?)?commands?|tasks?|targets?|scripts?|recipes?|rules?|projects?|jobs?|goals?|services?|workspaces?|packages?|profiles?|presets?|actions?|generators?|suites?|env(?:ironment)?s?|steps?|phases?|modules?|stages?|pipelines?|sessions?|components?|units?|plugins?|schemes?|benches|binar(?:y|ies)|bin|example)\b/i;

/** Whether one line says that there is nothing of a name. */
export const isUnknownName = (line: string): boolean =>
  isClass('no_script', line) || (NAMED.test(line) && (DENIED.test(line) || /\bnot (?:found|defined)\b/i.test(line)));

/** Whether one line says that something is not to be had, or not like this. */
export const isDenied = (line: string): boolean =>
  DENIED.test(line) ||
  /\b(?:unsupported|deprecated|removed|no longer|conflicts?|incompatible|ignored|only)\b/i.test(line);

/** What goes away by itself. */
const PASSES =
  /timed?[ -]?out|throttl|(?:limit|quota|deadline) ?exceeded|overloaded|unavailable|\b(?:ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENOTFOUND|EBUSY|EAGAIN|EPIPE|EADDRINUSE)\b|socket hang up|\bnetwork\b|temporar(?:y|ily)|try again|rate.?limit|too many|\b(?:429|502|503|504)\b|deadlock|\block(?:ed)?\b|\bin use\b|\bbusy\b|connection ?(?:reset|closed|aborted)|hang up|flak(?:y|e)|could not resolve host|no space left/i;
export const mayPass = (said: string): boolean => PASSES.test(said);

/** What it is in the words of a rule. */
export const REASONS: Readonly<Record<FailureClass, string>> = {
  no_program: 'not found',
  no_script: 'no such script or command',
  bad_flag: 'wrong or missing flag',
  no_module: 'a module is missing',
  no_setting: 'a setting is missing',
  no_service: 'a service is not running',
  no_project: 'wrong folder',
  no_setup: 'something has to be set up first',
  no_right: 'not executable',
  no_path: 'no such file',
  other: 'it fails',
};
