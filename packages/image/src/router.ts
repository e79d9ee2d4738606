import type { Picture, PictureOutcome, PictureRouter, PictureTask } from '@headroom/core';
import type { PictureReader } from '@headroom/core/pictures';
import { cutPicture } from './cut.js';
import { loadTextModels, type TextModels } from './ocr/models.js';
import { type ImageRouterOptions, type ImageSettings, imageSettings } from './options.js';
import { openPicture, type Source } from './picture/source.js';
import { crop } from './route/crop.js';
import { fit } from './route/fit.js';
import { low } from './route/low.js';
import { type Plan, planFor } from './route/plan.js';
import { transcribe } from './route/transcribe.js';

/** Base64 of 64 MB, more than any provider takes. */
const MOST_CHARACTERS = 90_000_000;
const KEPT: PictureOutcome = { kind: 'kept' };

/**
 * A router of pictures for `createHeadroom({ pictures: imageRouter() })`: each is kept, scaled to what the provider itself would look
 * at, or, where the question allows and the model can ask for the whole, shown small, in part or as its text. It reads the question
 * and the picture here, without a call and without a download. The same picture and task give the same bytes.
 *
 * @example
 * const headroom = createHeadroom({ pictures: imageRouter(), retrieval: 'tool' });
 * @throws HeadroomError for options that are not known.
 */
export function imageRouter(options: ImageRouterOptions = {}): PictureRouter {
  const settings = imageSettings(options);
  let models: Promise<TextModels | undefined> | undefined;
  const textModels = () => {
    models ??= loadTextModels();
    return models;
  };
  const limits = { maxPixels: settings.maxPixels, maxCharacters: MOST_CHARACTERS };
  return {
    name: 'image',
    async route(picture, task) {
      const opened = openPicture(picture.data, limits);
      if ('warning' in opened) return { kind: 'kept', warning: opened.warning };
      try {
        return await routed({
          source: opened.source,
          reader: readerOf(picture, task),
          hasField: picture.fixedDetail !== true,
          task,
          settings,
          models: textModels,
        });
      } catch (error) {
        return { kind: 'kept', warning: `broken: the picture could not be decoded (${nameOf(error)})` };
      }
    },
    async cut({ mediaType, data }, region) {
      const opened = openPicture(data, limits);
      if ('warning' in opened) return undefined;
      return cutPicture(opened.source, { mediaType, data }, region).catch(() => undefined);
    },
  };
}

interface Work {
  readonly source: Source;
  readonly reader: PictureReader;
  readonly hasField: boolean;
  readonly task: PictureTask;
  readonly settings: ImageSettings;
  readonly models: () => Promise<TextModels | undefined>;
}

function readerOf({ wire, detail }: Picture, { model }: PictureTask): PictureReader {
  return { wire, ...(model !== undefined && { model }), ...(detail !== undefined && { detail }) };
}

async function routed(work: Work): Promise<PictureOutcome> {
  const { source, reader, task, settings } = work;
  if (task.signal?.aborted) return KEPT;
  const less = await asPlanned(planFor(task, settings), work);
  if (less && less.kind !== 'kept') return less;
  const fitted = settings.techniques.includes('fit') ? await fit(source, reader) : undefined;
  return fitted ?? less ?? KEPT;
}

function asPlanned(
  plan: Plan,
  { source, reader, hasField, task, settings, models }: Work,
): Promise<PictureOutcome | undefined> | undefined {
  switch (plan.kind) {
    case 'low':
      return low(source, reader, hasField);
    case 'crop':
      return crop(source, reader, plan.named, hasField);
    case 'text':
      return transcribe(source, reader, { models, settings, signal: task.signal });
    case 'whole':
      return undefined;
  }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown error');
