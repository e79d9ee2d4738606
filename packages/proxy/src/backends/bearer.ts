import type { Answer } from '../wire/messages.js';
import { type Authority, NoCredentials } from './passage.js';
import type { WholeRequest } from './whole-request.js';

/** A key that is sent with every request. `header` is in lower case. */
export function keyAuthority(header: string, value: string): Authority {
  return {
    signed: async (request) => withHeader(request, header, value),
    learns: () => false,
  };
}

/** Where tokens come from that hold for a while. */
export interface TokenSource {
  /** The token that holds now. @throws whatever stands in its way. */
  token(): Promise<string>;
  /** The token is not taken any more, whatever its time says. */
  forget(token: string): void;
}

/** A token that is fetched anew when it has run out, or is not taken any more. */
export class BearerAuthority implements Authority {
  /** Tokens that were fetched for the request they are in: if those are not taken, others will not be. */
  #fresh: string | undefined;
  #last: string | undefined;

  constructor(private readonly source: TokenSource) {}

  async signed(request: WholeRequest): Promise<WholeRequest> {
    const token = await this.#token();
    this.#fresh = token === this.#last ? undefined : token;
    this.#last = token;
    return withHeader(request, 'authorization', `Bearer ${token}`);
  }

  learns({ status }: Answer, { rawHeaders }: WholeRequest): boolean {
    const token = rawHeaders.at(-1)?.slice('Bearer '.length);
    if (status !== 401 || token === undefined || token === this.#fresh) return false;
    // Another request may have learned it before.
    if (token === this.#last) this.source.forget(token);
    return true;
  }

  async #token(): Promise<string> {
    try {
      return await this.source.token();
    } catch (error) {
      if (error instanceof NoCredentials) throw error;
      throw new NoCredentials(`the backend's credentials could not be had${reasonOf(error)}`);
    }
  }
}

/** A name and no more: what others write into messages may hold secrets. */
export function reasonOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { readonly code?: unknown; readonly name?: unknown };
  const reason = [code, name].find(
    (word) => typeof word === 'string' && /^[A-Za-z_]\w{2,60}$/.test(word) && word !== 'Error',
  );
  return reason === undefined ? '' : ` (${reason})`;
}

/** The header goes to the end; there is none of its name before, since clients' own credentials stay behind. */
export function withHeader(request: WholeRequest, name: string, value: string): WholeRequest {
  return { ...request, rawHeaders: [...request.rawHeaders, name, value] };
}
