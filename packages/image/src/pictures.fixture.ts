import type { Picture, PictureTask } from '@headroom/core';
import sharp, { type Sharp } from 'sharp';

/** A picture that looks like a photo: colours that run into each other, and noise. */
export function photo(width: number, height: number): Sharp {
  const data = new Uint8Array(width * height * 3);
  let state = 7;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      const noise = (state >>> 24) / 8;
      const at = (y * width + x) * 3;
      data[at] = 60 + 120 * Math.sin(x / 190) ** 2 + noise;
      data[at + 1] = 40 + 150 * Math.cos(y / 140) ** 2 + noise;
      data[at + 2] = 30 + 160 * Math.sin((x + y) / 230) ** 2 + noise;
    }
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** Lines of text, dark on white. */
export function page(lines: readonly string[], { width = 1000, height = 700, font = 22, colour = '#fff' } = {}): Sharp {
  const rows = lines.map((line, at) => `<text x="40" y="${60 + at * font * 1.6}">${line}</text>`).join('');
  return sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${colour}"/><g font-family="Liberation Sans, DejaVu Sans, sans-serif" font-size="${font}" fill="#111">${rows}</g></svg>`,
    ),
  );
}

/** Four quarters of one colour each: red, green, blue, white. */
export function quarters(width: number, height: number): Sharp {
  const w = width / 2;
  const h = height / 2;
  const rect = (x: number, y: number, colour: string) =>
    `<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="${colour}"/>`;
  return sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${rect(0, 0, '#f00')}${rect(w, 0, '#0f0')}${rect(0, h, '#00f')}${rect(w, h, '#fff')}</svg>`,
    ),
  );
}

/** A picture as a request holds it. */
export function held(bytes: Buffer, more: Partial<Picture> = {}): Picture {
  return { wire: 'anthropic', mediaType: 'image/png', data: bytes.toString('base64'), ...more };
}

export function asked(query: string, more: Partial<PictureTask> = {}): PictureTask {
  return { query, retrievable: true, model: 'claude-opus-4-6', ...more };
}
