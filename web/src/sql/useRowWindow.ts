import { useEffect, useLayoutEffect, useState, type RefObject } from 'react';
import { afterScroll, offsetToShow, toScrollTop, trackOf, type Position } from './rowScroll';

const overscan = 12;
const settledAfter = 150;

/** Which rows are in sight, where they stand, and how to move. */
export interface RowWindow {
  /** The height to give to the element that holds the rows. */
  height: number;
  first: number;
  /** The first row behind those to draw. */
  end: number;
  /** Where a row stands in that element. */
  topOf: (row: number) => number;
  /** Scrolls by as little as shows the whole row. */
  show: (row: number) => void;
  onScroll: () => void;
  /** How many whole rows fit. */
  pageRows: number;
}

/**
 * The window on any number of rows of one height. What is higher than browsers lay out is scrolled in scale: steps of a wheel, a finger or
 * a key move exactly, and the scrollbar jumps.
 */
export function useRowWindow(scroller: RefObject<HTMLElement | null>, head: RefObject<HTMLElement | null>, count: number, rowHeight: number): RowWindow {
  const [view, setView] = useState(600);
  const [position, setPosition] = useState<Position>({ scrollTop: 0, offset: 0 });
  const track = trackOf(count * rowHeight, view);
  const offset = Math.min(position.offset, Math.max(0, track.full - view));

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) {
      return;
    }
    const measure = () => setView(Math.max(rowHeight, element.clientHeight - (head.current?.offsetHeight ?? 0)));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller, head, rowHeight]);

  const moveTo = (to: number) => {
    const element = scroller.current!;
    element.scrollTop = toScrollTop(track, to);
    // The browser rounds it; its event will find nothing new.
    setPosition({ scrollTop: element.scrollTop, offset: to });
  };

  // Steps let the scrollbar drift from the rows' place; it is put right when one rests, unseen.
  useEffect(() => {
    const timer = setTimeout(() => {
      if (Math.abs(toScrollTop(track, offset) - position.scrollTop) > 1) {
        moveTo(offset);
      }
    }, settledAfter);
    return () => clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [position, track.full, track.view]);

  const first = Math.max(0, Math.floor(offset / rowHeight) - overscan);
  return {
    height: track.element,
    first,
    end: Math.min(count, Math.ceil((offset + view) / rowHeight) + overscan),
    topOf: (row) => Math.max(0, Math.min(track.element - rowHeight, row * rowHeight - offset + position.scrollTop)),
    show: (row) => {
      const to = offsetToShow(track, offset, row, rowHeight);
      if (to !== offset) {
        moveTo(to);
      }
    },
    onScroll: () => {
      const { scrollTop } = scroller.current!;
      setPosition((before) => (before.scrollTop === scrollTop ? before : afterScroll(track, before, scrollTop)));
    },
    pageRows: Math.max(1, Math.floor(view / rowHeight) - 1),
  };
}
