/** Colours, cursor moves, window titles and hyperlinks of a terminal. */
const ESCAPES = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[()][0-9A-Za-z]|[=>@-Z\\^_])/g;
/** Colour codes whose escape character was lost on the way. */
const ORPHANS = /\[(?:\d{1,3}(?:;\d{1,3}){0,5})?m/g;

/** Takes the colours and cursor codes off a text; the words stay as they are. */
export function withoutEscapes(text: string): string {
  const bare = text.includes('\x1b') ? text.replace(ESCAPES, '') : text;
  return bare.includes('[0m') || bare.includes('[39m') ? bare.replace(ORPHANS, '') : bare;
}

/** What a terminal would show of a line that was rewritten with carriage returns: its last state. */
export function finalState(line: string): string {
  if (!line.includes('\r')) return line;
  const states = line.split('\r');
  for (let i = states.length - 1; i >= 0; i--) {
    const state = states[i] ?? '';
    if (state.trim() !== '') return state;
  }
  return '';
}
