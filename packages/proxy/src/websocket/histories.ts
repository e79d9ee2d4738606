/** Conversations that go on from a response by its id, as their clients say them. Lost with the process: then a client says all of it again. */
export class Histories {
  readonly #known = new Map<string, { readonly items: readonly unknown[]; readonly size: number }>();
  #size = 0;

  /** `most` characters are held together. */
  constructor(private readonly most = 200_000_000) {}

  find(tenant: string, id: unknown): readonly unknown[] | undefined {
    return typeof id === 'string' ? this.#known.get(keyOf(tenant, id))?.items : undefined;
  }

  /** `size` is how many characters it has more than the conversation that it goes on from. */
  keep(tenant: string, id: string, items: readonly unknown[], size: number): void {
    const key = keyOf(tenant, id);
    this.#size += size - (this.#known.get(key)?.size ?? 0);
    this.#known.delete(key);
    this.#known.set(key, { items, size });
    for (const [oldest, known] of this.#known) {
      if (this.#size <= this.most || oldest === key) break;
      this.#known.delete(oldest);
      this.#size -= known.size;
    }
  }
}

const keyOf = (tenant: string, id: string) => `${tenant} ${id}`;
