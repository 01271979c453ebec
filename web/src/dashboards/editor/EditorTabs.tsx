import { useEffect, useRef } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { canvasPages, isGlobalFilters, type Page } from '../document/document';
import { addGlobalFilters, addPage } from './change/pages';
import { newName, unusedName } from './change/names';
import { useEditor } from './context';
import { problemsOfDataset, problemsOfPages } from './problems';

/** The datasets and the pages, side by side. */
export function EditorTabs({ path, page, isData }: { path: string; page: Page | undefined; isData: boolean }) {
  const { document, change } = useEditor();
  const navigate = useNavigate();
  const list = useRef<HTMLElement>(null);
  const { search } = useLocation();
  const kept = new URLSearchParams(search);
  kept.delete('x');
  const global = document.pages.find(isGlobalFilters);
  const to = (name: string) => ({ pathname: `${path}/${encodeURIComponent(name)}`, search: kept.toString() });
  // Browsers that scroll answer with a promise, which is no clean-up.
  useEffect(() => {
    void list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [page?.name, isData]);
  const add = (isGlobal: boolean) => {
    const name = newName(document);
    const title = unusedName('New page', document.pages.map(({ displayName, name: own }) => displayName || own));
    change(isGlobal ? 'add global filters' : 'add a page', (before) => (isGlobal ? addGlobalFilters(before, name) : addPage(before, name, title)));
    void navigate(to(name));
  };
  const wrong = document.datasets.filter((dataset) => problemsOfDataset(document, dataset).length > 0).length;
  const tab = (one: Page) => (
    <Link key={one.name} to={to(one.name)} className={!isData && one === page ? 'current' : ''} aria-current={!isData && one === page ? 'page' : undefined}>{one.displayName || one.name}</Link>
  );
  return (
    <>
      <div className="editor-tabs">
        <nav className="page-tabs" aria-label="Pages of the dashboard" ref={list}>
          <Link to={`${path}/data/${encodeURIComponent(document.datasets[0]?.name ?? 'none')}`} className={isData ? 'current data-tab' : 'data-tab'} aria-current={isData ? 'page' : undefined}>
            Data{wrong > 0 && <span className="badge">{wrong}<span className="visually-hidden"> with problems</span></span>}
          </Link>
          {canvasPages(document).map(tab)}
          {global && tab(global)}
        </nav>
        <MenuTrigger>
          <Button className="react-aria-Button small" aria-label="Add a page">+ Page</Button>
          <Popover placement="bottom end">
            <Menu aria-label="Add a page" onAction={(key) => add(key === 'global')} disabledKeys={global ? ['global'] : []}>
              <MenuItem id="page">Page of widgets</MenuItem>
              <MenuItem id="global">Filters of all pages</MenuItem>
            </Menu>
          </Popover>
        </MenuTrigger>
      </div>
      {problemsOfPages(document).map((problem) => <p key={problem} role="alert" className="problem">{problem}</p>)}
    </>
  );
}
