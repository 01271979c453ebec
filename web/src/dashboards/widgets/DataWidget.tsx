import { useCallback, useId, useMemo, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { ApiError } from '../../api/client';
import type { StatementRequest, WidgetStatement } from '../../api/dashboards';
import { download, toCsv } from '../../sql/export';
import { Failure } from '../../ui/Failure';
import { DeferredChart } from '../chart/DeferredChart';
import { compile, isSupported } from '../compile/compile';
import type { ChartModel, Mark, Model, Point, Source } from '../compile/context';
import { mainResult } from '../compile/series';
import { table } from '../compile/table';
import { columnAt } from '../compile/values';
import { shownDescription, shownTitle, titleOf, type Spec, type Widget } from '../document/document';
import { encoding, fieldsOf, type Encodings } from '../document/encodings';
import { useCanvas } from '../source';
import { useResult } from '../useResult';
import { useSeen } from '../useSeen';
import { CounterView } from './CounterView';
import { PivotView } from './PivotView';
import { StatementDialog } from './StatementDialog';
import { editorText } from './statementText';
import { TableView } from './TableView';
import { WidgetMenu, type Action } from './WidgetMenu';

/** A widget that shows a result, in each of its states. */
export function DataWidget({ widget, spec }: { widget: Widget; spec: Spec }) {
  const canvas = useCanvas();
  const { document, theme, timeZone, source, crossFilter, crossFilters } = canvas;
  const heading = useId();
  const navigate = useNavigate();
  const { element, isSeen } = useSeen();
  const [asTable, setAsTable] = useState(false);
  const [statement, setStatement] = useState<WidgetStatement>();
  const [problem, setProblem] = useState<Error>();
  const known = isSupported(spec.widgetType);
  const { query, request } = useResult(widget, known && (isSeen || canvas.isPrinting));
  const result = query.data;
  const title = titleOf(widget);

  // Of the rest of the document only the datasets matter here: what changes elsewhere on a page that is edited draws nothing anew.
  const { datasets } = document;
  const input = useMemo((): Source | undefined => (result ? { document: { datasets, pages: [] }, widget, spec, result, theme, timeZone } : undefined), [datasets, widget, spec, result, theme, timeZone]);
  const model = useMemo(() => (known ? input && compiledOrError(input) : ({ kind: 'unsupported', what: spec.widgetType } as const)), [known, input, spec.widgetType]);
  const twin = useMemo(() => (asTable && input ? table({ ...input, spec: twinOf(input) }) : undefined), [asTable, input]);
  const latest = useRef({ crossFilters });
  latest.current.crossFilters = crossFilters;

  const choose = useCallback(
    (point: Point | undefined) => {
      if (!point) {
        return;
      }
      const values = Object.fromEntries(Object.entries(point).map(([field, value]) => [field, [value]]));
      const before = latest.current.crossFilters.find((one) => one.widget === widget.name);
      // The same once more takes it away.
      crossFilter(widget.name, JSON.stringify(before?.values) === JSON.stringify(values) ? undefined : values);
    },
    [crossFilter, widget.name],
  );
  const onMark = useCallback((mark: Mark) => isChart(model) && choose(model.pointOf(mark)), [model, choose]);

  const ask = async (wanted: Pick<StatementRequest, 'kind' | 'point'>, use: (statement: WidgetStatement) => void) => {
    setProblem(undefined);
    try {
      use(await source.statement!(widget, { ...request, ...wanted }));
    } catch (error) {
      if (error instanceof ApiError && error.status === 403) {
        canvas.onStatementRefused();
      }
      setProblem(error as Error);
    }
  };
  const toEditor = (found: WidgetStatement) => void navigate(`/sql?statement=${encodeURIComponent(editorText(found))}`);

  const clicked = crossFilters.find((one) => one.widget === widget.name)?.values;
  const actions = (): Action[] => {
    const list: Action[] = [];
    const main = input && mainResult(input);
    const name = fileName(title);
    if (main && known && spec.widgetType !== 'table') {
      list.push({ id: 'table', name: asTable ? 'View as it was' : 'View as table', run: () => setAsTable(!asTable) });
    }
    if (main) {
      list.push({ id: 'csv', name: 'Download CSV', run: () => download(`${name}.csv`, 'text/csv;charset=utf-8', toCsv(main.columns, main.rows)) });
    }
    if (isChart(model)) {
      list.push({ id: 'png', name: 'Download PNG', run: () => void loadPng().then((toPng) => downloadUrl(`${name}.png`, toPng(model.option, 1200, 600, theme.page))) });
    }
    if (source.statement && known) {
      list.push({ id: 'sql', name: 'Show SQL', run: () => void ask({ kind: 'result' }, setStatement) });
      list.push({ id: 'editor', name: 'Open in SQL editor', run: () => void ask({ kind: 'result' }, toEditor) });
      list.push({ id: 'rows', name: clicked ? 'Show the rows behind the chosen point' : 'Show the rows behind', run: () => void ask({ kind: 'rows', ...(clicked ? { point: pointOf(clicked) } : {}) }, toEditor) });
    }
    if (globalThis.document.fullscreenEnabled) {
      list.push({ id: 'full', name: 'Full screen', run: () => void element.current?.requestFullscreen() });
    }
    return list;
  };

  return (
    <section ref={element} className="widget" aria-labelledby={heading} aria-busy={query.isFetching}>
      <header>
        <div>
          <h2 id={heading} className={shownTitle(widget) === '' ? 'visually-hidden' : ''}>{title}</h2>
          {shownDescription(widget) !== '' && <p className="quiet">{shownDescription(widget)}</p>}
        </div>
        <WidgetMenu title={title} actions={actions()} />
      </header>
      {query.isPlaceholderData && <p role="status" className="visually-hidden">Loading</p>}
      {problem && <Failure error={problem} />}
      <div className={query.isPlaceholderData ? 'content stale' : 'content'}>
        {query.error ? (
          <Failure error={query.error} retry={() => void query.refetch()} />
        ) : model instanceof Error ? (
          <Failure error={model} />
        ) : model === undefined ? (
          <div className="skeleton" role="status"><span className="visually-hidden">Loading {title}…</span></div>
        ) : twin && model.kind !== 'empty' ? (
          <TableView model={twin} label={title} {...(isChart(model) ? { onChoose: (row: number) => choose(rowPoint(input!, row)), mayChoose: (row: number) => rowPoint(input!, row) !== undefined } : {})} />
        ) : (
          <Content model={model} title={title} onMark={onMark} />
        )}
      </div>
      {model && 'notes' in model && !query.error && model.notes.length > 0 && <p className="quiet notes">{model.notes.join(' ')}</p>}
      {statement && <StatementDialog title={title} statement={statement} onClose={() => setStatement(undefined)} />}
    </section>
  );
}

function Content({ model, title, onMark }: { model: Model; title: string; onMark: (mark: Mark) => void }) {
  switch (model.kind) {
    case 'chart': return <DeferredChart model={model} onMark={onMark} />;
    case 'counter': return <CounterView model={model} />;
    case 'table': return <TableView model={model} label={title} />;
    case 'pivot': return <PivotView model={model} label={title} />;
    case 'empty': return <p className="none quiet">No rows for these filters.</p>;
    case 'unsupported': return <p className="none quiet">not supported: {model.what}</p>;
  }
}

/** The result as a table, with the names and formats that the widget gives its fields. */
function twinOf({ spec, ...source }: Source): Spec {
  const fields = Object.keys(spec.encodings ?? {}).flatMap((name) => [...fieldsOf(spec.encodings, name), ...['primary', 'secondary'].flatMap((part) => fieldsOf(spec.encodings?.[name] as Encodings | undefined, part))]);
  const columns = (mainResult(source)?.columns ?? []).map(({ name }) => {
    const field = fields.find(({ fieldName }) => fieldName === name);
    return { fieldName: name, ...(field?.displayName ? { displayName: field.displayName } : {}), ...(field?.format ? { format: { ...field.format, abbreviation: 'none' } } : {}) };
  });
  return { widgetType: 'table', encodings: { columns } };
}

/** A document may hold anything: what cannot be drawn must not take the page with it. */
function compiledOrError(source: Source): Model | Error {
  try {
    return compile(source);
  } catch (error) {
    return new Error(`This widget cannot be drawn: ${(error as Error).message}. Its SQL can be run in the SQL editor.`);
  }
}

const isChart = (model: Model | Error | undefined): model is ChartModel => model !== undefined && !(model instanceof Error) && model.kind === 'chart';

/** The fields of a chart by which a row of its table can be chosen: those of its places and colours that are no values. */
function rowPoint({ spec, ...source }: Source, row: number): Point | undefined {
  const main = mainResult(source);
  const fields = ['x', 'y', 'color'].flatMap((name) => {
    const field = encoding(spec.encodings, name);
    return field && field.scale?.type !== undefined && field.scale.type !== 'quantitative' ? [field] : [];
  });
  const point = Object.fromEntries(fields.flatMap(({ fieldName }) => {
    const at = columnAt(main, fieldName);
    return at < 0 ? [] : [[fieldName, main!.rows[row]![at]!]];
  }));
  return Object.keys(point).length === 0 ? undefined : point;
}

const pointOf = (values: Record<string, (string | null)[]>): Point => Object.fromEntries(Object.entries(values).map(([field, list]) => [field, list[0] ?? null]));

// Where there is a chart to save, this has long been loaded.
const loadPng = async () => (await import('../chart/echarts')).toPng;

const fileName = (title: string) => title.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '').toLowerCase() || 'widget';

function downloadUrl(name: string, url: string): void {
  const link = globalThis.document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
}
