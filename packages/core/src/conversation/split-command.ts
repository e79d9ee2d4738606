const BLANK = /\s/;

/**
 * Splits a shell command into the programs it runs: what is joined by pipes stays together, each as its words without quotes;
 * `>` and `>>` are words of their own. What stands behind the line of a here-document is not read. Nothing is expanded. Linear.
 */
export function splitCommand(command: string): readonly (readonly string[][])[] {
  const document = command.indexOf('<<');
  const script =
    document < 0 ? command : command.slice(0, (command.indexOf('\n', document) + 1 || command.length + 1) - 1);
  const pipes: string[][][] = [[[]]];
  let word: string | undefined;
  const endWord = (): void => {
    if (word !== undefined) pipes.at(-1)!.at(-1)!.push(word);
    word = undefined;
  };
  for (let i = 0; i < script.length; i++) {
    const sign = script[i]!;
    if (sign === "'" || sign === '"') {
      const end = script.indexOf(sign, i + 1);
      word = (word ?? '') + script.slice(i + 1, end < 0 ? script.length : end);
      i = end < 0 ? script.length : end;
    } else if (sign === '\\') {
      word = (word ?? '') + (script[++i] ?? '');
    } else if (sign === '>' || sign === '<') {
      if (word !== undefined && !/^\d$/.test(word)) endWord();
      const twice = script[i + 1] === sign;
      const isCopy = script[i + 1] === '&';
      // `2>/dev/null` and `2>&1` write no file that anybody reads.
      word = (word ?? '') + sign + (twice ? sign : '');
      i += twice ? 1 : 0;
      if (isCopy) word += script[++i] ?? '';
      else endWord();
    } else if (sign === ';' || sign === '\n' || sign === '|' || sign === '&') {
      endWord();
      const twice = script[i + 1] === sign;
      if (sign === '|' && !twice) pipes.at(-1)!.push([]);
      else pipes.push([[]]);
      if (twice) i++;
    } else if (BLANK.test(sign)) endWord();
    else word = (word ?? '') + sign;
  }
  endWord();
  return pipes;
}
