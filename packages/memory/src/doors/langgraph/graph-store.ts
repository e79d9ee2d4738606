import { HeadroomError } from '@headroom/core';
import {
  BaseStore,
  type GetOperation,
  type Item,
  type ListNamespacesOperation,
  type Operation,
  type OperationResults,
  type PutOperation,
  type SearchOperation,
} from '@langchain/langgraph';
import type { Memory } from '../../model/memory.js';
import type { MemoryRecord } from '../../model/record.js';
import type { Scope } from '../../model/scope.js';
import { checkScopeOption, type ScopeOf, scopeFor } from '../placing/door-options.js';
import { ITEM_TAG, itemOf, itemTag, namespaceTag, recordOf } from './store-items.js';
import { fitsFilter, listedNamespaces } from './store-matches.js';

/** What a graph's store is kept in. */
export interface MemoryGraphStoreOptions {
  readonly memory: Memory;
  /** Whose items these are, or what finds it by the namespace of a call; of `listNamespaces`, by the prefix it asks for. */
  readonly scope: ScopeOf<readonly string[]>;
}

type SearchItem = Awaited<ReturnType<BaseStore['search']>>[number];

const PAGE = 500;
/** Searches read what ranks best, however long it is. */
const SEARCH_BUDGET = 1_000_000;
const MOST_FOUND = 600;

/**
 * LangGraph's long-term store over memory: items are versioned records of a scope, `search` with a query ranks by words (and by
 * meaning, where the memory has an embedder). An item that is put again replaces the one before, which stays in the history.
 *
 * @example
 * ```ts
 * const store = new MemoryGraphStore({ memory, scope: ([user]) => Scope.of({ user }) });
 * const graph = builder.compile({ checkpointer, store });
 * ```
 * @throws HeadroomError `invalid_option`.
 */
export class MemoryGraphStore extends BaseStore {
  readonly #memory: Memory;
  readonly #scope: ScopeOf<readonly string[]>;

  constructor(options: MemoryGraphStoreOptions) {
    super();
    if (typeof options?.memory?.rememberAll !== 'function')
      throw new HeadroomError('invalid_option', 'MemoryGraphStore needs a `memory` made by createMemory()', 'memory');
    checkScopeOption(options.scope, 'scope' in options, 'MemoryGraphStore');
    this.#memory = options.memory;
    this.#scope = options.scope;
  }

  /** One after the other, in their order. Reads of a scope that is not known find nothing; writes are refused. */
  override async batch<Op extends Operation[]>(operations: Op): Promise<OperationResults<Op>> {
    const results: unknown[] = [];
    for (const operation of operations) results.push(await this.#run(operation));
    return results as OperationResults<Op>;
  }

  #run(operation: Operation): Promise<unknown> {
    if ('value' in operation) return this.#put(operation);
    if ('namespacePrefix' in operation) return this.#search(operation);
    return 'key' in operation ? this.#get(operation) : this.#list(operation);
  }

  async #get({ namespace, key }: GetOperation): Promise<Item | null> {
    const scope = await scopeFor(this.#scope, namespace);
    const found = scope && (await this.#record(scope, namespace, key));
    return found ? itemOf(found) : null;
  }

  async #put({ namespace, key, value, index }: PutOperation): Promise<void> {
    const scope = await scopeFor(this.#scope, namespace);
    if (!scope) throw new HeadroomError('invalid_argument', 'It is not known whose store this is', 'scope');
    const known = await this.#record(scope, namespace, key);
    if (value === null) {
      if (known) await this.#memory.forget(scope, known.id, 'delete');
      return;
    }
    const created = known && itemOf(known).createdAt.getTime();
    await this.#memory.remember(recordOf(scope, { namespace, key, value, index }, created));
  }

  async #search({
    namespacePrefix,
    filter = {},
    limit = 10,
    offset = 0,
    query,
  }: SearchOperation): Promise<SearchItem[]> {
    const scope = await scopeFor(this.#scope, namespacePrefix);
    if (!scope) return [];
    const tags = [namespaceTag(namespacePrefix)];
    const fits = ({ value }: Item) => fitsFilter(value, filter);
    if (!query) {
      const records = await this.#all(scope, tags);
      const items = records.map(itemOf).filter(fits);
      return items.slice(offset, offset + limit);
    }
    const most = { budget: SEARCH_BUDGET, limit: MOST_FOUND };
    const { records } = await this.#memory.recall({ scope, question: query, tags, ...most });
    const items = records
      .filter(({ record }) => record.scope.path === scope.path)
      .map(({ record, score }) => ({ ...itemOf(record), score }));
    return items.filter(fits).slice(offset, offset + limit);
  }

  async #list(operation: ListNamespacesOperation): Promise<string[][]> {
    const prefix = operation.matchConditions?.find(({ matchType }) => matchType === 'prefix')?.path ?? [];
    const scope = await scopeFor(this.#scope, prefix);
    if (!scope) return [];
    const records = await this.#all(scope, [ITEM_TAG]);
    return listedNamespaces(
      records.map((record) => itemOf(record).namespace),
      operation,
    );
  }

  async #record(scope: Scope, namespace: readonly string[], key: string): Promise<MemoryRecord | undefined> {
    const found = await this.#memory.list({ scope, tags: [itemTag(namespace, key)] });
    return found.find((record) => record.scope.path === scope.path);
  }

  /** The scope's own records with some tags, newest first. */
  async #all(scope: Scope, tags: readonly string[]): Promise<readonly MemoryRecord[]> {
    const found: MemoryRecord[] = [];
    for (let after: string | undefined; ; ) {
      const page = await this.#memory.list({ scope, tags, limit: PAGE, ...(after !== undefined && { after }) });
      found.push(...page.filter((record) => record.scope.path === scope.path));
      if (page.length < PAGE) return found;
      after = page.at(-1)?.id;
    }
  }
}
