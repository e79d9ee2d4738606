import type { Message } from '@headroom/agents/replay';

/** What a method made of a conversation. */
export interface Attempt {
  readonly messages: readonly Message[];
  /** Brings back what a reader can get by following the keys in the text. Missing: nothing can be asked for. */
  recover?(): Promise<string>;
}

/** A way to make tool results shorter, under comparison. */
export interface Method {
  readonly name: string;
  readonly title: string;
  run(messages: readonly Message[]): Promise<Attempt>;
}
