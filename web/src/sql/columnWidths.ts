import type { Result } from '../api/statements';

const measuredRows = 50;
const least = 6;
const most = 40;

/** The width of each column, in characters, from its name and its first values. */
export const columnWidths = ({ columns, rows }: Result): number[] =>
  columns.map((column, at) => {
    const lengths = rows.slice(0, measuredRows).map((row) => Math.min(row[at]?.length ?? 4, most));
    // Two more than its name: the mark of the sorting stands behind it.
    return Math.min(most, Math.max(least, column.name.length + 2, ...lengths));
  });
