import { useDeferredValue, useEffect, useMemo, useRef, useState, type CSSProperties, type KeyboardEvent, type MouseEvent } from 'react';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { Input, SearchField } from 'react-aria-components';
import type { Column, Result } from '../api/statements';
import { columnWidths } from './columnWidths';
import { ResultTools } from './ResultTools';
import { isNested, isNumeric, shownRows, type Sorting } from './sort';
import { ValueDialog } from './ValueDialog';

/** A cell by its place among the shown rows and the columns. */
interface Cell {
  row: number;
  column: number;
}

const mostCharacters = 200;
// Browsers do not lay out what is much higher: further rows could not be scrolled to.
const mostDisplayed = 500_000;
const page = 15;

/** The rows of a result. Only those in sight are in the page, so that a hundred thousand are as quick as ten. */
export function ResultGrid({ result }: { result: Result }) {
  const { columns, rows, truncated } = result;
  const [sorting, setSorting] = useState<Sorting>();
  const [sought, setSought] = useState('');
  const [active, setActive] = useState<Cell>({ row: 0, column: 0 });
  const [opened, setOpened] = useState<Cell>();
  const deferred = useDeferredValue(sought);
  const shown = useMemo(() => shownRows(rows, columns, deferred, sorting), [rows, columns, deferred, sorting]);
  const scroller = useRef<HTMLDivElement>(null);
  const [rowHeight] = useState(() => parseFloat(getComputedStyle(document.documentElement).fontSize) * 2);
  const displayed = Math.min(shown.length, mostDisplayed);
  const activeRow = Math.min(active.row, displayed - 1);

  const virtualizer = useVirtualizer({
    count: displayed,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    // The row with the focus stays in the page wherever one scrolls: the focus would be lost with it.
    rangeExtractor: (range) => {
      const inSight = defaultRangeExtractor(range);
      return activeRow < 0 || inSight.includes(activeRow) ? inSight : [...inSight, activeRow].sort((a, b) => a - b);
    },
  });

  const isMoving = useRef(false);
  useEffect(() => {
    if (!isMoving.current) {
      return;
    }
    isMoving.current = false;
    const cell = scroller.current?.querySelector<HTMLElement>(`[data-cell="${activeRow}:${active.column}"]`);
    cell?.focus({ preventScroll: true });
    cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [activeRow, active.column]);

  const valueAt = (cell: Cell) => rows[shown[cell.row]!]![cell.column] ?? null;
  const columnsStyle = useMemo(() => ({ '--columns': columnWidths(result).map((width) => `calc(${width}ch + 1.3rem)`).join(' ') }) as CSSProperties, [result]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      setOpened({ row: activeRow, column: active.column });
    } else if (event.key === 'c' && (event.ctrlKey || event.metaKey) && getSelection()?.isCollapsed !== false) {
      void navigator.clipboard?.writeText(valueAt({ row: activeRow, column: active.column }) ?? '').catch(() => undefined);
    } else {
      const to = destination(event, { row: activeRow, column: active.column }, displayed - 1, columns.length - 1);
      if (to) {
        event.preventDefault();
        isMoving.current = true;
        setActive(to);
      }
    }
  };

  const onClick = (event: MouseEvent<HTMLElement>, cell: Cell) => {
    setActive(cell);
    const isClipped = event.currentTarget.scrollWidth > event.currentTarget.clientWidth;
    // Who selects a part of a value wants that part, not the whole.
    if ((isClipped || isNested(columns[cell.column]!)) && getSelection()?.isCollapsed !== false && valueAt(cell) !== null) {
      setOpened(cell);
    }
  };

  if (columns.length === 0) {
    return <p>Done. The statement has no result.</p>;
  }
  const all = rows.length.toLocaleString();
  return (
    <>
      <div className="bar">
        <p role="status" className="sql-count">
          {shown.length < rows.length ? `${shown.length.toLocaleString()} of ${counted(all, rows.length)}` : counted(all, rows.length)}
          {truncated && '. The result was cut at 25 MB: a LIMIT, fewer columns or a GROUP BY makes it smaller.'}
          {displayed < shown.length && ` The first ${displayed.toLocaleString()} are below; a download has all.`}
        </p>
        <SearchField aria-label="Filter rows" className="react-aria-SearchField sql-filter" value={sought} onChange={setSought}>
          <Input placeholder="Filter rows" />
        </SearchField>
        <ResultTools result={result} columns={columns} rows={() => shown.map((row) => rows[row]!)} />
      </div>
      <div className="sql-grid" ref={scroller} tabIndex={0} role="region" aria-label="Result, scrollable">
        <div role="table" aria-label="Result" aria-rowcount={displayed + 1} aria-colcount={columns.length} className="sql-table" style={columnsStyle}>
          <div role="rowgroup" className="sql-head">
            <div role="row" aria-rowindex={1} className="sql-row">
              {columns.map((column, at) => (
                <Header key={at} column={column} at={at} sorting={sorting} onSort={setSorting} />
              ))}
            </div>
          </div>
          <div role="rowgroup" className="sql-body" style={{ height: virtualizer.getTotalSize() }} onKeyDown={onKeyDown}>
            {virtualizer.getVirtualItems().map(({ index, start }) => (
              <div key={index} role="row" aria-rowindex={index + 2} className="sql-row" style={{ transform: `translateY(${start}px)`, height: rowHeight }}>
                {columns.map((column, at) => {
                  const value = rows[shown[index]!]?.[at] ?? null;
                  const isActive = index === activeRow && at === active.column;
                  return (
                    <div
                      key={at}
                      role="cell"
                      aria-colindex={at + 1}
                      data-cell={`${index}:${at}`}
                      tabIndex={isActive ? 0 : -1}
                      className={classOf(column)}
                      onClick={(event) => onClick(event, { row: index, column: at })}
                      onDoubleClick={() => setOpened({ row: index, column: at })}
                      onFocus={() => !isActive && setActive({ row: index, column: at })}
                    >
                      {value === null ? <span className="quiet">NULL</span> : value.slice(0, mostCharacters)}
                    </div>
                  );
                })}
              </div>
            ))}
          </div>
        </div>
      </div>
      {shown.length === 0 && <p className="quiet">{rows.length === 0 ? 'The statement ran, and no row answers it.' : 'No row holds that text.'}</p>}
      <p className="quiet sql-hint">Arrow keys move between cells, Enter shows a value in full, Ctrl C copies it. A column's name sorts.</p>
      {opened && columns[opened.column] && shown[opened.row] !== undefined && (
        <ValueDialog column={columns[opened.column]!} row={opened.row} value={valueAt(opened)} onClose={() => setOpened(undefined)} />
      )}
    </>
  );
}

/** A column's name, which sorts: upwards, then downwards, then not. */
function Header({ column, at, sorting, onSort }: { column: Column; at: number; sorting: Sorting | undefined; onSort: (sorting: Sorting | undefined) => void }) {
  const direction = sorting?.column === at ? (sorting.descending ? 'descending' : 'ascending') : 'none';
  const next = direction === 'none' ? { column: at, descending: false } : direction === 'ascending' ? { column: at, descending: true } : undefined;
  return (
    <div role="columnheader" aria-colindex={at + 1} aria-sort={direction} className={classOf(column)}>
      <button type="button" title={`${column.name}: ${column.type_text}`} onClick={() => onSort(next)}>
        {column.name}
        <span aria-hidden="true">{direction === 'ascending' ? ' ▲' : direction === 'descending' ? ' ▼' : ''}</span>
      </button>
    </div>
  );
}

const classOf = (column: Column) => (isNumeric(column) ? 'sql-cell number' : isNested(column) ? 'sql-cell sql-nested' : 'sql-cell');

const counted = (text: string, count: number) => `${text} ${count === 1 ? 'row' : 'rows'}`;

/** Where a key leads from a cell; undefined for keys that move nothing. */
function destination(event: KeyboardEvent, { row, column }: Cell, lastRow: number, lastColumn: number): Cell | undefined {
  const within = (wantedRow: number, wantedColumn: number): Cell => ({ row: Math.max(0, Math.min(lastRow, wantedRow)), column: Math.max(0, Math.min(lastColumn, wantedColumn)) });
  const isFar = event.ctrlKey || event.metaKey;
  switch (event.key) {
    case 'ArrowDown': return within(isFar ? lastRow : row + 1, column);
    case 'ArrowUp': return within(isFar ? 0 : row - 1, column);
    case 'ArrowRight': return within(row, isFar ? lastColumn : column + 1);
    case 'ArrowLeft': return within(row, isFar ? 0 : column - 1);
    case 'PageDown': return within(row + page, column);
    case 'PageUp': return within(row - page, column);
    case 'Home': return within(isFar ? 0 : row, 0);
    case 'End': return within(isFar ? lastRow : row, lastColumn);
    default: return undefined;
  }
}
