import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
import { Canvas } from './Canvas';
import { canvasPages, type DashboardDocument, type Page } from './document/document';
import { FilterBar } from './FilterBar';
import { DashboardTools } from './DashboardTools';
import { CanvasContext, type CanvasState, type ResultSource } from './source';
import { useChoices } from './useChoices';
import { usePrinting } from './usePrinting';

interface Properties {
  name: string;
  document: DashboardDocument;
  source: ResultSource;
  /** Where its pages are: `/dashboards/1` for `/dashboards/1/overview`. */
  path: string;
  /** The page's name in the address; the first page without one. */
  pageName: string | undefined;
  /** What stands beside the name: links and buttons of whoever shows it. */
  children?: ReactNode;
}

/** A dashboard: its pages, the filters above them, and the page that is open. What it shows and where the results come from is given. */
export function DashboardView({ name, document, source, path, pageName, children }: Properties) {
  const { timeZone, chosen, crossFilters, choose, crossFilter } = useChoices();
  const [refreshEvery, setRefreshEvery] = useState<number | false>(false);
  const [isRefused, setRefused] = useState(false);
  const { theme, isPrinting, print } = usePrinting(source.id);
  const pages = canvasPages(document);
  const page = pages.find((one) => one.name === pageName) ?? pages[0];

  const onStatementRefused = useCallback(() => setRefused(true), []);
  const offered = useMemo((): ResultSource => (isRefused ? { id: source.id, result: source.result } : source), [source, isRefused]);
  const state = useMemo(
    (): CanvasState | undefined => page && { document, page, source: offered, theme, timeZone, chosen, crossFilters, choose, crossFilter, refreshEvery, isPrinting, onStatementRefused },
    [document, page, offered, theme, timeZone, chosen, crossFilters, choose, crossFilter, refreshEvery, isPrinting, onStatementRefused],
  );

  if (!state || !page) {
    return (
      <>
        <div className="bar"><h1>{name}</h1>{children}</div>
        <p className="empty">This dashboard has no pages yet. Whoever may edit it adds them to its draft.</p>
      </>
    );
  }
  return (
    <CanvasContext value={state}>
      <div className={isPrinting ? 'dashboard printing' : 'dashboard'}>
        <div className="bar">
          <h1>{name}</h1>
          {children}
          <DashboardTools sourceId={source.id} refreshEvery={refreshEvery} onRefreshEvery={setRefreshEvery} onPrint={print} onFullScreen={() => void toggleFullScreen()} />
        </div>
        {pages.length > 1 && <PageTabs pages={pages} current={page} path={path} />}
        <FilterBar />
        <Canvas key={page.name} page={page} />
      </div>
    </CanvasContext>
  );
}

// The whole page, for what opens above it is part of it; dashboards.css leaves the dashboard of it.
const toggleFullScreen = () => (globalThis.document.fullscreenElement ? globalThis.document.exitFullscreen() : globalThis.document.documentElement.requestFullscreen());

function PageTabs({ pages, current, path }: { pages: Page[]; current: Page; path: string }) {
  const { search } = useLocation();
  const list = useRef<HTMLElement>(null);
  // What was clicked on one page means nothing on another; its filters stay.
  const kept = new URLSearchParams(search);
  kept.delete('x');
  // Browsers that scroll answer with a promise, which is no clean-up.
  useEffect(() => {
    void list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [current.name]);
  return (
    <nav className="page-tabs" aria-label="Pages of the dashboard" ref={list}>
      {pages.map((page) => (
        <Link key={page.name} to={{ pathname: `${path}/${encodeURIComponent(page.name)}`, search: kept.toString() }} className={page === current ? 'current' : ''} aria-current={page === current ? 'page' : undefined}>
          {page.displayName || page.name}
        </Link>
      ))}
    </nav>
  );
}
