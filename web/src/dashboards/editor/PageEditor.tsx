import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { Button } from 'react-aria-components';
import { isGlobalFilters, type DashboardDocument, type Page } from '../document/document';
import { FilterBar } from '../FilterBar';
import { addDataset } from './change/datasets';
import { newFilter } from './change/filters';
import { newName, unusedName } from './change/names';
import { newChart } from './change/slots';
import { addWidget } from './change/widgets';
import { useEditor } from './context';
import { EditCanvas } from './EditCanvas';
import { useIsWide } from './useIsWide';
import { PagePanel } from './panel/PagePanel';
import { WidgetPanel } from './panel/WidgetPanel';

/** What is added by a button, and the type that it begins with. */
const begun = { counter: 'counter', chart: 'bar', table: 'table' } as const;

/** A page on its grid, and beside it the settings of the chosen widget, or of the page. */
export function PageEditor({ page, path, selected, saved }: { page: Page; path: string; selected: string | undefined; saved: DashboardDocument }) {
  const { document, change, select } = useEditor();
  const navigate = useNavigate();
  const panel = useRef<HTMLElement>(null);
  const wanted = useRef<string>(undefined);
  const item = page.layout.find(({ widget }) => widget?.name === selected);
  const isGlobal = isGlobalFilters(page);
  const isWide = useIsWide();

  // Who adds something goes on with its settings.
  useEffect(() => {
    if (wanted.current !== undefined && wanted.current === item?.widget.name) {
      wanted.current = undefined;
      panel.current?.querySelector<HTMLElement>('input, select, textarea')?.focus();
    }
  }, [item]);

  const add = (what: keyof typeof begun | 'text' | 'filter') => {
    const name = newName(document);
    const widget = what === 'text' ? { name, multilineTextboxSpec: { lines: ['## Heading'] } } : what === 'filter' ? newFilter(name, 'filter-multi-select', 'Filter') : newChart(name, document.datasets[0]?.name ?? '', begun[what]);
    change(`add a ${what}`, (before) => addWidget(before, page.name, widget));
    wanted.current = name;
    select(name);
  };
  const begin = () => {
    const name = newName(document);
    change('add a dataset', (before) => addDataset(before, { name, displayName: unusedName('New dataset', before.datasets.map((one) => one.displayName || one.name)), queryLines: [] }));
    void navigate(`${path}/data/${name}`);
  };

  const settings = (
    <aside className="editor-panel" ref={panel} aria-label="Settings">
      {item ? <WidgetPanel key={item.widget.name} widget={item.widget} page={page} path={path} /> : <PagePanel page={page} path={path} />}
    </aside>
  );
  // On a phone they stand below their widget.
  const isBelow = !isWide && item !== undefined;
  return (
    <div className="editor-body">
      <div className="editor-page">
        <div className="add-bar" role="group" aria-label="Add to the page">
          {!isGlobal && (
            <>
              <Button className="react-aria-Button small" isDisabled={document.datasets.length === 0} onPress={() => add('counter')}>+ Counter</Button>
              <Button className="react-aria-Button small" isDisabled={document.datasets.length === 0} onPress={() => add('chart')}>+ Chart</Button>
              <Button className="react-aria-Button small" isDisabled={document.datasets.length === 0} onPress={() => add('table')}>+ Table</Button>
            </>
          )}
          {!isGlobal && <Button className="react-aria-Button small" onPress={() => add('text')}>+ Text</Button>}
          <Button className="react-aria-Button small" isDisabled={document.datasets.length === 0} onPress={() => add('filter')}>+ Filter</Button>
        </div>
        <FilterBar />
        {page.layout.length > 0 ? (
          <EditCanvas page={page} selected={selected} saved={saved} settings={isBelow ? settings : undefined} />
        ) : document.datasets.length === 0 ? (
          <div className="empty">
            <p>Nothing is here yet. First say what is shown: a dataset is a SQL query whose rows the charts of this dashboard draw.</p>
            <Button className="react-aria-Button primary" onPress={begin}>Add a dataset</Button>
          </div>
        ) : (
          <p className="empty">{isGlobal ? 'Filters that are added here act on all pages.' : 'This page is empty. Add a chart, a text or a filter above.'}</p>
        )}
      </div>
      {!isBelow && settings}
    </div>
  );
}
