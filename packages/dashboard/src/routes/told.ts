import type { ListedSession, TextLine } from '../book/record.js';

/** What the page hears of sessions: those that changed since it asked last. */
export interface SessionsTold {
  readonly sessions: readonly ListedSession[];
  readonly version: number;
  /** Whether texts can be opened here. */
  readonly texts: boolean;
  readonly pricesDate: string;
  readonly now: number;
}

/** One text side by side, as far as the store still holds it. */
export interface OpenedText {
  readonly original: string | undefined;
  readonly sent: string | undefined;
  /** Why there is no original, in words. */
  readonly gone: string | undefined;
}

/** A text of a request in a file, with what the service would be asked for. */
export interface ExplainedText extends TextLine {
  readonly original: string;
  readonly shown: string;
}

/** What the page is given in its own file, in the place of a service that it asks. */
export interface Explained {
  readonly requests: readonly {
    readonly model: string;
    readonly before: number;
    readonly after: number;
    readonly warnings: readonly string[];
    readonly texts: readonly ExplainedText[];
  }[];
}
