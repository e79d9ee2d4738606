export {
  PICTURE_RULES_DATE,
  PICTURE_RULES_SOURCES,
  type PictureBasis,
} from './picture-rules.js';
export { type PictureSize, pictureSize } from './picture-size.js';
export {
  type Extent,
  keptExtent,
  type PictureCount,
  type PictureReader,
  pictureTokens,
} from './picture-tokens.js';
