const KINDS: Readonly<Record<string, string>> = {
  dedupe: 'repeats of what is in sight',
  file_view: 'files with line numbers, packed',
  smart_crusher: 'records in JSON',
  drawn_tree: 'drawn trees',
  page_tree: 'pages as trees',
  log: 'logs',
  search: 'search results',
  listing: 'listings',
  diff: 'diffs',
  code: 'source code',
  table: 'tables',
  text: 'prose',
};

/** A kind of text in people's words. */
export const kindName = (compressor: string): string => KINDS[compressor] ?? compressor.replaceAll('_', ' ');
