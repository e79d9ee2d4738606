/** Elements that agents add to user messages on their own; what stands in them is not the user's question. */
const INJECTED = [
  'system-reminder',
  'system_reminder',
  'environment_context',
  'environment_details',
  'user_instructions',
  'INSTRUCTIONS',
  'ide_opened_file',
  'ide_selection',
  'command-name',
  'local-command-stdout',
  'local-command-stderr',
  'local-command-caveat',
];

/** The user's own words in the texts of one message: what agents injected is taken out. Empty when nothing is left. */
export function queryWords(parts: readonly { readonly text: string }[]): string {
  const words: string[] = [];
  for (const { text } of parts) {
    const own = withoutInjections(text).trim();
    if (own !== '') words.push(own);
  }
  return words.join('\n');
}

function withoutInjections(text: string): string {
  let kept = text;
  for (const name of INJECTED) if (kept.includes(`<${name}`)) kept = withoutElement(kept, name);
  return kept;
}

function withoutElement(text: string, name: string): string {
  const close = `</${name}>`;
  let kept = '';
  let from = 0;
  for (;;) {
    const start = openingOf(text, name, from);
    const end = start < 0 ? -1 : text.indexOf(close, start);
    if (end < 0) return kept + text.slice(from);
    kept += text.slice(from, start);
    from = end + close.length;
  }
}

function openingOf(text: string, name: string, from: number): number {
  const open = `<${name}`;
  for (let at = text.indexOf(open, from); at >= 0; at = text.indexOf(open, at + 1)) {
    const next = text[at + open.length];
    if (next === '>' || next === ' ' || next === '\n') return at;
  }
  return -1;
}
