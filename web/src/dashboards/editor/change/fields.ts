import { type DashboardDocument, type Widget, type WidgetQuery } from '../../document/document';
import type { Encoding, Format } from '../../document/encodings';
import { fieldNameOf, isAggregate, labelOf, readExpression, writeExpression, type FieldChoice } from './expressions';
import { unusedName } from './names';
import { fieldsIn, slotsOf, widgetTypes, withFields, withMember, type Slot } from './slots';
import { changeWidget } from './widgets';

/** The type of a dataset's column, by its name. */
export type ColumnTypes = ReadonlyMap<string, string>;

const mainName = 'main_query';

/** The query that a widget's own fields are of. */
export const mainQuery = (widget: Widget): WidgetQuery | undefined => widget.queries?.find(({ name }) => name === mainName) ?? widget.queries?.[0];

export const choiceOf = (widget: Widget, { fieldName }: Encoding): FieldChoice => {
  const field = mainQuery(widget)?.query.fields?.find(({ name }) => name === fieldName);
  return field ? readExpression(field.expression) : { kind: 'column', column: fieldName };
};

function withQuery(widget: Widget, change: (query: WidgetQuery['query']) => WidgetQuery['query'], datasetName = ''): Widget {
  const main = mainQuery(widget);
  return main
    ? { ...widget, queries: widget.queries!.map((one) => (one === main ? { ...one, query: change(one.query) } : one)) }
    : { ...widget, queries: [{ name: mainName, query: change({ datasetName, fields: [], disaggregated: false }) }] };
}

/** The dataset that a widget asks. Its fields stay, for the new one may have them too. */
export const setDataset = (document: DashboardDocument, name: string, datasetName: string): DashboardDocument =>
  changeWidget(document, name, (widget) => withQuery(widget, (query) => (query.datasetName === datasetName ? query : { ...query, datasetName }), datasetName));

/** Sets a field of a slot, or the next one; undefined takes it away. */
export const setField = (document: DashboardDocument, name: string, slot: Slot, at: number, choice: FieldChoice | undefined, types: ColumnTypes): DashboardDocument =>
  changeWidget(document, name, (widget) => withField(widget, slot, at, choice, types));

export function withField(widget: Widget, slot: Slot, at: number, choice: FieldChoice | undefined, types: ColumnTypes): Widget {
  if (!widget.spec) {
    return widget;
  }
  const fields = fieldsIn(widget.spec, slot);
  const before = fields[at];
  let changed = widget;
  let list: Encoding[];
  if (choice === undefined) {
    list = fields.filter((_, index) => index !== at);
  } else {
    const [withIt, fieldName] = asked(widget, choice, before?.fieldName);
    changed = withIt;
    const encoding = encoded(slot, before, before && labelOf(choiceOf(widget, before)), fieldName, choice, types);
    list = at < fields.length ? fields.map((field, index) => (index === at ? encoding : field)) : [...fields, encoding];
  }
  changed = { ...changed, spec: withFields(widget.spec, slot, list) };
  return aggregated(before ? forgotten(changed, before.fieldName) : changed);
}

/** The widget with a field in its query, and the field's name there. */
function asked(widget: Widget, choice: FieldChoice, beforeName: string | undefined): [Widget, string] {
  const expression = writeExpression(choice);
  const fields = mainQuery(widget)?.query.fields ?? [];
  const same = fields.find((field) => field.expression === expression);
  if (same) {
    return [widget, same.name];
  }
  // An expression that is being typed stays one field.
  const own = choice.kind === 'custom' && beforeName !== undefined && usesOf(widget, beforeName) === 1 && /^expression(?: \d+)?$/.test(beforeName) ? beforeName : undefined;
  if (own !== undefined) {
    return [withQuery(widget, (query) => ({ ...query, fields: fields.map((field) => (field.name === own ? { ...field, expression } : field)) })), own];
  }
  const fieldName = unusedName(fieldNameOf(choice), fields.map((field) => field.name));
  return [withQuery(widget, (query) => ({ ...query, fields: [...fields, { name: fieldName, expression }] })), fieldName];
}

function encoded(slot: Slot, before: Encoding | undefined, beforeLabel: string | undefined, fieldName: string, choice: FieldChoice, types: ColumnTypes): Encoding {
  const isOwnName = before?.displayName !== undefined && before.displayName !== beforeLabel && before.displayName !== before.fieldName;
  const encoding: Encoding = { ...before, fieldName, displayName: isOwnName ? before.displayName! : labelOf(choice) };
  return slot.hasScale ? { ...encoding, scale: { ...before?.scale, type: scaleOf(slot, choice, types) } } : encoding;
}

const temporal = /^(?:DATE|TIMESTAMP)/;
const numeric = /^(?:BYTE|SHORT|INT|LONG|FLOAT|DOUBLE|DECIMAL|TINYINT|SMALLINT|INTEGER|BIGINT)/;

export const isTemporalType = (type: string | undefined) => type !== undefined && temporal.test(type);
export const isNumericType = (type: string | undefined) => type !== undefined && numeric.test(type);

function scaleOf(slot: Slot, choice: FieldChoice, types: ColumnTypes): string {
  if (choice.kind === 'truncated') {
    return 'temporal';
  }
  if (choice.kind !== 'column') {
    return 'quantitative';
  }
  const type = types.get(choice.column);
  return isTemporalType(type) ? 'temporal' : slot.takes !== 'dimension' && (isNumericType(type) || slot.takes === 'measure') ? 'quantitative' : 'categorical';
}

/** How often the encodings name a field. */
function usesOf({ spec }: Widget, fieldName: string): number {
  const count = (value: unknown): number =>
    Array.isArray(value) ? value.reduce<number>((sum, item) => sum + count(item), 0) : typeof value === 'object' && value !== null ? Object.entries(value).reduce((sum, [key, member]) => sum + (key === 'fieldName' && member === fieldName ? 1 : count(member)), 0) : 0;
  return count(spec?.encodings);
}

/** Without a field of the query that nothing shows any more. */
const forgotten = (widget: Widget, fieldName: string): Widget =>
  usesOf(widget, fieldName) > 0 || !mainQuery(widget) ? widget : withQuery(widget, (query) => ({ ...query, fields: (query.fields ?? []).filter((field) => field.name !== fieldName) }));

/** What shows rows as they are says so, as long as none of its fields is calculated over several. */
function aggregated(widget: Widget): Widget {
  const isRaw = widgetTypes[widget.spec?.widgetType ?? '']?.isRaw === true && (mainQuery(widget)?.query.fields ?? []).every(({ expression }) => !isAggregate(readExpression(expression)));
  return !mainQuery(widget) || (mainQuery(widget)!.query.disaggregated ?? false) === isRaw ? widget : withQuery(widget, (query) => ({ ...query, disaggregated: isRaw }));
}

/** Moves a field of a list before (-1) or after (1) its neighbour. */
export const moveField = (document: DashboardDocument, name: string, slot: Slot, at: number, by: -1 | 1): DashboardDocument =>
  changeWidget(document, name, (widget) => {
    const fields = widget.spec ? [...fieldsIn(widget.spec, slot)] : [];
    if (!fields[at] || !fields[at + by]) {
      return widget;
    }
    [fields[at], fields[at + by]] = [fields[at + by]!, fields[at]!];
    return { ...widget, spec: withFields(widget.spec!, slot, fields) };
  });

/** Changes what the encoding of a field says beside the field: its name, its format, its order. */
export const changeEncoding = (document: DashboardDocument, name: string, slot: Slot, at: number, change: (encoding: Encoding) => Encoding): DashboardDocument =>
  changeWidget(document, name, (widget) => (widget.spec ? { ...widget, spec: withFields(widget.spec, slot, fieldsIn(widget.spec, slot).map((field, index) => (index === at ? change(field) : field))) } : widget));

export const named = (displayName: string) => (encoding: Encoding): Encoding => ({ ...encoding, displayName });

/** Another format; what the panel does not know of it stays. Undefined is the usual one. */
export const formatted = (format: Format | undefined) => (encoding: Encoding): Encoding => withMember(encoding, 'format', format);

/** In which order the places of an axis stand: by its own or the other axis' values, each also reversed. Undefined is the usual one. */
export const sorted = (by: string | undefined) => (encoding: Encoding): Encoding => ({ ...encoding, scale: withMember(encoding.scale ?? {}, 'sort', by === undefined ? undefined : { by }) });

/** Another type of the widget. What it showed stays as far as the new type has a place for it. */
export const setType = (document: DashboardDocument, name: string, widgetType: string, types: ColumnTypes): DashboardDocument =>
  changeWidget(document, name, (widget) => {
    const kind = widgetTypes[widgetType];
    if (!kind || !widget.spec || widget.spec.widgetType === widgetType) {
      return widget;
    }
    const shown = slotsOf(widget.spec.widgetType).flatMap((slot) => fieldsIn(widget.spec!, slot).map((encoding) => ({ encoding, choice: choiceOf(widget, encoding) })));
    const left = shown.filter(({ encoding }, at) => shown.findIndex((one) => one.encoding.fieldName === encoding.fieldName) === at);
    let changed: Widget = { ...widget, spec: { ...widget.spec, version: kind.version, widgetType, encodings: {} } };
    for (const slot of kind.slots) {
      const wanted = left.filter(({ choice }) => slot.takes === 'column' || isMeasure(choice, types) === (slot.takes === 'measure'));
      for (const one of slot.isList ? wanted : wanted.slice(0, 1)) {
        left.splice(left.indexOf(one), 1);
        const at = fieldsIn(changed.spec!, slot).length;
        changed = withField(changed, slot, at, slot.takes === 'measure' ? asMeasure(one.choice) : one.choice, types);
        const { displayName, format } = one.encoding;
        changed = { ...changed, spec: withFields(changed.spec!, slot, fieldsIn(changed.spec!, slot).map((field, index) => (index === at ? { ...field, ...(displayName === undefined ? {} : { displayName }), ...(format === undefined ? {} : { format }) } : field))) };
      }
    }
    for (const { encoding } of shown) {
      changed = forgotten(changed, encoding.fieldName);
    }
    return aggregated(changed);
  });

const isMeasure = (choice: FieldChoice, types: ColumnTypes) => isAggregate(choice) || (choice.kind === 'column' && isNumericType(types.get(choice.column)));
const asMeasure = (choice: FieldChoice): FieldChoice => (choice.kind === 'column' ? { kind: 'aggregate', name: 'SUM', column: choice.column } : choice);

interface Condition {
  expression?: string;
}

/** The conditions that a widget's rows must meet, whatever is chosen in filters. */
export const conditionsOf = (widget: Widget): string[] => ((mainQuery(widget)?.query['filters'] as Condition[] | undefined) ?? []).map(({ expression }) => expression ?? '');

/** Sets a condition, or adds one after the last; undefined takes it away. */
export const setCondition = (document: DashboardDocument, name: string, at: number, expression: string | undefined): DashboardDocument =>
  changeWidget(document, name, (widget) =>
    withQuery(widget, (query) => {
      const filters = [...((query['filters'] as Condition[] | undefined) ?? [])];
      filters.splice(at, 1, ...(expression === undefined ? [] : [{ ...filters[at], expression }]));
      return withMember(query, 'filters', filters.length === 0 ? undefined : filters);
    }),
  );
