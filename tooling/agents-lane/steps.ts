/** What the scripts let agents read: records, one of which is not as the others. */
export const rows = (count: number): string =>
  JSON.stringify(
    Array.from({ length: count }, (_, id) => ({
      id,
      host: `node-${id % 7}`,
      load: (id * 7919) % 97,
      state: id === 211 ? 'lost' : 'fine',
    })),
    null,
    1,
  );

/** A call of Claude Code's shell. */
export const bash = (id: string, command: string) => ({
  id,
  name: 'Bash',
  input: { command, description: 'look' },
});

/** The hash that a marker names in a text; `none` where there is none. */
export const hashIn = (text = ''): string => /headroom_retrieve with hash=([0-9a-f]{24})/.exec(text)?.[1] ?? 'none';
