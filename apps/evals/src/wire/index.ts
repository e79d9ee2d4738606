import { anthropic } from './anthropic.js';
import type { Wire } from './chat.js';
import { gemini } from './gemini.js';
import { openai } from './openai.js';

/** The wires by the name that `--provider` takes. */
export const WIRES: Readonly<Record<Wire['name'], Wire>> = { openai, anthropic, gemini };
