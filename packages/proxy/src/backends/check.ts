import { HeadroomError } from '@headroom/core';
import type { ModelNames } from './models.js';

/** Judges options of a backend; `backend` names them in what is thrown. */
export class Check {
  constructor(
    private readonly backend: string,
    private readonly given: Readonly<Record<string, unknown>>,
  ) {}

  fail(name: string, needs: string): HeadroomError {
    return new HeadroomError(
      'invalid_option',
      `Option \`backend.${name}\` of ${this.backend} must be ${needs}`,
      'backend',
    );
  }

  /** @throws HeadroomError for names that this backend does not know. */
  names(...known: readonly string[]): void {
    for (const name of Object.keys(this.given))
      if (name !== 'name' && !known.includes(name)) throw this.fail(name, `left out; known are ${known.join(', ')}`);
  }

  /** @throws HeadroomError for what is no text of this form. */
  text(name: string, form: RegExp, needs: string): string {
    const value = this.given[name];
    if (typeof value !== 'string' || !form.test(value)) throw this.fail(name, needs);
    return value;
  }

  /** A secret that goes into a header. */
  secret(name: string): string | undefined {
    if (this.given[name] === undefined) return undefined;
    return this.text(name, /^[\x21-\x7e]{1,8192}$/, 'a key without spaces');
  }

  models(): ModelNames {
    const { models = {} } = this.given;
    const isTable =
      typeof models === 'object' &&
      models !== null &&
      Object.values(models).every((name) => typeof name === 'string' && name !== '');
    if (!isTable) throw this.fail('models', 'names of models by the names that clients ask for');
    return models as ModelNames;
  }

  /** The address to send to: the one that was given, or the usual one. Without a path. */
  origin(usual: string, name = 'url'): string {
    const url = this.given[name];
    if (url === undefined) return usual;
    const read = typeof url === 'string' && URL.canParse(url) ? new URL(url) : undefined;
    if (
      !read ||
      !/^https?:$/.test(read.protocol) ||
      read.origin + read.pathname !== `${read.origin}/` ||
      read.search !== ''
    )
      throw this.fail(name, 'an address that begins with https:// or http://, without a path');
    return read.origin;
  }
}
