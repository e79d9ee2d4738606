import type { Licence, WarningCode } from '@headroom/core';
import type { Prefix, Usage } from '@headroom/proxy';

/** One text of a request, as the books name it: what was done, and why. Nothing of the text. */
export interface TextLine {
  /** Where it stands in the request; with its size it is known again in the next one. */
  readonly at: string;
  readonly turn: number;
  readonly role: string;
  readonly tool: string;
  readonly outcome: 'kept' | 'packed' | 'trimmed';
  readonly before: number;
  readonly after: number;
  /** The compressor. */
  readonly kind?: string;
  readonly licence?: Licence;
  /** Of a text that stayed whole, why, in a word. */
  readonly left?: string;
  /** What each pass decided: `pass: reason`. */
  readonly decisions: readonly string[];
  /** The key of the original in the store, of trimmed texts. */
  readonly hash?: string;
  /** The key of the text as it was sent, where it is kept; of packed ones also of the original. */
  readonly sent?: string;
  readonly was?: string;
}

/** Dollars of input at list price: as it was, and what the same requests would have cost without compression. */
export interface Money {
  readonly paid: number;
  readonly without: number;
}

/** One request; or one output that a hook brought, or one answer that a transcript tells of, where no request is seen. */
export interface Step {
  /** Left out for requests. */
  readonly what?: 'output' | 'answer';
  readonly at: number;
  readonly milliseconds: number;
  readonly status: number;
  readonly model: string;
  /** Tokens of all its texts, as they came and as they were sent. */
  readonly before: number;
  readonly after: number;
  readonly usage?: Usage;
  readonly prefix?: Prefix;
  readonly money?: Money;
  readonly warnings: readonly WarningCode[];
  /** Texts that no earlier step had. */
  readonly texts: readonly TextLine[];
}

/** An original, or a part of one, that was asked back. */
export interface AskedBack {
  readonly at: number;
  readonly tokens: number;
  readonly hash: string;
  readonly tool: string;
  readonly kind: string;
}

/** Texts and tokens: each text counted once, and over all requests that carried them. */
export interface TextSum {
  readonly texts: number;
  readonly before: number;
  readonly after: number;
  readonly sentBefore: number;
  readonly sentAfter: number;
}

/** What is listed of a session. */
export interface Listed {
  readonly agent: string;
  readonly session: string;
  readonly tenant: string;
  readonly model: string;
  readonly began: number;
  readonly last: number;
  /** Requests to a model; 0 where only hooks are seen. */
  readonly requests: number;
  /** Outputs that hooks brought. */
  readonly outputs: number;
  readonly before: number;
  readonly after: number;
  /** Sums of what the provider counted, and in how many requests it did. */
  readonly usage: Usage;
  readonly counted: number;
  readonly money: Money;
  /** Requests that have a price. */
  readonly priced: number;
  /** Beginnings that we changed: faults. */
  readonly changed: number;
  readonly rewritten: number;
  readonly failed: number;
  readonly askedBack: number;
  readonly warnings: number;
}

/** A session in a list. */
export interface ListedSession extends Listed {
  readonly key: string;
  /** Grows with every change in any session. */
  readonly version: number;
}

/** Tokens that an output did not take, and when it came. */
export interface SparedAt {
  readonly at: number;
  readonly tokens: number;
}

/** All that is kept of a session, bounded. */
export interface SessionRecord extends Listed {
  readonly version: 1;
  readonly tools: Readonly<Record<string, TextSum>>;
  readonly kinds: Readonly<Record<string, TextSum>>;
  readonly left: Readonly<Record<string, TextSum>>;
  readonly warned: Readonly<Partial<Record<WarningCode, number>>>;
  /** The latest ones, oldest first; the first of them is number `dropped`. */
  readonly steps: readonly Step[];
  readonly dropped: number;
  readonly asked: readonly AskedBack[];
  /** Of a session that hooks and a transcript tell of: until when its answers are counted, what outputs spared since, and before. */
  readonly countedUntil: number;
  readonly sparedSince: readonly SparedAt[];
  readonly sparedBefore: number;
}

/** Whose session it is. */
export interface SessionName {
  /** `claude-code`, `codex` … or `proxy`. */
  readonly agent: string;
  readonly session: string;
  readonly tenant?: string;
}

/** What happens in a session. */
export type Happening =
  | {
      readonly what: 'request' | 'output';
      readonly step: Omit<Step, 'money' | 'what'>;
    }
  | { readonly what: 'answer'; readonly at: number; readonly model: string; readonly usage: Usage }
  | { readonly what: 'compacted'; readonly at: number }
  | { readonly what: 'asked'; readonly at: number; readonly hash: string; readonly tokens: number };
