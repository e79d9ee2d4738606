import type { Grammar } from './load-grammar.js';

/** Takes the place of `load-grammar.ts` in the edge build, which has no parser: only what is read by lines is shortened. */
export const loadGrammar = async (): Promise<Grammar | undefined> => undefined;

export const loadGrammarsFrom = async (): Promise<never[]> => [];

export const grammarFile = (file: string): string => file;

export const HAS_PARSER: boolean = false;
