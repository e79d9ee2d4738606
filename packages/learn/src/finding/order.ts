import { type Command, headOf, written } from '../shell/command.js';
import { type Call, wholeSign } from './call.js';
import { isClass } from './failure-class.js';
import { isLasting, isUnsafe } from './lasting.js';
import type { Said } from './pair.js';

/** Commands that put in place what others need, alone or as a part of a name: `db:migrate`, `deps.get`. */
const SETS_UP =
  /^(?:install|i|ci|add|sync|build|compile|generate|codegen|gen|migrate|migration|migrations|upgrade|up|start|init|initialize|bootstrap|setup|configure|prepare|provision|seed|restore|login|create|download|fetch|pull|link|dev|serve|deps|proto|protos|tidy|vendor|unpack|extract|index|reindex|bundle|collectstatic|enable|refresh|update|clean|load|apply|hydrate|scaffold|warmup)$/;
/** Of a name of several parts the one that says it. */
const SETS_UP_IN =
  /^(?:install|build|compile|generate|codegen|gen|migrate|migrations?|init|bootstrap|setup|prepare|provision|seed|restore|create|download|fetch|pull|sync|deps|protos?)$/;
const setsUp = (word: string): boolean =>
  SETS_UP.test(word) || word.split(/[:._-]/).some((part) => SETS_UP_IN.test(part));
/** Programs that serve what others connect to. */
const SERVES = /^(?:redis-server|mongod|mysqld|postgres|pg_ctl|minikube|colima|localstack|rabbitmq-server|memcached)$/;
const LOOKS =
  /^(?:ls|cat|head|tail|less|grep|rg|egrep|find|fd|wc|pwd|which|type|echo|printf|stat|file|du|df|tree|env|printenv|ps|lsof|date|whoami|uname|jq|sort|uniq|diff|sleep|true|test|\[|cd|curl|node|python3?)$/;
const GIT_LOOKS = /^(?:status|diff|log|show|branch|remote|blame|ls-files|grep|describe|rev-parse|config)$/;
const OF_GIT = /^(?:pull|fetch|rebase|add|commit|stash|checkout|switch|init|merge)$/;

/** Whether a command leaves everything as it is, as far as its name tells. */
export function isLook({ main }: Command): boolean {
  const [program = '', first = ''] = main.words;
  if (program === 'git') return GIT_LOOKS.test(first);
  if (program === 'sed') return main.words.includes('-n');
  if (/^(?:node|python3?)$/.test(program)) return /^(?:-v|--version|-V)$/.test(first);
  return LOOKS.test(program) || /^(?:--version|--help|-h|version|help|list)$/.test(main.words.at(-1) ?? '');
}

/**
 * What it says that a command failed, one other was run, and the very same then worked: the other has to come first. Only where
 * nothing else was changed between, where the failure was one of what was there, or names the other command.
 */
export function orderOf(failed: Call, between: readonly Call[], worked: Call): Said | undefined {
  const [one, other] = [failed.command, worked.command];
  if (!one || !other || worked.act.outcome !== 'ok' || !other.isItsCode || isLook(one)) return undefined;
  if (wholeSign(failed.folder, one) !== wholeSign(worked.folder, other)) return undefined;
  const changes = between.filter(({ act, command }) => act.kind === 'shell' && !(command && isLook(command)));
  const [first, ...more] = changes;
  if (!first?.command || more.length > 0 || first.act.outcome !== 'ok') return undefined;
  const words = first.command.main.words;
  const isGit = words[0] === 'git';
  const lines = spelled(failed.act.said).split('\n');
  const named = lines.filter((line) => callsOf(words).some((call) => line.includes(call)));
  // What is told to be run needs no name that says it.
  const isTold = named.some((line) => ADVISES.test(line));
  if (isGit ? !isOfGit(words, one) : !isTold && !isSetUp(words) && !isMakerOf(words, failed)) return undefined;
  const isNamed = named.length > 0;
  const isPlainGit = isGit && !OWN_OF_GIT.test(words[1] ?? '');
  if (!isNamed && (isPlainGit || failed.why === 'other' || failed.why === 'bad_flag')) return undefined;
  const [wrong, right] = [written(one.main.words), written(words)];
  if (!isLasting(wrong) || !isLasting(right) || isUnsafe(right)) return undefined;
  return {
    kind: 'order',
    wrong,
    right,
    why: failed.why,
    sign: wholeSign(failed.folder, one),
    rightSign: wholeSign(first.folder, first.command),
    isRefutable: false,
  };
}

/** Whether a command is given what the failure says is not there: it makes it, unless it only looks, or makes an empty one. */
function isMakerOf([program = '', ...words]: readonly string[], { act, why }: Call): boolean {
  if (why !== 'no_path' || /^(?:mkdir|touch|cp|mv|ln|rm|echo|tee|install|chmod)$/.test(program)) return false;
  const lines = act.said.split('\n').filter((line) => isClass('no_path', line));
  const named = words.filter((word) => /^[\w./-]{3,}$/.test(word) && !word.startsWith('-'));
  return named.some((word) =>
    lines.some((line) => line.split(/[\s:'"\x60]+/).some((one) => one === word || one.endsWith(`/${word}`))),
  );
}

const ADVISES = /\b(?:run|running|execute|call|try|use|using|do|need|needs|first|before)\b/i;
const OWN_OF_GIT = /^(?:lfs|submodule)$/;
const isOfGit = ([, command = '', more = '']: readonly string[], { main }: Command): boolean =>
  OWN_OF_GIT.test(command) ? setsUp(more) : main.words[0] === 'git' && OF_GIT.test(command);

/** Whether a command puts something in place, as far as its words tell. */
function isSetUp(words: readonly string[]): boolean {
  const named = headOf(words)
    .slice(1)
    .concat(
      words.slice(1, 3),
      callsOf(words).flatMap((call) => call.split(' ').slice(1)),
    );
  // What is copied from a sample is a file that each has for himself.
  if (words[0] === 'cp')
    return words.some((word) => /(?:^|[._-])(?:example|sample|template|dist|default)\b/i.test(word));
  if (words[0] === 'docker' && words[1] === 'run')
    return words.some((word) => /^(?:-[a-z]{0,4}d[a-z]{0,4}|--detach)$/.test(word));
  return named.some(setsUp) || isMake(words) || SERVES.test(words[0] ?? '');
}

/** What runs another program. */
const RUNNERS =
  /^(?:(?:npx|bunx|pipx run|uvx|sudo|(?:pnpm|yarn) (?:exec|dlx)|npm exec|(?:poetry|uv|pipenv|pdm|hatch) run|bundle exec|docker compose exec \S+|python -m|dotnet tool run|mise exec --|nix run) )+/;

/** The ways in which a failure may name a command: whole, and without what runs it. Never one word alone. */
function callsOf(words: readonly string[]): readonly string[] {
  const whole = spelled(written(words.filter((word) => !word.startsWith('-'))));
  const calls = [whole, whole.replace(RUNNERS, '')].map((call) => call.split(' ').slice(0, 2).join(' '));
  return calls.filter((call) => call.includes(' '));
}

/** The same spelling for what is called in several ways. */
const spelled = (text: string): string =>
  text
    .replace(/\bpython3(?:\.\d{1,2})?\b/g, 'python')
    .replace(/\b(npm|pnpm|yarn|bun) run /g, '$1 ')
    .replace(/(^|\s|['"\x60])\.\//g, '$1');

const isMake = ([program = '']: readonly string[]) =>
  /^(?:make|just|task)$|(?:^|\/)(?:setup|bootstrap|init)(?:\.\w+)?$/.test(program);
