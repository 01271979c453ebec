import type { ChartTheme } from '../../charts/theme';
import type { Colour } from '../document/encodings';

/** So many series have a colour of their own; the last one is of what is left over. */
export const mostSeries = 8;

/** What is left over stands last, in the quiet colour. */
export const otherName = 'Other';

// In the order of the colours; the first is plain. They tell areas apart for who cannot tell the colours.
const pattern = (theme: ChartTheme) => ({ color: theme.page.replace(/^rgb\((.*)\)$/, 'rgba($1, 0.35)') });
export const decals = (theme: ChartTheme) => [
  { symbol: 'none' },
  { ...pattern(theme), symbol: 'line', dashArrayX: [1, 0], dashArrayY: [2, 8], rotation: Math.PI / 4 },
  { ...pattern(theme), symbol: 'circle', dashArrayX: [[8, 8], [0, 8, 8, 0]], dashArrayY: [6, 0], symbolSize: 0.6 },
  { ...pattern(theme), symbol: 'line', dashArrayX: [1, 0], dashArrayY: [2, 8], rotation: -Math.PI / 4 },
  { ...pattern(theme), symbol: 'line', dashArrayX: [1, 0], dashArrayY: [2, 8] },
  { ...pattern(theme), symbol: 'triangle', dashArrayX: [[9, 9], [0, 9, 9, 0]], dashArrayY: [7, 0], symbolSize: 0.6 },
  { ...pattern(theme), symbol: 'line', dashArrayX: [1, 0], dashArrayY: [2, 8], rotation: Math.PI / 2 },
  { ...pattern(theme), symbol: 'rect', dashArrayX: [[6, 6], [0, 6, 6, 0]], dashArrayY: [6, 0], symbolSize: 0.5 },
];

/** A document's colour: six hexadecimal digits, or a place in the palette. Undefined for anything else, which is never put into a style. */
export function colourOf(colour: Colour | null | undefined, theme: ChartTheme): string | undefined {
  if (colour === null || colour === undefined) {
    return undefined;
  }
  const hex = typeof colour === 'string' ? colour : colour.hex;
  if (hex !== undefined) {
    return /^#[0-9a-f]{6}$/i.test(hex) ? hex.toLowerCase() : /^#[0-9a-f]{3}$/i.test(hex) ? '#' + [...hex.slice(1)].map((digit) => digit + digit).join('').toLowerCase() : undefined;
  }
  const position = (colour as { position?: number }).position;
  return typeof position === 'number' && theme.series.length > 0 ? theme.series[(Math.max(1, position) - 1) % theme.series.length] : undefined;
}

type Rgb = [number, number, number];

function rgbOf(colour: string): Rgb | undefined {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour);
  if (hex) {
    return [Number.parseInt(hex[1]!, 16), Number.parseInt(hex[2]!, 16), Number.parseInt(hex[3]!, 16)];
  }
  const parts = /^rgba?\(([\d.]+)[, ]+([\d.]+)[, ]+([\d.]+)/.exec(colour);
  return parts ? [Number(parts[1]), Number(parts[2]), Number(parts[3])] : undefined;
}

function luminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4)) as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast of two colours by WCAG 2: from 1 to 21. */
export function contrast(a: string, b: string): number {
  const [first, second] = [rgbOf(a), rgbOf(b)];
  if (!first || !second) {
    return 1;
  }
  const [light, dark] = [luminance(first), luminance(second)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const enough = 4.5;

/** A text's colour as near to the wanted one as can be read on the background. */
export function readable(wanted: string, background: string): string {
  const from = rgbOf(wanted);
  if (!from) {
    return onColour(background);
  }
  const goal = rgbOf(onColour(background))!;
  for (let share = 0; share < 1; share += 0.1) {
    const mixed = `rgb(${from.map((part, at) => Math.round(part + (goal[at]! - part) * share)).join(', ')})`;
    if (contrast(mixed, background) >= enough) {
      return mixed;
    }
  }
  return onColour(background);
}

/** Black or white, whichever is read more easily on a colour. */
export const onColour = (background: string): string => (contrast('#000000', background) >= contrast('#ffffff', background) ? '#000000' : '#ffffff');
