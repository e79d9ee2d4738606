import type { MaybePromise } from './path.js';

/** The provider's dialect a picture stands in, which decides what may take its place. */
export type PictureWire = 'anthropic' | 'openai-chat' | 'openai-responses' | 'gemini';

/** A picture as a request holds it. Pictures behind an address or a file id are not read. */
export interface Picture {
  readonly wire: PictureWire;
  /** As the request says it: `image/png`. */
  readonly mediaType: string;
  /** The picture's bytes in base64, as sent. */
  readonly data: string;
  /** What the request asks for: `detail` of OpenAI, the level of Gemini's media resolution. */
  readonly detail?: string;
  /** The place has no field for that: another value cannot be sent (media in the result of a Gemini function). */
  readonly fixedDetail?: true;
}

/** For whom a picture is looked at. */
export interface PictureTask {
  /** The user's latest words up to the picture; may be empty. */
  readonly query: string;
  readonly model?: string;
  /** The tool that took the picture, where it stands in a tool's result. */
  readonly tool?: string;
  /** The model can ask for the whole picture, or a region of it, and see it. Only then may anything be lost. */
  readonly retrievable: boolean;
  readonly signal?: AbortSignal;
}

/** A part of a picture, in pixels of the picture as it stands upright. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What takes the place of a picture. */
export type PictureOutcome =
  /** It stays as it is. `warning`: why, where something was missing or broken. */
  | { readonly kind: 'kept'; readonly warning?: string }
  /**
   * Other bytes, and another value of the wire's own field with them where that is given. `loss`: what a reader of them lacks, one
   * line; none where the provider itself would show no more.
   */
  | {
      readonly kind: 'bytes';
      readonly mediaType: string;
      readonly data: string;
      readonly detail?: string;
      readonly loss?: string;
    }
  /** The same bytes with another value of the wire's own field. */
  | { readonly kind: 'detail'; readonly detail: string; readonly loss?: string }
  /** The text in it. */
  | { readonly kind: 'text'; readonly text: string; readonly loss: string };

/** Decides once for each picture, and gives parts of one back. The same picture and task give the same outcome, byte for byte. */
export interface PictureRouter {
  readonly name: string;
  /** Never throws for what is in a picture. */
  route(picture: Picture, task: PictureTask): MaybePromise<PictureOutcome>;
  /** A region of a picture at full resolution; the whole picture without one. Undefined where it cannot be read. */
  cut(
    picture: Pick<Picture, 'mediaType' | 'data'>,
    region?: Region,
  ): Promise<Pick<Picture, 'mediaType' | 'data'> | undefined>;
}
