/** A compressor that a thread makes by itself, for tests. */
export default function firstLines({ lines }) {
  return {
    name: 'first-lines',
    match: () => 1,
    compress: ({ lines: all }) => ({
      kind: 'trimmed',
      licence: 'rows',
      text: all.slice(0, lines).join('\n'),
      omitted: { summary: `${all.length - lines} of ${all.length} lines` },
    }),
  };
}
