import type { Answer, Asked, FromWorker, PartAsked } from './words.js';

type Waiting = { resolve(value: never): void; reject(error: Error): void };

/** The worker that does the work, and what is told when it can count. */
export class Engine {
  readonly #worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;

  constructor(onState: (problem: string | undefined) => void) {
    this.#worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
      if ('ready' in data) onState(undefined);
      else if ('unready' in data) onState(data.unready);
      else this.#settle(data);
    });
    this.#worker.addEventListener('error', () => onState('The worker could not be started.'));
  }

  compress(asked: Asked): Promise<Answer> {
    return this.#ask({ compress: asked });
  }

  retrieve(asked: PartAsked): Promise<{ readonly text: string; readonly about: string }> {
    return this.#ask({ retrieve: asked });
  }

  #ask<T>(what: { compress: Asked } | { retrieve: PartAsked }): Promise<T> {
    const id = ++this.#last;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, ...what });
    });
  }

  #settle(data: Extract<FromWorker, { readonly id: number }>): void {
    const waiting = this.#waiting.get(data.id);
    this.#waiting.delete(data.id);
    if ('problem' in data) waiting?.reject(new Error(data.problem));
    else waiting?.resolve(('answer' in data ? data.answer : data.part) as never);
  }
}
