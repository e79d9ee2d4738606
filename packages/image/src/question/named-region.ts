import type { Region } from '@headroom/core';

/** A part of a picture that words name, as shares of its width and height. */
export interface NamedRegion {
  readonly name: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const box = (name: string, left: number, top: number, width: number, height: number): NamedRegion => ({
  name,
  left,
  top,
  width,
  height,
});

/** A part and a tenth around it, since nobody who says "top left" measures. */
const MORE_THAN_HALF = 0.6;
const REST = 0.4;

/** Corners come first: their words hold those of the sides. */
const CORNERS: readonly (readonly [RegExp, NamedRegion])[] = [
  [
    /\b(?:top|upper)[ -]left\b|\b(?:oben|ganz oben) links\b|\blinks oben\b|\blinke[nrs]? obere[nrs]?\b|\blinksboven\b|\ben haut à gauche\b|\bsupérieure? gauche\b|\barriba a la izquierda\b|\bsuperior izquierd[ao]\b|\bin alto a sinistra\b|\bsuperior esquerdo\b|\blewym górnym\b|левом верхнем|左上/,
    box('top left', 0, 0, MORE_THAN_HALF, MORE_THAN_HALF),
  ],
  [
    /\b(?:top|upper)[ -]right\b|\b(?:oben|ganz oben) rechts\b|\brechts oben\b|\brechte[nrs]? obere[nrs]?\b|\brechtsboven\b|\ben haut à droite\b|\bsupérieure? droite?\b|\barriba a la derecha\b|\bsuperior derech[ao]\b|\bin alto a destra\b|\bsuperior direito\b|\bprawym górnym\b|правом верхнем|右上/,
    box('top right', REST, 0, MORE_THAN_HALF, MORE_THAN_HALF),
  ],
  [
    /\b(?:bottom|lower)[ -]left\b|\b(?:unten|ganz unten) links\b|\blinks unten\b|\blinke[nrs]? untere[nrs]?\b|\blinksonder\b|\ben bas à gauche\b|\binférieure? gauche\b|\babajo a la izquierda\b|\binferior izquierd[ao]\b|\bin basso a sinistra\b|\binferior esquerdo\b|\blewym dolnym\b|левом нижнем|左下/,
    box('bottom left', 0, REST, MORE_THAN_HALF, MORE_THAN_HALF),
  ],
  [
    /\b(?:bottom|lower)[ -]right\b|\b(?:unten|ganz unten) rechts\b|\brechts unten\b|\brechte[nrs]? untere[nrs]?\b|\brechtsonder\b|\ben bas à droite\b|\binférieure? droite?\b|\babajo a la derecha\b|\binferior derech[ao]\b|\bin basso a destra\b|\binferior direito\b|\bprawym dolnym\b|правом нижнем|右下/,
    box('bottom right', REST, REST, MORE_THAN_HALF, MORE_THAN_HALF),
  ],
];

const SIDES: readonly (readonly [RegExp, NamedRegion])[] = [
  [
    /\b(?:on|at) the (?:far |very |extreme )?left\b(?! of)|\bleft[- ](?:half|side|hand|edge|third|sidebar|panel|pane|column|chart|plot|diagram|graph|part)\b|\blinken? (?:hälfte|seite)\b|\bganz links\b|\bseitenleiste links\b|\blinks im bild\b|\blinkerhelft\b|\b(?:moitié|partie) gauche\b|\b(?:à|sur la) gauche\b|\bmitad izquierda\b|\b(?:de|a) la izquierda\b|\bmetà sinistra\b|\b(?:a|sulla) sinistra\b|\bmetade esquerda\b|左半/,
    box('left side', 0, 0, MORE_THAN_HALF, 1),
  ],
  [
    /\b(?:on|at) the (?:far |very |extreme )?right\b(?! of)|\bright[- ](?:half|side|hand|edge|third|sidebar|panel|pane|column|chart|plot|diagram|graph|part)\b|\brechten? (?:hälfte|seite)\b|\bganz rechts\b|\bseitenleiste rechts\b|\brechts im bild\b|\brechterhelft\b|\b(?:moitié|partie) droite\b|\b(?:à|sur la) droite\b|\bmitad derecha\b|\b(?:de|a) la derecha\b|\bmetà destra\b|\b(?:a|sulla) destra\b|\bmetade direita\b|右半/,
    box('right side', REST, 0, MORE_THAN_HALF, 1),
  ],
  [
    /\b(?:at|along) the (?:very )?top\b(?! of the (?:list|table|class))|\btop (?:half|third|edge|part)\b|\bupper (?:half|third|part)\b|\bobere[nr]? hälfte\b|\bbovenste helft\b|\b(?:moitié|partie) supérieure\b|\bmitad superior\b|\bmetà superiore\b|\bmetade superior\b|上半/,
    box('upper part', 0, 0, 1, MORE_THAN_HALF),
  ],
  [
    /\b(?:at|along) the (?:very )?bottom\b(?! of the (?:list|table|class))|\bbottom (?:half|third|edge|part)\b|\blower (?:half|third|part)\b|\buntere[nr]? hälfte\b|\bonderste helft\b|\b(?:moitié|partie) inférieure\b|\bmitad inferior\b|\bmetà inferiore\b|\bmetade inferior\b|下半/,
    box('lower part', 0, REST, 1, MORE_THAN_HALF),
  ],
  [
    /\bin the (?:center|centre|middle)(?: of the (?:image|picture|photo|screen))?\b|\bin der (?:bild)?mitte\b|\bau (?:centre|milieu)\b|\ben el centro\b|\bal centro\b|\bno centro\b/,
    box('middle', 0.2, 0.2, MORE_THAN_HALF, MORE_THAN_HALF),
  ],
];

const BARS: readonly (readonly [RegExp, NamedRegion])[] = [
  [/\b(?:header|menu bar|kopfzeile|menüleiste|title bar)\b/, box('upper part', 0, 0, 1, REST)],
  [/\b(?:footer|taskbar|fußzeile|taskleiste)\b/, box('lower part', 0, MORE_THAN_HALF, 1, REST)],
];

/** Words that mean more than the part, or a place beside it. */
const NOT_ONLY =
  /\b(?:except|besides|apart from|other than|outside|rest of|from (?:the )?(?:top|left)[\w ]{0,12} to)\b/;

/**
 * The one part of a picture that a question names; undefined where it names none, two, or a place that depends on something in the
 * picture ("left of the tree").
 */
export function namedRegion(question: string): NamedRegion | undefined {
  const text = question.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ');
  if (NOT_ONLY.test(text)) return undefined;
  const corners = namesIn(text, CORNERS);
  const rest = CORNERS.reduce((left, [pattern]) => left.replace(pattern, ' '), text);
  const sides = namesIn(rest, SIDES);
  if (corners.length + sides.length > 1) return undefined;
  return corners[0] ?? sides[0] ?? only(namesIn(rest, BARS));
}

function namesIn(text: string, table: readonly (readonly [RegExp, NamedRegion])[]): NamedRegion[] {
  return table.filter(([pattern]) => pattern.test(text)).map(([, region]) => region);
}

const only = (found: readonly NamedRegion[]): NamedRegion | undefined => (found.length === 1 ? found[0] : undefined);

/** A named part in pixels of a picture, whole pixels, within it. */
export function regionIn(
  named: NamedRegion,
  { width, height }: { readonly width: number; readonly height: number },
): Region {
  const left = Math.floor(named.left * width);
  const top = Math.floor(named.top * height);
  return {
    left,
    top,
    width: Math.max(1, Math.min(width - left, Math.ceil(named.width * width))),
    height: Math.max(1, Math.min(height - top, Math.ceil(named.height * height))),
  };
}
