import type { Compressor, Task } from '../../model/compressor.js';
import { meansToEdit, namesFile } from '../../question/edit-intent.js';
import { inputWords } from '../../question/query-terms.js';
import { atOnce } from '../../reading/in-turns.js';
import { isMarkdown } from '../../reading/is-markdown.js';
import { readListing } from '../../reading/listing.js';
import { compressorOf } from '../../units/compressor-of.js';
import { findAlike } from './alike.js';
import { looksLikeSettings } from './looks-like-settings.js';
import { readEntries } from './read-entries.js';
import { readConfigUnits } from './read-units.js';

/** A setting at the left edge, which a change log with its lists of `- 1a2b3c: text` has not. */
const SETTING = /^[\w."'-]+\s*[:=](?:\s|$)|^\[/;
/** A document of settings has more of them than this share of its filled lines. */
const SETTINGS_IN_MARKDOWN = 0.15;
const SAMPLE_LINES = 2000;
/** Settings none of which are alike are not cut here, but records may be found in them; prose never. */
const UNLIKE = 0.3;

/**
 * Shortens YAML, TOML, INI, properties, nginx and HCL: of many entries of one kind those stay that the question names,
 * the first, the last and the odd ones; the others are counted and named. Nesting stays valid.
 */
export function config(): Compressor {
  return compressorOf({
    name: 'config',
    ceiling: 0.72,
    match({ text, lines: all }) {
      if (text.length < 40) return 0;
      const { lines } = readListing(all);
      if (isMarkdown(lines) && shareOfSettings(lines) < SETTINGS_IN_MARKDOWN) return 0;
      const score = looksLikeSettings(lines);
      return score > 0 && !hasAlike(lines.slice(0, SAMPLE_LINES)) ? Math.min(score, UNLIKE) : score;
    },
    read: (content, task) => (isAboutToChange(task) ? undefined : readConfigUnits(content)),
  });
}

const hasAlike = (lines: readonly string[]): boolean => atOnce(findAlike(atOnce(readEntries(lines)), lines)).length > 0;

function isAboutToChange({ query, input }: Task): boolean {
  return meansToEdit(query) && namesFile(query, /[\w@./~+-]+\.\w{1,12}\b/.exec(inputWords(input, 400))?.[0]);
}

function shareOfSettings(lines: readonly string[]): number {
  const filled = lines.filter((line) => line.trim() !== '' && !line.startsWith('#'));
  return filled.filter((line) => SETTING.test(line.slice(0, 200))).length / Math.max(1, filled.length);
}
