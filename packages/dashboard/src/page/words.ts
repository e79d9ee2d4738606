/** Agents as people know them. */
const AGENTS: Readonly<Record<string, string>> = {
  'claude-code': 'Claude Code',
  codex: 'Codex',
  gemini: 'Gemini CLI',
  opencode: 'opencode',
  copilot: 'Copilot CLI',
  proxy: 'Proxy',
};
export const agentName = (agent: string): string => AGENTS[agent] ?? agent;

const KINDS: Readonly<Record<string, string>> = {
  dedupe: 'repeats of what is in sight',
  file_view: 'file with line numbers',
  smart_crusher: 'records in JSON',
  drawn_tree: 'drawn tree',
  page_tree: 'page as a tree',
  log: 'log',
  search: 'search results',
  listing: 'listing',
  text: 'prose',
};
export const kindName = (kind = ''): string => KINDS[kind] ?? kind.replaceAll('_', ' ');

const LICENCES: Readonly<Record<string, string>> = {
  repeats: 'repeats: what is left out has the shape of something that is kept',
  rows: 'rows: whole records of one kind, of which there are many',
  passages: 'passages: whole passages of prose, where the model can ask for the rest',
};
export const licenceInWords = (licence = ''): string => LICENCES[licence] ?? licence;

const LEFT: Readonly<Record<string, string>> = {
  small: 'small: nothing to gain',
  dense: 'dense: nothing found that could go',
  edited: 'edited: a file that is being worked on',
  error: 'error: what went wrong stays whole',
  excluded: 'excluded: you asked for this tool to be left alone',
  retrieved: 'retrieved: an original that was asked back',
  shortened: 'shortened before it came here',
  frozen: 'frozen: it stood in the conversation already',
  long: 'long: over the limit',
  late: 'late: no time was left',
  broken: 'broken: not a text that can be written again',
  unstored: 'unstored: the original could not be kept',
  unshown: 'unshown: the agent shows it only as it is',
  other: 'other reasons',
};
export const leftInWords = (left = ''): string => LEFT[left] ?? left;

export const PREFIXES = {
  first: ['New', 'It begins a conversation.'],
  kept: ['Prefix kept', 'It begins with the bytes that were sent before.'],
  rewritten: [
    'Rewritten by the agent',
    'The agent itself said something else than before: a compaction, or another branch.',
  ],
  changed: [
    'Prefix changed',
    'The agent said the same as before and something else was sent. This is a fault of Headroom: it costs the provider’s cache.',
  ],
} as const;
