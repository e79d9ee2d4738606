import type { RetrieveResult } from '../ccr/retrieve.js';
import type { Picture, PictureRouter, Region } from '../model/picture.js';

const REGION = /^\/?\s{0,4}(\d{1,6})[,\s/]{1,4}(\d{1,6})[,\s/]{1,4}(\d{1,6})[,\s/]{1,4}(\d{1,6})\s{0,4}$/;

type Part = Pick<Picture, 'mediaType' | 'data'>;
type Answer =
  | Omit<Extract<RetrieveResult, { status: 'found' }>, 'hash'>
  | { readonly status: 'invalid'; readonly message: string };

/** A picture that was stored, or the region of it that `path` names: `left,top,width,height` in its pixels. */
export async function partOfPicture(
  picture: Part,
  path: string | undefined,
  pictures: Pick<PictureRouter, 'cut'> | undefined,
): Promise<Answer> {
  if (path === undefined || path === '' || path === '/')
    return { status: 'found', text: 'The whole picture.', part: 'the whole picture', whole: true, picture };
  const region = regionOf(path);
  if (!region)
    return {
      status: 'invalid',
      message: 'That is a picture: a part of it is path="left,top,width,height", in pixels.',
    };
  const cut = await pictures?.cut(picture, region).catch(() => undefined);
  if (!cut)
    return { status: 'invalid', message: 'That part of the picture could not be cut out; ask for the whole picture.' };
  const part = `${region.width}x${region.height} pixels of the picture, from ${region.left},${region.top} on`;
  return { status: 'found', text: `${part}.`, part, whole: false, picture: cut };
}

function regionOf(path: string): Region | undefined {
  const numbers = REGION.exec(path)?.slice(1).map(Number);
  if (!numbers) return undefined;
  const [left = 0, top = 0, width = 0, height = 0] = numbers;
  return width > 0 && height > 0 ? { left, top, width, height } : undefined;
}
