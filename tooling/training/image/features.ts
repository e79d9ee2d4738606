/** Takes the features of all listed pictures with the package's own code: `npx tsx features.ts FOLDER` writes FOLDER/features.json. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { pictureFeatures, smallPicture } from '../../../packages/image/src/picture/features.ts';
import type { Listed } from './pictures.ts';

const home = process.argv[2] ?? '/tmp/headroom-pictures';
const list = JSON.parse(readFileSync(join(home, 'list.json'), 'utf8')) as Listed[];
const rows: unknown[] = [];
for (const { path, kind, source, heldOut } of list) {
  const bytes = readFileSync(path);
  const { width, height } = await sharp(bytes).metadata();
  const features = pictureFeatures(await smallPicture(sharp(bytes).autoOrient()), {
    width,
    height,
    bytes: bytes.length,
  });
  rows.push({ kind, source, heldOut, features });
}
writeFileSync(join(home, 'features.json'), JSON.stringify(rows));
console.log(rows.length, 'rows');
