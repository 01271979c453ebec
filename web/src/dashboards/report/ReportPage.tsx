import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { useIsFetching, useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { useChartTheme } from '../../charts/theme';
import { Canvas, CanvasWidget } from '../Canvas';
import { canvasPages, isFilter, isGlobalFilters, itemsOf, readDocument, type DashboardDocument, type Page } from '../document/document';
import { publishedOf } from '../opened';
import { CanvasContext, serverSource, type CanvasState, type ResultSource } from '../source';
import { resultKey } from '../useResult';
import '../dashboards.css';
import './report.css';

/**
 * A published dashboard as a schedule sends it: one page, or all of them below each other, with the filters' defaults and nothing around. The server's own browser
 * opens it; `data-dashboard-ready` tells it when everything is there (`true`), or why it never will be.
 */
export default function ReportPage() {
  const { id = '', page: pageName } = useParams();
  const published = useQuery(publishedOf(id));
  const text = published.data?.serialized_dashboard;
  const version = published.data?.revision_create_time ?? '';
  const document = useMemo(() => (text === undefined ? undefined : readOrError(text)), [text]);
  const source = useMemo(() => serverSource(id, 'published', version, false), [id, version]);
  if (published.error) {
    return <Refused why={published.error.message} />;
  }
  if (!published.data || document === undefined) {
    return null;
  }
  if (document instanceof Error) {
    return <Refused why={document.message} />;
  }
  const pages = canvasPages(document).filter((page) => pageName === undefined || page.name === pageName);
  if (pages.length === 0) {
    return <Refused why={pageName === undefined ? 'It has no pages.' : `It has no page '${pageName}' any more.`} />;
  }
  return (
    <Ready sourceId={source.id}>
      {pages.map((page) => (
        <section key={page.name} className="report-page">
          <h1>{published.data.display_name}{(pages.length > 1 || canvasPages(document).length > 1) && `: ${page.displayName || page.name}`}</h1>
          <PageOf document={document} page={page} source={source} />
        </section>
      ))}
    </Ready>
  );
}

const nothing = () => undefined;

function PageOf({ document, page, source }: { document: DashboardDocument; page: Page; source: ResultSource }) {
  const theme = useChartTheme();
  const state = useMemo(
    (): CanvasState => ({
      document,
      page,
      source,
      theme,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      chosen: {},
      crossFilters: [],
      choose: nothing,
      crossFilter: nothing,
      refreshEvery: false,
      isPrinting: true,
      onStatementRefused: nothing,
    }),
    [document, page, source, theme],
  );
  const filters = document.pages.filter(isGlobalFilters).flatMap(itemsOf).filter(({ widget }) => isFilter(widget));
  return (
    <CanvasContext value={state}>
      {filters.length > 0 && <div className="filters" role="group" aria-label="Filters">{filters.map((item) => <CanvasWidget key={item.widget.name} item={item} />)}</div>}
      <Canvas page={page} />
    </CanvasContext>
  );
}

// Widgets ask as soon as they are there, and draw in the frames after they were answered.
const quietTime = 500;

function Ready({ sourceId, children }: { sourceId: string; children: ReactNode }) {
  const isFetching = useIsFetching({ queryKey: resultKey(sourceId) }) > 0;
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    if (isFetching) {
      setReady(false);
      return;
    }
    const timer = setTimeout(() => setReady(true), quietTime);
    return () => clearTimeout(timer);
  }, [isFetching]);
  return <main className="dashboard report" data-dashboard-ready={isReady ? 'true' : undefined}>{children}</main>;
}

const Refused = ({ why }: { why: string }) => <main className="dashboard report" data-dashboard-ready={why}><p role="alert">{why}</p></main>;

function readOrError(text: string): DashboardDocument | Error {
  try {
    return readDocument(text);
  } catch (error) {
    return error as Error;
  }
}
