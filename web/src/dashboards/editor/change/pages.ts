import { isGlobalFilters, type DashboardDocument, type Page } from '../../document/document';

/** What pages are made with: the grid of twelve columns. */
const page = (name: string, displayName: string, pageType: string): Page => ({ name, displayName, pageType, layoutVersion: 'GRID_V1', layout: [] });

/** A page after all others. */
export const addPage = (document: DashboardDocument, name: string, displayName: string): DashboardDocument => ({ ...document, pages: [...document.pages, page(name, displayName, 'PAGE_TYPE_CANVAS')] });

/** The page whose filters act on all pages, if there is none yet. */
export const addGlobalFilters = (document: DashboardDocument, name: string): DashboardDocument =>
  document.pages.some(isGlobalFilters) ? document : { ...document, pages: [...document.pages, page(name, 'Global filters', 'PAGE_TYPE_GLOBAL_FILTERS')] };

export const changePage = (document: DashboardDocument, name: string, change: (page: Page) => Page): DashboardDocument => {
  const pages = document.pages.map((one) => (one.name === name ? change(one) : one));
  return pages.every((one, at) => one === document.pages[at]) ? document : { ...document, pages };
};

export const renamePage = (document: DashboardDocument, name: string, displayName: string): DashboardDocument => changePage(document, name, (one) => ({ ...one, displayName }));

/** Takes a page away with all its widgets. */
export const deletePage = (document: DashboardDocument, name: string): DashboardDocument => ({ ...document, pages: document.pages.filter((one) => one.name !== name) });

/** Moves a page before (-1) or after (1) its neighbour among those that have a tab. */
export function movePage(document: DashboardDocument, name: string, by: -1 | 1): DashboardDocument {
  const from = document.pages.findIndex((one) => one.name === name);
  const isTab = (at: number) => document.pages[at] !== undefined && !isGlobalFilters(document.pages[at]);
  let to = from + by;
  while (to >= 0 && to < document.pages.length && !isTab(to)) {
    to += by;
  }
  if (from < 0 || !isTab(to)) {
    return document;
  }
  const pages = [...document.pages];
  [pages[from], pages[to]] = [pages[to]!, pages[from]!];
  return { ...document, pages };
}
