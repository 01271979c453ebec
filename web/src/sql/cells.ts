import type { KeyboardEvent } from 'react';

/** A cell by its place among the shown rows and the columns. The row above the first is that of the columns' names. */
export interface Cell {
  row: number;
  column: number;
}

export const headRow = -1;

/** A block of cells, its last row and column included. */
export interface Block {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/** The least block with both cells. */
export const blockOf = (a: Cell, b: Cell): Block => ({ top: Math.max(0, Math.min(a.row, b.row)), bottom: Math.max(a.row, b.row), left: Math.min(a.column, b.column), right: Math.max(a.column, b.column) });

export const isWithin = (block: Block | undefined, row: number, column: number) => block !== undefined && row >= block.top && row <= block.bottom && column >= block.left && column <= block.right;

/** Where a key leads from a cell; undefined for keys that move nothing. */
export function destination(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey'>, { row, column }: Cell, lastRow: number, lastColumn: number, page: number): Cell | undefined {
  const within = (wantedRow: number, wantedColumn: number): Cell => ({ row: Math.max(headRow, Math.min(lastRow, wantedRow)), column: Math.max(0, Math.min(lastColumn, wantedColumn)) });
  const isFar = event.ctrlKey || event.metaKey;
  const firstRow = Math.min(0, lastRow);
  switch (event.key) {
    case 'ArrowDown': return within(isFar ? lastRow : row + 1, column);
    case 'ArrowUp': return within(isFar && row > firstRow ? firstRow : row - 1, column);
    case 'ArrowRight': return within(row, isFar ? lastColumn : column + 1);
    case 'ArrowLeft': return within(row, isFar ? 0 : column - 1);
    case 'PageDown': return within(row + page, column);
    case 'PageUp': return within(row > 0 ? Math.max(0, row - page) : row, column);
    case 'Home': return within(isFar ? firstRow : row, 0);
    case 'End': return within(isFar ? lastRow : row, lastColumn);
    default: return undefined;
  }
}
