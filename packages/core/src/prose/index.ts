/** What a compressor of natural language needs of core: which texts are prose, their blocks, and the words that always stay. */
export { text } from '../compressors/text/text.js';
export type { InTurns } from '../model/in-turns.js';
export { type Block, type BlockKind, readBlocks } from '../reading/blocks.js';
export { createContent } from '../reading/content.js';
export { atOnce, eventually, settled } from '../reading/in-turns.js';
export { isNaturalLanguage, isSentences } from '../reading/prose.js';
export { type AskedWords, askedWords, bareOf, neededWords, type Word, wordsOf } from './needed-words.js';
