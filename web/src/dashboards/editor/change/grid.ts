import { bottom, collides, moveElement, verticalCompactor, type LayoutItem as Cell } from 'react-grid-layout/core';
import { gridColumns, itemsOf, type DashboardDocument, type Page } from '../../document/document';
import { changePage } from './pages';

export type { Cell };

/** The places of a page's widgets, by the widgets' names. */
export const cellsOf = (page: Page): Cell[] => {
  const columns = gridColumns(page);
  const seen = new Set<string>();
  return itemsOf(page).flatMap(({ widget, position }) => {
    if (seen.has(widget.name)) {
      return [];
    }
    seen.add(widget.name);
    const width = within(position.width, 1, columns);
    return [{ i: widget.name, x: within(position.x, 0, columns - width), y: Math.max(0, Math.trunc(position.y)), w: width, h: Math.max(1, Math.trunc(position.height)) }];
  });
};

const within = (value: number, least: number, most: number) => Math.max(least, Math.min(most, Math.trunc(value)));

/** Nothing hangs in the air, and nothing lies on another. */
export const compacted = (cells: readonly Cell[], columns: number): Cell[] => [...verticalCompactor.compact(cells, columns)];

/** Puts widgets where a layout has them. Those that stay where they are stay as they are written. */
export const place = (document: DashboardDocument, pageName: string, cells: readonly Cell[]): DashboardDocument => {
  const byName = new Map(cells.map((cell) => [cell.i, cell]));
  return changePage(document, pageName, (page) => {
    const before = new Map(cellsOf(page).map((cell) => [cell.i, cell]));
    const layout = page.layout.map((item) => {
      const [cell, old] = [byName.get(item.widget?.name), before.get(item.widget?.name)];
      return !cell || !old || isSame(cell, old) ? item : { ...item, position: { ...item.position, x: cell.x, y: cell.y, width: cell.w, height: cell.h } };
    });
    return layout.every((item, at) => item === page.layout[at]) ? page : { ...page, layout };
  });
};

const isSame = (a: Cell, b: Cell) => a.x === b.x && a.y === b.y && a.w === b.w && a.h === b.h;

export type Direction = 'left' | 'right' | 'up' | 'down';

/** Moves a widget one place on: a column, or past what is above or below it. What is in its way makes room. */
export function moved(page: Page, name: string, direction: Direction): Cell[] {
  const columns = gridColumns(page);
  const cells = compacted(cellsOf(page), columns);
  const start = cells.find(({ i }) => i === name);
  if (!start) {
    return cells;
  }
  const [dx, dy] = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] }[direction] as [number, number];
  // A step that what falls into place takes back is no step: the next larger one is tried.
  for (let steps = 1; steps <= bottom(cells); steps++) {
    const [x, y] = [start.x + dx * steps, start.y + dy * steps];
    if (x < 0 || x + start.w > columns || y < 0) {
      break;
    }
    const copy = cells.map((cell) => ({ ...cell }));
    const after = compacted(moveElement(copy, copy.find(({ i }) => i === name)!, x, y, true, false, 'vertical', columns), columns);
    const end = after.find(({ i }) => i === name)!;
    if (end.x !== start.x || end.y !== start.y) {
      return after;
    }
  }
  return cells;
}

/** Makes a widget a column or a row larger (1) or smaller (-1). */
export function resized(page: Page, name: string, by: { width?: number; height?: number }): Cell[] {
  const columns = gridColumns(page);
  return compacted(compacted(cellsOf(page), columns).map((cell) => (cell.i === name ? { ...cell, w: within(cell.w + (by.width ?? 0), 1, columns - cell.x), h: Math.max(1, cell.h + (by.height ?? 0)) } : cell)), columns);
}

/** The first place, in the order of reading, that has room for so much. */
export function freePlace(page: Page, size: { width: number; height: number }): { x: number; y: number; width: number; height: number } {
  const columns = gridColumns(page);
  const width = Math.min(size.width, columns);
  const cells = cellsOf(page);
  const end = bottom(cells);
  for (let y = 0; y < end; y++) {
    for (let x = 0; x + width <= columns; x++) {
      const wanted: Cell = { i: '', x, y, w: width, h: size.height };
      if (!cells.some((cell) => collides(wanted, cell))) {
        return { x, y, width, height: size.height };
      }
    }
  }
  return { x: 0, y: end, width, height: size.height };
}
