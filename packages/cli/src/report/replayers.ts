import { Worker } from 'node:worker_threads';
import type { Conversation } from '@headroom/agents/sessions';
import type { HeadroomOptions } from '@headroom/core';
import { letGo } from './collect.js';
import { type Digest, digestOf } from './digest.js';
import { replay } from './replay.js';

/** What a thread may hold, in MB: enough for the longest conversation; with more it would let it grow before it collects. */
const HEAP = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 8 };

/** Conversations of so many characters together are replayed at once; a longer one by itself. */
const MOST_AT_ONCE = 1_500_000;

/** What a thread tells of a conversation, and whether it should get no other. */
export interface Told {
  readonly digest: Digest | undefined;
  readonly isFull: boolean;
}

type Answer = Told | 'ended';

interface Thread {
  readonly worker: Worker;
  answered: ((answer: Answer) => void) | undefined;
}

/**
 * Replays conversations, in threads or in this one. What comes out comes in the order in which it was handed in, so that sums and
 * examples are those of one thread.
 */
export class Replayers {
  readonly #threads: Thread[] = [];
  readonly #idle: Thread[] = [];
  readonly #pending: { readonly characters: number; readonly digest: Promise<Digest | undefined> }[] = [];

  constructor(
    private readonly headroom: HeadroomOptions,
    /** How many threads besides this one; without any, this one does it. */
    private readonly threads: number,
    private readonly take: (digest: Digest | undefined) => void,
    private readonly program: URL = new URL('./replay-worker.js', import.meta.url),
  ) {}

  /** Hands one in; waits until there is room for the next. */
  async add(conversation: Conversation): Promise<void> {
    if (this.threads === 0) {
      this.take(await this.#here(conversation));
      return letGo();
    }
    const characters = charactersOf(conversation);
    const held = () => this.#pending.reduce((sum, one) => sum + one.characters, characters);
    while (this.#pending.length > 0 && (this.#pending.length >= this.threads || held() > MOST_AT_ONCE))
      await this.#settle();
    this.#pending.push({ characters, digest: this.#replay(conversation) });
  }

  /** Waits for all that were handed in, and ends the threads. */
  async end(): Promise<void> {
    while (this.#pending.length > 0) await this.#settle();
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }

  async #settle(): Promise<void> {
    const digest = await this.#pending[0]?.digest;
    this.#pending.shift();
    this.take(digest);
    letGo();
  }

  async #replay(conversation: Conversation): Promise<Digest | undefined> {
    // A thread that ended, out of memory, say, remembered others: a new one has all its room for this one.
    for (const _ of [1, 2]) {
      const answer = await this.#replayIn(this.#idle.pop() ?? this.#start(), conversation);
      if (answer !== 'ended') return answer.digest;
    }
    // Here there is more of it.
    return this.#here(conversation);
  }

  #replayIn(thread: Thread, conversation: Conversation): Promise<Answer> {
    return new Promise((resolve) => {
      thread.answered = resolve;
      thread.worker.postMessage(conversation);
    });
  }

  #here(conversation: Conversation): Promise<Digest | undefined> {
    return replay(conversation, this.headroom).then(digestOf, () => undefined);
  }

  #start(): Thread {
    const worker = new Worker(this.program, {
      workerData: { headroom: this.headroom },
      resourceLimits: HEAP,
    });
    const thread: Thread = { worker, answered: undefined };
    worker.on('message', (told: Told) => {
      if (told.isFull) void worker.terminate();
      else this.#idle.push(thread);
      thread.answered?.(told);
    });
    worker.on('error', () => thread.answered?.('ended'));
    worker.on('exit', () => thread.answered?.('ended'));
    this.#threads.push(thread);
    return thread;
  }
}

function charactersOf({ messages }: Conversation): number {
  return messages.reduce((sum, { content }) => sum + (typeof content === 'string' ? content.length : 0), 0);
}
