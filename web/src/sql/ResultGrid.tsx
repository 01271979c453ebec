import { useDeferredValue, useEffect, useMemo, useRef, useState, type CSSProperties, type FocusEvent, type KeyboardEvent, type MouseEvent } from 'react';
import { Input, SearchField } from 'react-aria-components';
import type { Column, Result } from '../api/statements';
import { blockOf, destination, headRow, isWithin, type Block, type Cell } from './cells';
import { columnWidths } from './columnWidths';
import { cellsToTsv } from './export';
import { ResultTools } from './ResultTools';
import { isNested, isNumeric, type Sorting } from './sort';
import { useRowWindow } from './useRowWindow';
import { useShownRows } from './useShownRows';
import { ValueDialog } from './ValueDialog';

const mostCharacters = 200;

/** The rows of a result. Only those in sight are in the page, so that a million are as quick as ten. While more are on their way they stand in their order. */
export function ResultGrid({ result, isGrowing }: { result: Result; isGrowing: boolean }) {
  const { columns, rows, truncated } = result;
  const [sorting, setSorting] = useState<Sorting>();
  const [sought, setSought] = useState('');
  const [active, setActive] = useState<Cell>({ row: 0, column: 0 });
  const [anchor, setAnchor] = useState<Cell>();
  const [opened, setOpened] = useState<Cell>();
  const deferred = useDeferredValue(sought);
  const { shown, done } = useShownRows(result, deferred, sorting);
  const scroller = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const [rowHeight] = useState(() => parseFloat(getComputedStyle(document.documentElement).fontSize) * 2);
  const view = useRowWindow(scroller, head, shown.length, rowHeight);
  const activeRow = Math.min(active.row, shown.length - 1);
  const chosen: Block | undefined = anchor && activeRow >= 0 ? blockOf({ row: Math.min(anchor.row, shown.length - 1), column: anchor.column }, { row: activeRow, column: active.column }) : undefined;

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

  const valueAt = (cell: Cell) => rows[shown[cell.row]!]?.[cell.column] ?? null;
  const columnsStyle = useMemo(() => ({ '--columns': columnWidths(result).map((width) => `calc(${width}ch + 1.3rem)`).join(' ') }) as CSSProperties, [result]);

  const moveTo = (to: Cell, from: Cell | undefined) => {
    if (to.row !== activeRow || to.column !== active.column) {
      isMoving.current = true;
    }
    setAnchor(from);
    setActive(to);
    if (to.row !== headRow) {
      view.show(to.row);
    }
  };
  const copy = () => {
    const text = chosen ? cellsToTsv(rows, shown.subarray(chosen.top, chosen.bottom + 1), chosen.left, chosen.right) : (valueAt({ row: activeRow, column: active.column }) ?? '');
    void navigator.clipboard?.writeText(text).catch(() => undefined);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const isCommand = event.ctrlKey || event.metaKey;
    const lastRow = shown.length - 1;
    const lastColumn = columns.length - 1;
    if (activeRow !== headRow && event.key === 'Enter' && !isCommand) {
      event.preventDefault();
      setOpened({ row: activeRow, column: active.column });
    } else if (event.key === 'c' && isCommand && activeRow !== headRow && getSelection()?.isCollapsed !== false) {
      copy();
    } else if (event.key === 'a' && isCommand && lastRow >= 0) {
      event.preventDefault();
      moveTo({ row: lastRow, column: lastColumn }, { row: 0, column: 0 });
    } else if (event.key === ' ' && event.shiftKey && activeRow !== headRow) {
      event.preventDefault();
      moveTo({ row: activeRow, column: lastColumn }, { row: anchor?.row ?? activeRow, column: 0 });
    } else if (event.key === 'Escape' && anchor) {
      event.preventDefault();
      setAnchor(undefined);
    } else {
      const to = destination(event, { row: activeRow, column: active.column }, lastRow, lastColumn, view.pageRows);
      if (to) {
        event.preventDefault();
        moveTo(to, event.shiftKey && activeRow !== headRow && to.row !== headRow ? (anchor ?? { row: activeRow, column: active.column }) : undefined);
      }
    }
  };

  const onClick = (event: MouseEvent<HTMLElement>, cell: Cell) => {
    if (event.shiftKey) {
      getSelection()?.removeAllRanges();
      moveTo(cell, anchor ?? { row: Math.max(0, activeRow), column: active.column });
      return;
    }
    setAnchor(undefined);
    setActive(cell);
    const isClipped = event.currentTarget.scrollWidth > event.currentTarget.clientWidth;
    // Who selects a part of a value wants that part, not the whole.
    if ((isClipped || isNested(columns[cell.column]!)) && getSelection()?.isCollapsed !== false && valueAt(cell) !== null) {
      setOpened(cell);
    }
  };
  const onFocus = (event: FocusEvent<HTMLElement>) => {
    // By Tab, a click, or whatever else moves the focus.
    const [row, column] = (event.target.dataset['cell'] ?? '').split(':').map(Number);
    if (row !== undefined && column !== undefined && (row !== activeRow || column !== active.column)) {
      setActive({ row, column });
    }
  };

  if (columns.length === 0) {
    return <p>Done. The statement has no result.</p>;
  }
  const all = rows.length.toLocaleString();
  // The row with the focus stays in the page wherever one scrolls: the focus would be lost with it.
  const drawn = Array.from({ length: Math.max(0, view.end - view.first) }, (_, at) => view.first + at);
  if (activeRow >= 0 && activeRow < view.first) {
    drawn.unshift(activeRow);
  } else if (activeRow >= view.end) {
    drawn.push(activeRow);
  }
  return (
    <>
      {!isGrowing && (
        <div className="bar">
          <p role="status" className="sql-count">
            {done < 1 ? `${deferred === '' ? 'Sorting' : 'Searching'} ${counted(all, rows.length)}: ${Math.floor(done * 100)} %` : shown.length < rows.length ? `${shown.length.toLocaleString()} of ${counted(all, rows.length)}` : counted(all, rows.length)}
            {truncated && '. The result was cut at 25 MB: a LIMIT, fewer columns or a GROUP BY makes it smaller.'}
          </p>
          <SearchField aria-label="Filter rows" className="react-aria-SearchField sql-filter" value={sought} onChange={setSought}>
            <Input placeholder="Filter rows" />
          </SearchField>
          <ResultTools columns={columns} rows={() => Array.from(shown, (row) => rows[row]!)} />
        </div>
      )}
      <div className="sql-grid" ref={scroller} onScroll={view.onScroll}>
        <div role="grid" aria-label="Result" aria-rowcount={shown.length + 1} aria-colcount={columns.length} aria-multiselectable="true" aria-readonly="true" aria-busy={done < 1} className="sql-table" style={columnsStyle} onKeyDown={onKeyDown} onFocus={onFocus}>
          <div role="rowgroup" className="sql-head" ref={head}>
            <div role="row" aria-rowindex={1} className="sql-row">
              {columns.map((column, at) => (
                <Header key={at} column={column} at={at} sorting={sorting} isActive={activeRow === headRow && at === active.column} onSort={isGrowing ? undefined : setSorting} />
              ))}
            </div>
          </div>
          <div role="rowgroup" className="sql-body" style={{ height: view.height }}>
            {drawn.map((index) => (
              <div key={index} role="row" aria-rowindex={index + 2} className="sql-row" style={{ transform: `translateY(${view.topOf(index)}px)`, height: rowHeight }}>
                {columns.map((column, at) => {
                  const value = rows[shown[index]!]?.[at] ?? null;
                  const isChosen = isWithin(chosen, index, at);
                  return (
                    <div
                      key={at}
                      role="gridcell"
                      aria-colindex={at + 1}
                      aria-selected={isChosen}
                      data-cell={`${index}:${at}`}
                      tabIndex={index === activeRow && at === active.column ? 0 : -1}
                      className={isChosen ? `${classOf(column)} sql-chosen` : classOf(column)}
                      onClick={(event) => onClick(event, { row: index, column: at })}
                      onDoubleClick={() => setOpened({ row: index, column: at })}
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
      <p className="quiet sql-hint">Arrow keys move between cells and to the names of the columns, which sort. Enter shows a value in full. With Shift, keys and clicks select cells, Shift Space whole rows; Ctrl C copies.</p>
      {opened && columns[opened.column] && shown[opened.row] !== undefined && (
        <ValueDialog column={columns[opened.column]!} row={opened.row} value={valueAt(opened)} onClose={() => setOpened(undefined)} />
      )}
    </>
  );
}

interface HeaderProperties {
  column: Column;
  at: number;
  sorting: Sorting | undefined;
  isActive: boolean;
  onSort: ((sorting: Sorting | undefined) => void) | undefined;
}

/** A column's name, which sorts: upwards, then downwards, then not. */
function Header({ column, at, sorting, isActive, onSort }: HeaderProperties) {
  const direction = sorting?.column === at ? (sorting.descending ? 'descending' : 'ascending') : 'none';
  const next = direction === 'none' ? { column: at, descending: false } : direction === 'ascending' ? { column: at, descending: true } : undefined;
  return (
    <div role="columnheader" aria-colindex={at + 1} aria-sort={direction} className={classOf(column)}>
      <button type="button" data-cell={`${headRow}:${at}`} tabIndex={isActive ? 0 : -1} aria-disabled={!onSort} title={`${column.name}: ${column.type_text}`} onClick={() => onSort?.(next)}>
        {column.name}
        <span aria-hidden="true">{direction === 'ascending' ? ' ▲' : direction === 'descending' ? ' ▼' : ''}</span>
      </button>
    </div>
  );
}

const classOf = (column: Column) => (isNumeric(column) ? 'sql-cell number' : isNested(column) ? 'sql-cell sql-nested' : 'sql-cell');

const counted = (text: string, count: number) => `${text} ${count === 1 ? 'row' : 'rows'}`;
