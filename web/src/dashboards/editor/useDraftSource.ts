import { useMemo } from 'react';
import { getResult, getStatement } from '../../api/dashboards';
import { datasetsOf, isFilter, type DashboardDocument, type Widget } from '../document/document';
import { fieldsOf } from '../document/encodings';
import { actsOn, filtersOf } from '../filters/requests';
import type { ResultSource } from '../source';
import { findWidget } from './change/widgets';

/** Results of a draft that is being edited. They are of the document as it is saved: a widget is asked for anew when what it shows was saved, and the others are not. */
export const useDraftSource = (id: string, saved: DashboardDocument, warehouse: string | null): ResultSource =>
  useMemo(
    () => ({
      id: `${id}/draft`,
      result: (widget, request, signal) => getResult(id, 'draft', widget.name, request, signal),
      statement: (widget, request) => getStatement(id, 'draft', widget.name, request),
      version: (widget) => versionOf(saved, widget.name, warehouse),
    }),
    [id, saved, warehouse],
  );

const versions = new Map<string, string>();

/** A short text that is another one when anything is that a widget's result depends on; undefined when the document has no such widget. */
export function versionOf(document: DashboardDocument, name: string, warehouse: string | null): string | undefined {
  const found = findWidget(document, name);
  if (!found) {
    return undefined;
  }
  const { page, item: { widget } } = found;
  const datasets = datasetsOf(widget);
  const whole = JSON.stringify([
    warehouse,
    widget.queries,
    isFilter(widget) ? widget.spec?.encodings : orderOf(widget),
    document.datasets.filter((dataset) => datasets.has(dataset.name)),
    filtersOf(document, page).filter((filter) => filter !== widget && actsOn(filter, widget)).map(({ queries, spec }) => [queries, spec?.encodings, spec?.selection]),
  ]);
  const version = versions.get(whole) ?? String(versions.size + 1);
  versions.set(whole, version);
  return version;
}

// The server sorts by what the axes say.
const orderOf = ({ spec }: Widget) => ['x', 'y'].map((axis) => fieldsOf(spec?.encodings, axis).map(({ fieldName, scale }) => [fieldName, scale?.sort]));

/** A widget as it can be drawn now: as it is, when the result that is there is its own, else as it was saved. */
export function drawn(widget: Widget, saved: DashboardDocument): Widget {
  const before = findWidget(saved, widget.name)?.item.widget;
  return before === undefined || before === widget || JSON.stringify(before.queries) === JSON.stringify(widget.queries) ? widget : before;
}
