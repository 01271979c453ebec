import { useMemo, useState } from 'react';
import { Button } from 'react-aria-components';
import type { TableModel } from '../compile/table';

interface Properties {
  model: TableModel;
  label: string;
  /** Lets a row be chosen, as a mark of the chart is by clicking. */
  onChoose?: (row: number) => void;
  mayChoose?: (row: number) => boolean;
}

const pageRows = 100;

/** A table of a widget, a page of rows at a time; a column's name sorts by it. */
export function TableView({ model, label, onChoose, mayChoose }: Properties) {
  const [sorting, setSorting] = useState<{ column: number; isDescending: boolean }>();
  const [page, setPage] = useState(0);
  const order = useMemo(() => (sorting ? model.sorted(sorting.column, sorting.isDescending) : undefined), [model, sorting]);
  const pages = Math.max(1, Math.ceil(model.count / pageRows));
  const shown = Math.min(page, pages - 1);
  const rows = Array.from({ length: Math.min(pageRows, model.count - shown * pageRows) }, (_, at) => shown * pageRows + at).map((at) => order?.[at] ?? at);
  const sortBy = (column: number) => {
    setPage(0);
    setSorting(sorting?.column !== column ? { column, isDescending: model.columns[column]!.align === 'right' } : { column, isDescending: !sorting.isDescending });
  };
  return (
    <div className="dashboard-table">
      <div className="wide" tabIndex={0} role="region" aria-label={`Rows of ${label}`}>
        <table>
          <thead>
            <tr>
              {model.columns.map(({ name, description, align }, column) => (
                <th key={column} scope="col" className={align} aria-sort={sorting?.column !== column ? 'none' : sorting.isDescending ? 'descending' : 'ascending'}>
                  <button type="button" className="sort" title={description} onClick={() => sortBy(column)}>
                    {name}
                    <span aria-hidden="true">{sorting?.column !== column ? '' : sorting.isDescending ? ' ↓' : ' ↑'}</span>
                  </button>
                </th>
              ))}
              {onChoose && <th scope="col"><span className="visually-hidden">Filter</span></th>}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row}>
                {model.columns.map(({ align }, column) => {
                  const { text, href, style } = model.cell(row, column);
                  const content = text === null ? <span className="quiet">NULL</span> : href ? <a href={href} rel="noreferrer" target={href.startsWith('/') ? undefined : '_blank'}>{text}</a> : text;
                  return <td key={column} className={align} style={style}>{content}</td>;
                })}
                {onChoose && <td>{(mayChoose?.(row) ?? true) && <Button className="react-aria-Button small" onPress={() => onChoose(row)}>Filter by it</Button>}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {pages > 1 && (
        <div className="pager">
          <Button className="react-aria-Button small" isDisabled={shown === 0} onPress={() => setPage(shown - 1)}>Previous</Button>
          <span className="quiet">{(shown * pageRows + 1).toLocaleString()}–{(shown * pageRows + rows.length).toLocaleString()} of {model.count.toLocaleString()}</span>
          <Button className="react-aria-Button small" isDisabled={shown === pages - 1} onPress={() => setPage(shown + 1)}>Next</Button>
        </div>
      )}
    </div>
  );
}
