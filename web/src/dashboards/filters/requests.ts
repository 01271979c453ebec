import type { CrossFilter, ResultRequest } from '../../api/dashboards';
import { datasetsOf, isFilter, isGlobalFilters, itemsOf, type DashboardDocument, type Page, type Widget } from '../document/document';
import type { Chosen } from './address';

/** The filters that act on a page: its own and the global ones. */
export function filtersOf({ pages }: DashboardDocument, page: Page): Widget[] {
  return [...pages.filter((one) => isGlobalFilters(one) && one !== page), page].flatMap((one) => itemsOf(one).map(({ widget }) => widget)).filter(isFilter);
}

/** Whether a filter acts on a widget: one of its queries names one of the widget's datasets. */
export function actsOn(filter: Widget, widget: Widget): boolean {
  const datasets = datasetsOf(widget);
  return [...datasetsOf(filter)].some((name) => datasets.has(name));
}

/**
 * What is asked for a widget. Only what acts on it is in it, so that a filter of other widgets does not ask for this one again.
 * A filter's own values are those that the other filters leave.
 */
export function requestFor(document: DashboardDocument, page: Page, widget: Widget, chosen: Chosen, crossFilters: CrossFilter[], time_zone: string): ResultRequest {
  const filters: ResultRequest['filters'] = {};
  for (const filter of filtersOf(document, page)) {
    if (filter.name === widget.name) {
      // Its default must not keep its other values from being offered.
      filters[filter.name] = { values: [] };
    } else if (Object.hasOwn(chosen, filter.name) && actsOn(filter, widget)) {
      filters[filter.name] = chosen[filter.name]!;
    }
  }
  const widgets = new Map(itemsOf(page).map((item) => [item.widget.name, item.widget]));
  const cross_filters = isFilter(widget) ? [] : crossFilters.filter((one) => one.widget !== widget.name && widgets.has(one.widget) && actsOn(widgets.get(one.widget)!, widget));
  return { filters, cross_filters, time_zone };
}
