import { sha256Hex } from '../ccr/hash.js';
import { HeadroomError } from '../model/errors.js';

/**
 * Whose a conversation is. What a loop keeps for one owner is never found for another, whatever their requests have in common.
 */
export interface Owner {
  /** The customer, user or project a request belongs to. Without it the credential counts. */
  readonly tenant?: string | undefined;
  /** The thread, session or chat, where the program has a name for it. */
  readonly conversation?: string | undefined;
  /** What the request authenticates with; only its hash is used. */
  readonly credential?: string | undefined;
}

/** The first part of every key that a loop keeps something under. */
export function scopeOf({ tenant, conversation, credential }: Owner): string {
  const who = tenant === undefined ? ['credential', sha256Hex(credential ?? '')] : ['tenant', tenant];
  return sha256Hex(JSON.stringify([...who, conversation ?? '']));
}

/** @throws HeadroomError `invalid_option` for names that are not strings. */
export function checkOwner(owner: Owner): void {
  for (const name of ['tenant', 'conversation'] as const) {
    const value: unknown = owner[name];
    if (value === undefined || (typeof value === 'string' && value !== '')) continue;
    throw new HeadroomError('invalid_option', `Option \`${name}\` must be a string with something in it`, name);
  }
}
