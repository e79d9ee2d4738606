/** A line that says what is in a folder: `src/a/: x.ts y.ts`. */
export const GROUP = /^(\S*[/\\]): (.+)$/;

/** What of a line is said once for many, and what is left. */
export interface Item {
  readonly dir: string;
  readonly name: string;
  readonly line: string;
}

/** Puts neighbouring lines of one folder into one line, which `print` writes; a line without an item stays as it is. */
export function joinByFolder(
  lines: readonly string[],
  itemOf: (line: string) => Item | undefined,
  print: (items: readonly Item[]) => string,
): string[] {
  const printed: string[] = [];
  let open: Item[] = [];
  const close = (): void => {
    if (open.length > 0) printed.push(print(open));
    open = [];
  };
  for (const line of lines) {
    const item = itemOf(line);
    if (item?.dir !== open[0]?.dir) close();
    if (item) open.push(item);
    else printed.push(line);
  }
  close();
  return printed;
}
