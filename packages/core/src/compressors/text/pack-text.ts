import type { Shorter } from '../../model/compressor.js';
import type { Content } from '../../model/content.js';

/** Takes out white space that says nothing: at the ends of lines, and blank lines beyond two. */
export function packText(content: Content): Shorter | undefined {
  const printed: string[] = [];
  let blank = 0;
  for (const line of content.lines) {
    const bare = line.trimEnd();
    blank = bare === '' ? blank + 1 : 0;
    if (blank <= 2) printed.push(bare);
  }
  const text = printed.join('\n').trimEnd();
  return text.length > 0 && text.length < content.text.length - 40 ? { kind: 'packed', text } : undefined;
}
