/** Debian packages (bookworm) that pictures are taken from; nothing of them is committed. */
export interface Source {
  readonly name: string;
  readonly kind: Kind;
  /** Files below the package's root. */
  readonly files: RegExp;
  /** At most so many. */
  readonly most: number;
  /** Never trained on. */
  readonly heldOut: boolean;
  /** Pages that are rendered, instead of pictures that are taken. */
  readonly pages?: boolean;
}

export const KINDS = ['photo', 'screenshot', 'chart', 'document'] as const;
export type Kind = (typeof KINDS)[number];

const PICTURE = /\.(?:png|jpe?g|webp)$/;

export const SOURCES: readonly Source[] = [
  { name: 'gnome-backgrounds', kind: 'photo', files: PICTURE, most: 40, heldOut: false },
  { name: 'mate-backgrounds', kind: 'photo', files: PICTURE, most: 40, heldOut: false },
  {
    name: 'tuxpaint-stamps-default',
    kind: 'photo',
    files: /\/(?:animals|food|plants|vehicles|household)\/.*\.png$/,
    most: 110,
    heldOut: false,
  },
  { name: 'ukui-wallpapers', kind: 'photo', files: PICTURE, most: 40, heldOut: true },
  { name: 'lomiri-wallpapers-16.04', kind: 'photo', files: PICTURE, most: 40, heldOut: true },
  { name: 'lomiri-wallpapers-20.04', kind: 'photo', files: PICTURE, most: 40, heldOut: true },
  {
    name: 'gimp-help-en',
    kind: 'screenshot',
    files: /help\/en\/images\/(?:dialogs|using|menus|preferences|tool-options)\/.*\.png$/,
    most: 130,
    heldOut: false,
  },
  { name: 'debian-handbook', kind: 'screenshot', files: /html\/en-US\/images\/.*\.png$/, most: 60, heldOut: false },
  { name: 'sphinx-doc', kind: 'screenshot', files: PICTURE, most: 30, heldOut: false },
  { name: 'gnome-user-docs', kind: 'screenshot', files: /help\/C\/.*\.png$/, most: 40, heldOut: true },
  { name: 'python-django-doc', kind: 'screenshot', files: PICTURE, most: 20, heldOut: true },
  { name: 'python-sklearn-doc', kind: 'chart', files: /_images\/(?!.*thumb).*\.png$/, most: 120, heldOut: false },
  { name: 'sqlite3-doc', kind: 'chart', files: /\.(?:png|gif)$/, most: 40, heldOut: false },
  { name: 'python-pandas-doc', kind: 'chart', files: /_images\/(?!.*thumb).*\.png$/, most: 60, heldOut: true },
  { name: 'octave-doc', kind: 'chart', files: /\.png$/, most: 40, heldOut: true },
  { name: 'git-doc', kind: 'document', files: /\.html$/, most: 40, heldOut: false, pages: true },
  { name: 'postgresql-doc-15', kind: 'document', files: /\.html$/, most: 40, heldOut: false, pages: true },
  {
    name: 'apache2-doc',
    kind: 'document',
    files: /\/en\/.*\.html\.?e?n?$|\.html\.en$/,
    most: 30,
    heldOut: true,
    pages: true,
  },
  { name: 'gnuplot-doc', kind: 'document', files: /\.html$/, most: 20, heldOut: true, pages: true },
];
