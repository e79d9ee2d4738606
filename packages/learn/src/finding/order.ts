import { type Command, headOf, written } from '../shell/command.js';
import { type Call, wholeSign } from './call.js';
import { isLasting, isUnsafe } from './lasting.js';
import type { Said } from './pair.js';

/** Commands that put in place what others need. */
const SETS_UP =
  /^(?:install|i|ci|add|sync|build|compile|generate|codegen|gen|migrate|upgrade|up|start|init|bootstrap|setup|configure|prepare|seed|restore|login|create|download|fetch|link|dev|serve|deps|download-\w+|db:\w+|build:\w+|proto)$/;
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
  if (!one || !other || worked.act.outcome !== 'ok' || !other.isItsCode) return undefined;
  if (wholeSign(failed.folder, one) !== wholeSign(worked.folder, other)) return undefined;
  const changes = between.filter(({ act, command }) => act.kind === 'shell' && !(command && isLook(command)));
  const [first, ...more] = changes;
  if (!first?.command || more.length > 0 || first.act.outcome !== 'ok') return undefined;
  const words = first.command.main.words;
  const head = headOf(words);
  const isGit = words[0] === 'git';
  if (
    isGit
      ? one.main.words[0] !== 'git' || !OF_GIT.test(words[1] ?? '')
      : !head
          .slice(1)
          .concat(words.slice(1, 3))
          .some((word) => SETS_UP.test(word)) && !isMake(words)
  )
    return undefined;
  const isNamed = head.length > 1 && failed.act.said.includes(head.join(' '));
  if (!isNamed && (isGit || failed.why === 'other' || failed.why === 'bad_flag')) return undefined;
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

const isMake = ([program = '']: readonly string[]) =>
  /^(?:make|just|task)$|(?:^|\/)(?:setup|bootstrap|init)(?:\.\w+)?$/.test(program);
