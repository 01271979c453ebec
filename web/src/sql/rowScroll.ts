/** How far down a list one is: where the browser's scrolling stands, and which pixel of all rows is the first in sight. */
export interface Position {
  scrollTop: number;
  offset: number;
}

/** The heights that the scrolling runs between, in pixels. */
export interface Track {
  /** What all rows would take, one below the other. */
  full: number;
  /** What the page gives them. */
  element: number;
  /** What is in sight at once. */
  view: number;
}

// Firefox lays out no more than some 17.8 million pixels, Chromium 33.5 million, both less when the page is zoomed.
const mostPixels = 6_000_000;
// This near to an end a pixel of scrolling is a pixel of rows, so that both ends are reached exactly.
const edge = 100_000;
// A scrollbar's thumb cannot be moved by less than this in a track so high; a wheel or a finger does not move by more at once.
const mostViewsInAStep = 3;

export const trackOf = (full: number, view: number): Track => ({ full, element: Math.min(full, mostPixels), view });

const fullRange = ({ full, view }: Track) => Math.max(0, full - view);
const elementRange = ({ element, view }: Track) => Math.max(0, element - view);
const isScaled = ({ full, element }: Track) => full > element;

/** Which pixel of all rows a place of the scrollbar means. */
export function toOffset(track: Track, scrollTop: number): number {
  const range = elementRange(track);
  const at = Math.max(0, Math.min(range, scrollTop));
  if (!isScaled(track) || at <= edge) {
    return at;
  }
  return range - at <= edge ? fullRange(track) - (range - at) : edge + ((at - edge) * (fullRange(track) - 2 * edge)) / (range - 2 * edge);
}

/** Where the scrollbar stands when this pixel of all rows is the first in sight. */
export function toScrollTop(track: Track, offset: number): number {
  const range = fullRange(track);
  const at = Math.max(0, Math.min(range, offset));
  if (!isScaled(track) || at <= edge) {
    return at;
  }
  return range - at <= edge ? elementRange(track) - (range - at) : edge + ((at - edge) * (elementRange(track) - 2 * edge)) / (range - 2 * edge);
}

/** Where one is after the browser has scrolled: a step of a wheel or finger moves the rows by as much, a jump of the scrollbar by its share of all. */
export function afterScroll(track: Track, before: Position, scrollTop: number): Position {
  const step = scrollTop - before.scrollTop;
  const isStep = Math.abs(step) <= mostViewsInAStep * track.view;
  const isAtEnd = scrollTop <= 0 || scrollTop >= elementRange(track) - 0.5;
  const offset = isScaled(track) && isStep && !isAtEnd ? Math.max(0, Math.min(fullRange(track), before.offset + step)) : toOffset(track, scrollTop);
  return { scrollTop, offset };
}

/** The offset nearest to a given one at which a row is in sight as a whole. */
export function offsetToShow(track: Track, offset: number, row: number, rowHeight: number): number {
  const top = row * rowHeight;
  return Math.max(0, Math.min(fullRange(track), Math.max(top + rowHeight - track.view, Math.min(top, offset))));
}
