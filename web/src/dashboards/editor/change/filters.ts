import { type DashboardDocument, type Selection, type Widget, type WidgetQuery } from '../../document/document';
import type { Encoding } from '../../document/encodings';
import { writeExpression } from './expressions';
import { unusedName } from './names';
import { fieldsIn, withMember } from './slots';
import { changeSpec, changeWidget } from './widgets';

/** The kinds of filters, and the version that documents give each. */
export const filterTypes: Record<string, { name: string; version: number }> = {
  'filter-single-select': { name: 'One value', version: 2 },
  'filter-multi-select': { name: 'Several values', version: 2 },
  'filter-date-range-picker': { name: 'Range of days', version: 2 },
  'filter-date-picker': { name: 'One day', version: 2 },
  'filter-text-entry': { name: 'Text', version: 2 },
  'range-slider': { name: 'Range of numbers', version: 2 },
};

/** What a filter acts on: a column of a dataset, or one of its parameters. */
export type FilterTarget = { dataset: string; column: string } | { dataset: string; parameter: string };

const fields = { path: 'fields' };

export const newFilter = (name: string, widgetType: string, title: string): Widget => ({
  name,
  queries: [],
  spec: { version: filterTypes[widgetType]?.version ?? 2, widgetType, encodings: { fields: [] }, frame: { showTitle: true, title } },
});

const queryOf = (name: string, target: FilterTarget): WidgetQuery => ({
  name,
  query:
    'column' in target
      ? { datasetName: target.dataset, fields: [{ name: target.column, expression: writeExpression({ kind: 'column', column: target.column }) }], disaggregated: false }
      : { datasetName: target.dataset, parameters: [{ name: target.parameter, keyword: target.parameter }], disaggregated: false },
});

const fieldOf = (queryName: string, target: FilterTarget): Encoding =>
  ('column' in target ? { fieldName: target.column, displayName: target.column, queryName } : { parameterName: target.parameter, displayName: target.parameter, queryName }) as Encoding;

/** The targets of a filter, in the order of its fields. */
export const targetsOf = (widget: Widget): FilterTarget[] =>
  widget.spec === undefined
    ? []
    : fieldsIn(widget.spec, fields).map((field): FilterTarget => {
        const query = (widget.queries ?? []).find(({ name }) => name === field.queryName) ?? widget.queries?.[0];
        const dataset = query?.query.datasetName ?? '';
        return field.parameterName === undefined ? { dataset, column: field.fieldName } : { dataset, parameter: field.parameterName };
      });

/** Sets a target of a filter, or adds one after the last; undefined takes it away. */
export const setTarget = (document: DashboardDocument, name: string, at: number, target: FilterTarget | undefined): DashboardDocument =>
  changeWidget(document, name, (widget) => (widget.spec === undefined ? widget : withTarget(widget, at, target)));

export function withTarget(widget: Widget, at: number, target: FilterTarget | undefined): Widget {
  const list = fieldsIn(widget.spec!, fields);
  const before = list[at];
  const queries = (widget.queries ?? []).filter(({ name }) => name !== before?.queryName || list.some((field, index) => index !== at && field.queryName === name));
  if (target === undefined) {
    return { ...widget, queries, spec: withList(widget, list.filter((_, index) => index !== at)) };
  }
  const wanted = before?.queryName ?? `query_${'column' in target ? target.column : target.parameter}`.replace(/\W+/g, '_');
  const queryName = unusedName(wanted, queries.map((query) => query.name)).replace(' ', '_');
  const field = fieldOf(queryName, target);
  const isOwnName = before?.displayName !== undefined && before.displayName !== (before.parameterName ?? before.fieldName);
  const named = isOwnName ? { ...field, displayName: before.displayName! } : field;
  const all = at < list.length ? list.map((one, index) => (index === at ? named : one)) : [...list, named];
  return { ...widget, queries: [...queries, queryOf(queryName, target)], spec: withList(widget, all) };
}

const withList = ({ spec }: Widget, list: Encoding[]) => ({ ...spec!, encodings: { ...spec!.encodings, fields: list } });

export const setFilterType = (document: DashboardDocument, name: string, widgetType: string): DashboardDocument =>
  changeSpec(document, name, (spec) => (spec.widgetType === widgetType ? spec : { ...withMember(spec, 'selection', undefined), widgetType, version: filterTypes[widgetType]?.version ?? spec.version ?? 2 }));

/** What a filter lets pass until somebody chooses; undefined is everything. */
export const setDefault = (document: DashboardDocument, name: string, selection: Selection | undefined): DashboardDocument =>
  changeSpec(document, name, (spec) => (selection === undefined && spec.selection === undefined ? spec : withMember(spec, 'selection', selection === undefined ? undefined : { ...spec.selection, defaultSelection: selection })));

export const valuesSelection = (dataType: string, values: string[]): Selection | undefined => (values.length === 0 ? undefined : { values: { dataType, values: values.map((value) => ({ value })) } });

export const rangeSelection = (dataType: string, min: string, max: string): Selection | undefined =>
  min === '' && max === '' ? undefined : { range: { dataType, ...(min === '' ? {} : { min: { value: min } }), ...(max === '' ? {} : { max: { value: max } }) } };
