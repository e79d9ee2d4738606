import { createHash } from 'node:crypto';
import { createHeadroom, type Headroom, type HeadroomOptions, harmless, memory, type Store } from '@headroom/core';
import { type Fetch, headroomFetch } from '@headroom/core/fetch';
import { logWarning, type ProxyLog } from '../metrics/log.js';
import type { ProxyOptions, ProxyRetrieve } from '../options.js';
import { Call } from './call.js';
import type { SessionChoice } from './session-choice.js';

/** Engines and doors of so many tenants are kept at hand; what they keep is in the store. */
const MOST_AT_HAND = 500;

/** What works for one tenant. */
export interface Tenant {
  readonly name: string;
  readonly engine: Headroom;
  /** The door for what a session chose. */
  door(choice: SessionChoice): Fetch;
  /** What the engine is told about a frame of such a session, where no door stands between and nobody but the client answers calls. */
  frameOptions(choice: SessionChoice): HeadroomOptions;
}

/** Tells tenants apart: each has a view of the store in which nothing of another's can be found. */
export class Tenants {
  readonly #known = new Map<string, Tenant>();
  readonly #store: Store;

  constructor(
    private readonly given: ProxyOptions,
    private readonly send: Fetch,
  ) {
    this.#store = given.store ?? memory();
    // Wrong options of the engine are told where the proxy is made.
    this.#make('', this.#store);
  }

  of(name: string): Tenant {
    const known = this.#known.get(name);
    if (known) this.#known.delete(name);
    const tenant = known ?? this.#make(name, name === this.given.tenant ? this.#store : viewOf(this.#store, name));
    this.#known.set(name, tenant);
    if (this.#known.size > MOST_AT_HAND) this.#known.delete(this.#known.keys().next().value as string);
    return tenant;
  }

  #make(name: string, store: Store): Tenant {
    const { headroom = {}, retrieve = true, log, onWarning: told } = this.given;
    const onWarning = log ? warned(log, told) : told;
    const common: HeadroomOptions = {
      door: 'proxy',
      ...headroom,
      ...howToRetrieve(retrieve),
      ...(onWarning && { onWarning }),
      store,
    };
    const engine = createHeadroom(common);
    const doors = new Map<string, Fetch>();
    return {
      name,
      engine,
      frameOptions: (choice) => ({ ...choice, ...(retrieve === true && { retrieval: 'none', mode: 'lossless' }) }),
      door: (choice) => {
        const key = JSON.stringify(choice);
        const known = doors.get(key);
        if (known) return known;
        if (doors.size > MOST_AT_HAND) doors.clear();
        const { store: _, ...told } = common;
        const own = { ...told, ...choice, record: true, tenant: name, fetch: this.send, headroom: engine };
        const door = headroomFetch({
          ...own,
          retrieve: retrieve === true,
          onReport: (report, init) => {
            Call.of(init).notes.report = report;
          },
        });
        doors.set(key, door);
        return door;
      },
    };
  }
}

function warned(log: ProxyLog, told: ProxyOptions['onWarning']): NonNullable<ProxyOptions['onWarning']> {
  const tell = harmless(told);
  return (warning) => {
    logWarning(log, warning);
    tell(warning);
  };
}

function howToRetrieve(retrieve: ProxyRetrieve): HeadroomOptions {
  if (retrieve === false) return { retrieval: 'none', mode: 'lossless' };
  return retrieve === true ? {} : { retrieval: 'tool', retrieveTool: retrieve.tool };
}

/** A tenant's own name for a credential; the credential cannot be found from it. */
export function credentialName(credential: string): string {
  return createHash('sha256').update('headroom proxy tenant\n').update(credential).digest('hex').slice(0, 32);
}

/** A view of a store in which only one tenant's entries are. */
function viewOf(store: Store, tenant: string): Store {
  const prefix = createHash('sha256').update(tenant).digest('hex').slice(0, 16);
  const own = (key: string) => `${prefix}-${key}`;
  return {
    get: (key) => store.get(own(key)),
    set: (key, value, options) => store.set(own(key), value, options),
    delete: (key) => store.delete(own(key)),
    ...(store.expired && { expired: (key: string) => store.expired?.(own(key)) ?? false }),
  };
}
