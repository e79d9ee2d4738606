import type { Picture, PictureOutcome } from '../../model/picture.js';
import { counterFor } from '../../tokens/counter-for.js';

/** Loaded only where there are pictures to count. */
export type PictureRules = typeof import('../../pictures/index.js');

/** What pictures cost one model, and what may take their place. */
export class PictureCounter {
  constructor(
    private readonly rules: PictureRules,
    private readonly model: string | undefined,
  ) {}

  /** Tokens by the provider's documented rule; undefined where the picture's size cannot be read. */
  before({ wire, data, detail }: Picture): number | undefined {
    const size = this.rules.pictureSize(data);
    if (!size) return undefined;
    const reader = {
      wire,
      ...(this.model !== undefined && { model: this.model }),
      ...(detail !== undefined && { detail }),
    };
    return this.rules.pictureTokens(size, reader).tokens;
  }

  /** Tokens of what takes its place, the note included. */
  after(picture: Picture, outcome: PictureOutcome, note: string | undefined): number | undefined {
    const said = note === undefined ? 0 : this.#words(note);
    const own = outcome.kind === 'text' ? this.#words(outcome.text) : this.before({ ...picture, ...shown(outcome) });
    return own === undefined ? undefined : own + said;
  }

  /** Never larger: fewer tokens, or as many in fewer bytes. What cannot be counted on both sides does not pay. */
  pays(picture: Picture, outcome: PictureOutcome, note: string | undefined): boolean {
    const [before, after] = [this.before(picture), this.after(picture, outcome, note)];
    if (before === undefined || after === undefined) return false;
    if (after !== before) return after < before;
    return outcome.kind === 'bytes' && note === undefined && outcome.data.length < picture.data.length;
  }

  #words(text: string): number {
    return counterFor(this.model).count(text);
  }
}

/** What of an outcome a picture is counted by. */
function shown(outcome: PictureOutcome): Partial<Pick<Picture, 'data' | 'detail'>> {
  if (outcome.kind !== 'bytes') return outcome.kind === 'detail' ? { detail: outcome.detail } : {};
  return { data: outcome.data, ...(outcome.detail !== undefined && { detail: outcome.detail }) };
}
