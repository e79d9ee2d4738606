import type { Candidate } from '../book/book.js';
import { type FailureClass, REASONS } from '../finding/failure-class.js';

const code = (text: string) => `\`${text}\``;

/** The one line that says a rule. Nothing of an output is in it: only what was called, and of a user's words a sentence. */
export function wordingOf({ kind, wrong, right, why }: Pick<Candidate, 'kind' | 'wrong' | 'right' | 'why'>): string {
  const known = REASONS[why as FailureClass];
  const reason = known === undefined || why === 'other' ? '' : ` (${known})`;
  switch (kind) {
    case 'path':
      return `${code(wrong)} does not exist; it is ${code(right)}.`;
    case 'program':
      if (why === 'no_right') return `${code(wrong)} is not executable here; ${code(right)} works.`;
      return why === 'no_program'
        ? `${code(wrong)} is not installed here; ${code(right)} works.`
        : `${code(wrong)} lacks this project's modules; ${code(right)} has them.`;
    case 'command':
      return `There is no ${code(wrong)}; it is ${code(right)}.`;
    case 'flag':
      return flagWording(wrong, right);
    case 'folder': {
      const at = wrong.lastIndexOf(' in ');
      const [line, bad] = [wrong.slice(0, at), wrong.slice(at + 4)];
      const good = right.slice(line.length + 4);
      return `Run ${code(line)} in ${placed(good)}, not in ${placed(bad)}${reason}.`;
    }
    case 'setting':
      return `${code(wrong)} fails alone${reason}; ${code(right)} works.`;
    case 'order':
      return `${code(wrong)} failed${reason} until ${code(right)} was run.`;
    case 'refused':
      return `${code(wrong)} was refused by the user or by a rule: ask before calling it.`;
    case 'loop':
      return `${code(wrong)} failed the same way each time it was repeated unchanged${reason}.`;
    case 'correction':
      return wrong === '' ? `The user said: “${right}”.` : `The user wants ${code(right)} instead of ${code(wrong)}.`;
    case 'model':
      return right;
  }
}

const placed = (folder: string) => (folder === 'the root of the project' ? 'the project’s root' : code(folder));

function flagWording(wrong: string, right: string): string {
  const [bad, good] = [wrong.split(' -').slice(1), right.split(' -').slice(1)];
  const head = wrong.split(' -')[0] ?? wrong;
  const flags = (list: readonly string[]) => list.map((flag) => code(`-${flag}`)).join(' and ');
  if (bad.length === 0) return `${code(head)} needs ${flags(good)} here.`;
  if (good.length === 0) return `${code(head)} does not know ${flags(bad)}.`;
  return `${code(head)} does not know ${flags(bad)}; it is ${flags(good)}.`;
}
