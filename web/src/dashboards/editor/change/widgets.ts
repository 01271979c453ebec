import { gridColumns, itemsOf, type DashboardDocument, type LayoutItem, type Page, type Spec, type Widget } from '../../document/document';
import { cellsOf, compacted, freePlace, place } from './grid';
import { changePage } from './pages';

/** The widget of a name, with its page. */
export function findWidget(document: DashboardDocument, name: string): { page: Page; item: LayoutItem } | undefined {
  for (const page of document.pages) {
    const item = page.layout.find(({ widget }) => widget?.name === name);
    if (item) {
      return { page, item };
    }
  }
  return undefined;
}

/** Makes another widget of the one of a name. */
export function changeWidget(document: DashboardDocument, name: string, change: (widget: Widget) => Widget): DashboardDocument {
  const found = findWidget(document, name);
  if (!found) {
    return document;
  }
  const widget = change(found.item.widget);
  return widget === found.item.widget ? document : changePage(document, found.page.name, (page) => ({ ...page, layout: page.layout.map((item) => (item === found.item ? { ...item, widget } : item)) }));
}

export const changeSpec = (document: DashboardDocument, name: string, change: (spec: Spec) => Spec): DashboardDocument =>
  changeWidget(document, name, (widget) => (widget.spec === undefined ? widget : { ...widget, spec: change(widget.spec) }));

/** How large a new widget is, in cells of twelve columns. */
export function usualSize(widget: Widget): { width: number; height: number } {
  const type = widget.spec?.widgetType;
  if (type === undefined) {
    return { width: 12, height: 2 };
  }
  return type === 'counter' ? { width: 3, height: 3 } : type.startsWith('filter-') || type === 'range-slider' ? { width: 3, height: 2 } : type === 'table' || type === 'pivot' ? { width: 12, height: 6 } : { width: 6, height: 6 };
}

/** Puts a widget where the page has room for it. */
export const addWidget = (document: DashboardDocument, pageName: string, widget: Widget): DashboardDocument =>
  changePage(document, pageName, (page) => ({ ...page, layout: [...page.layout, { widget, position: freePlace(page, fitting(page, usualSize(widget))) }] }));

const fitting = (page: Page, { width, height }: { width: number; height: number }) => ({ width: Math.max(1, Math.round((width * gridColumns(page)) / 12)), height });

/** The same widget once more, under a name of its own. */
export function duplicateWidget(document: DashboardDocument, name: string, copyName: string): DashboardDocument {
  const found = findWidget(document, name);
  if (!found) {
    return document;
  }
  const [item] = itemsOf({ ...found.page, layout: [found.item] });
  const copy = { ...structuredClone(item!), widget: { ...structuredClone(item!.widget), name: copyName } };
  return changePage(document, found.page.name, (page) => ({ ...page, layout: [...page.layout, { ...copy, position: { ...copy.position, ...freePlace(page, item!.position) } }] }));
}

/** Takes a widget away; what is below it moves up. */
export function deleteWidget(document: DashboardDocument, name: string): DashboardDocument {
  const found = findWidget(document, name);
  if (!found) {
    return document;
  }
  const without = changePage(document, found.page.name, (page) => ({ ...page, layout: page.layout.filter((item) => item !== found.item) }));
  const page = without.pages.find((one) => one.name === found.page.name)!;
  return place(without, page.name, compacted(cellsOf(page), gridColumns(page)));
}

/** Moves a widget to another page. */
export function moveToPage(document: DashboardDocument, name: string, pageName: string): DashboardDocument {
  const found = findWidget(document, name);
  const to = document.pages.find((page) => page.name === pageName);
  if (!found || !to || to === found.page) {
    return document;
  }
  const [item] = itemsOf({ ...found.page, layout: [found.item] });
  const size = { width: Math.max(1, Math.round((item!.position.width * gridColumns(to)) / gridColumns(found.page))), height: item!.position.height };
  const position = { ...item!.position, ...freePlace(to, size) };
  return changePage(deleteWidget(document, name), pageName, (page) => ({ ...page, layout: [...page.layout, { ...found.item, position }] }));
}
