import { commandOf } from '../shell/command.js';
import type { Outcome, ToolKind } from './act.js';

/** What a call's result says of how it ended. */
export interface Ended {
  readonly kind: ToolKind;
  readonly command: string | undefined;
  /** By the error flag or the exit code. */
  readonly isFailed: boolean;
  readonly exitCode?: number | undefined;
  readonly text: string;
}

/** Programs that say no by 1: that is an answer. */
const PROBES =
  /^(?:grep|egrep|fgrep|zgrep|rg|ag|ack|diff|colordiff|cmp|test|\[|pgrep|which|type|hash|lsof|pkill|killall|false)$/;
const REFUSED =
  /^(?:<tool_use_error>)?(?:Error: )?(?:\[Operation Cancelled\] Reason: )?(?:The user doesn't want to (?:proceed|take this action)|The user rejected permission|Permission to use [\w-]+ (?:with command .{0,400} )?has been denied|Claude requested permissions? to use [\w-]+, but you haven't granted it|This command requires approval|User (?:denied|rejected|did not allow|declined)\b|Tool execution (?:denied|was denied) by (?:the )?(?:user|policy)|The user has (?:specified a rule which prevents|rejected))/is;
/** What Codex says of a call that was not let through: it has no code and no flag for that. */
const REJECTED =
  /^(?:exec )?command rejected by user\.?$|^patch rejected by user\.?$|^exec_command failed for .{0,4000}\bRejected\(\\?"[^"]{0,400}"\)/is;
const ASIDE = /^(?:<tool_use_error>)?(?:Error: )?(?:Sibling tool call errored|Cancelled: parallel tool call)/i;
const STOPPED =
  /\[Request interrupted by user|^(?:Error: )?Command (?:timed out|was aborted|was interrupted)|^Operation (?:was )?cancel|^(?:Error: )?(?:\[Operation Cancelled\] Reason: )?(?:User cancelled|Tool call cancelled|Operation cancelled)/i;
/** All that a search says which found nothing. */
const NOTHING =
  /^(?:No (?:matches|files?|results?)(?: were)? found\b.{0,160}|Found (?:0|no) (?:total )?(?:files?|matches|lines)\b.{0,160}|0 matches\b.{0,160}|\(no (?:matches|results)\))$/is;

/**
 * How a call ended. That it failed is decided by its flag, its exit code or the structure around its output; words are read only
 * in what is known to have failed, to tell a refusal or a stop from it.
 */
export function outcomeOf({ kind, command, isFailed, exitCode, text }: Ended): Outcome {
  if (!isFailed) {
    if (exitCode === undefined && kind !== 'read' && REJECTED.test(text.slice(0, 5000).trim())) return 'refused';
    return kind === 'search' && NOTHING.test(text.slice(0, 400).trim()) ? 'nothing' : 'ok';
  }
  const start = text.slice(0, 600);
  if (REFUSED.test(start)) return 'refused';
  if (ASIDE.test(start)) return 'aside';
  if (STOPPED.test(start) || isSignal(exitCode)) return 'stopped';
  if (kind === 'shell' && command !== undefined && exitCode === 1 && isProbe(command)) return 'nothing';
  return 'failed';
}

/** Ended from outside: interrupted, killed, timed out. */
const isSignal = (code: number | undefined) => code === 124 || code === 130 || code === 137 || code === 143;

/** Whether the last of what runs is a program that says no by its exit code. */
function isProbe(line: string): boolean {
  const command = commandOf(line);
  if (!command)
    return PROBES.test(
      line
        .split(/[|;&\n]/)
        .at(-1)
        ?.trim()
        .split(' ')[0] ?? '',
    );
  const { words } = command.filters.at(-1) ?? command.main;
  if (PROBES.test(words[0]?.split('/').at(-1) ?? '')) return true;
  return (
    words[0] === 'git' &&
    (words[1] === 'grep' || words.some((word) => /^--(?:exit-code|quiet|check|no-index)$/.test(word)))
  );
}
