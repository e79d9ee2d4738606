import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A passage of ours, with what a telegram of it keeps. */
export interface Labelled {
  /** `h-01#0`: its file and its place in it. */
  readonly name: string;
  readonly kind: string;
  readonly document: string;
  readonly text: string;
  /** The words of the text, in order, and which a line begins with. */
  readonly words: readonly string[];
  readonly begins: Uint8Array;
  /** 1 where the word is kept. */
  readonly kept: Uint8Array;
}

/** A question about a held-out passage and the exact words of it that answer. */
export interface Asked {
  readonly passage: string;
  readonly question: string;
  readonly answer: string;
}

const HOME = fileURLToPath(new URL('labels/', import.meta.url));
const HEAD = /^kind: (\w+) \| doc: ([\w-]+)$/;

/** The passages of the files whose names match. Words in braces are dropped, all others kept. */
export function readLabelled(files: RegExp): readonly Labelled[] {
  return readdirSync(HOME)
    .filter((name) => name.endsWith('.txt') && files.test(name))
    .sort()
    .flatMap((name) =>
      readFileSync(HOME + name, 'utf8')
        .split(/^=== /m)
        .slice(1)
        .map((block, i) => readBlock(`${name.slice(0, -4)}#${i}`, block)),
    );
}

export function readQuestions(): readonly Asked[] {
  return readFileSync(`${HOME}questions.jsonl`, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Asked);
}

function readBlock(name: string, block: string): Labelled {
  const end = block.indexOf('\n');
  const [, kind = '', document = ''] = HEAD.exec(block.slice(0, end).trim()) ?? [];
  const words: string[] = [];
  const begins: number[] = [];
  const kept: number[] = [];
  const lines = block
    .slice(end + 1)
    .trimEnd()
    .split('\n');
  let isOut = false;
  for (const line of lines) {
    let begin = 1;
    for (const raw of line.split(/\s+/)) {
      if (raw === '') continue;
      let [word, inside, outside] = ['', 0, 0];
      for (const sign of raw) {
        if (sign === '{' || sign === '}') isOut = sign === '{';
        else {
          word += sign;
          if (/[\p{L}\p{N}]/u.test(sign)) isOut ? inside++ : outside++;
        }
      }
      if (word === '') continue;
      words.push(word);
      begins.push(begin);
      begin = 0;
      kept.push(inside > outside ? 0 : inside + outside > 0 ? 1 : isOut ? 0 : 1);
    }
  }
  const text = lines.join('\n').replace(/[{}]/g, '');
  return { name, kind, document, text, words, begins: Uint8Array.from(begins), kept: Uint8Array.from(kept) };
}
