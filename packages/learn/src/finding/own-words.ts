/** What the client puts in the user's mouth: reminders, commands and what they printed. */
const NOT_SAID =
  /<(system-reminder|command-name|command-message|command-args|local-command-[a-z]{1,20}|user-prompt-submit-hook|bash-(?:input|stdout|stderr)|environment_context|user_instructions|task-notification|ide_[a-z_]{1,30}|context|pr_description|instructions)\b/g;

/** The words that a user said himself: without what the client added, what he pasted and what he quotes. */
export function ownWords(text: string): string {
  return withoutQuotes(withoutPaste(withoutAdded(text))).trim();
}

function withoutAdded(text: string): string {
  let said = '';
  let at = 0;
  for (const { index, 1: name } of text.matchAll(NOT_SAID)) {
    if (index < at) continue;
    said += `${text.slice(at, index)}\n`;
    const end = text.indexOf(`</${name}>`, index);
    at = end < 0 ? text.length : end + `</${name}>`.length;
  }
  return said + text.slice(at);
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
/** Lines that a person does not write: quoted and indented ones, of logs, of stacks, of shells, of diffs. */
const NOT_WRITTEN =
  /^(?: {4}|\t|\s{0,3}>|\s{0,9}(?:\[?\d{4}-\d\d-\d\d|\[?\d\d:\d\d:\d\d|\[[A-Z]{3,9}\]|(?:npm|yarn|pnpm) (?:WARN|warn|ERR!|error|notice)\b|(?:warn(?:ing)?|error|err|debug|fatal|deprecat\w{1,9})(?:\[\w{1,20}\])?: |[$%#] |[+-]{3} |@@ |at \S{1,200} ?\(|File "|[\w./\\-]{1,200}:\d{1,6}[: ]))/i;
/** What is in a line behind which something else comes: an output, a letter, a page. */
const OF_OTHERS =
  /\b(?:logs?|logged|outputs?|errors?|messages?|traces?|warnings?|says?|said|writes?|wrote|prints?|printed|shows?|get|got|gets|see|seeing|reads?|readme|docs?|documentation|ticket|issue|review|comment|mail|e-?mail|slack|chat|terminal|console|stdout|stderr|paste|pasted|quote|excerpt|snippet|answer|response|reply)\b/i;
const leadsIn = (line: string): boolean => line.endsWith(':') && OF_OTHERS.test(line.slice(-80));

const OF_HIS =
  /\b(?:rules?|conventions?|guidelines?|style|preferences?|prefer|policy|remember|reminders?|note|notes|please|always|never|from now|general|important|follow|work|way|how (?:i|we))\b/i;
/** A heading of a list that is no list of his own rules. */
const heads = (line: string): boolean => line.endsWith(':') && !OF_HIS.test(line);
const ITEM = /^\s{0,8}(?:[-*•]|\d{1,2}[.)])\s/;

/** Takes out fenced and indented blocks, lines that look like those of a program, and what a line announces as somebody else's. */
function withoutPaste(text: string): string {
  const own: string[] = [];
  let fence: string | undefined;
  let isPasted = false;
  let isListed = false;
  for (const line of text.split('\n')) {
    const mark = FENCE.exec(line)?.[1];
    if (fence !== undefined) {
      if (mark?.startsWith(fence)) fence = undefined;
      continue;
    }
    if (mark !== undefined) {
      fence = mark;
      continue;
    }
    if (line.trim() === '') isPasted = false;
    if (isListed && ITEM.test(line)) {
      own.push('');
      continue;
    }
    isListed = heads(line.trimEnd()) || (isListed && line.trim() === '');
    if (isPasted || NOT_WRITTEN.test(line)) {
      own.push('');
      continue;
    }
    isPasted = leadsIn(line.trimEnd());
    own.push(line);
  }
  return own.join('\n');
}

const CLOSES: Readonly<Record<string, string>> = { '"': '"', '“': '”', '«': '»', '„': '“”', '‘': '’', "'": "'" };
const NAME = /^[\w@./:-]{1,60}$/;
const LONGEST_QUOTE = 400;
const isInWord = (sign = ' '): boolean => /[\w)]/.test(sign);

/** A name in quotes is one; a sentence in quotes is somebody else's. */
function withoutQuotes(text: string): string {
  let own = '';
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] as string;
    const end = CLOSES[sign] === undefined || isInWord(text[at - 1]) ? -1 : quoteEnd(text, at, CLOSES[sign] as string);
    if (end < 0) {
      own += sign;
      continue;
    }
    const inside = text.slice(at + 1, end);
    own += NAME.test(inside) ? `\`${inside}\`` : '…';
    at = end;
  }
  return own;
}

/** Where a quote ends in its line, no word right behind it; -1 where it does not. */
function quoteEnd(text: string, from: number, closes: string): number {
  for (let at = from + 1; at < text.length && at - from <= LONGEST_QUOTE; at++) {
    const sign = text[at] as string;
    if (sign === '\n') return -1;
    if (closes.includes(sign) && at > from + 1 && !/\w/.test(text[at + 1] ?? ' ')) return at;
  }
  return -1;
}
