import type { Content } from '../../model/content.js';

/** Text is what remains when no other compressor knows the kind: sure of little, a little surer of prose. */
export function matchText(content: Content): number {
  const sample = content.text.slice(0, 8000);
  if (sample.trim().length === 0) return 0;
  let letters = 0;
  for (let i = 0; i < sample.length; i++) {
    const code = sample.charCodeAt(i);
    if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 32 || code > 0xbf) letters++;
  }
  return letters > sample.length * 0.75 ? 0.3 : 0.15;
}
