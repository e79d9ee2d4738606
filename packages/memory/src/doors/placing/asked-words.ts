/** What coding agents write into a user's turn that no user has said. */
const PROGRAMS_OWN = ['system-reminder', 'environment_context', 'user_instructions', 'local-command-stdout'];
/** The beginning and the end of a longer question say what it is about. */
const LONGEST_QUESTION = 8000;

/** What a memory is asked of a user's turn: their words, without what their program has put beside them. */
export function askedWords(text: string): string {
  const words = PROGRAMS_OWN.reduce(withoutElement, text).trim();
  const half = LONGEST_QUESTION / 2;
  return words.length <= LONGEST_QUESTION ? words : `${words.slice(0, half)}\n${words.slice(-half)}`;
}

function withoutElement(text: string, name: string): string {
  const [open, close] = [`<${name}>`, `</${name}>`];
  const kept: string[] = [];
  let from = 0;
  for (let at = text.indexOf(open); at >= 0; at = text.indexOf(open, from)) {
    const end = text.indexOf(close, at);
    if (end < 0) break;
    kept.push(text.slice(from, at));
    from = end + close.length;
  }
  return kept.join('') + text.slice(from);
}
