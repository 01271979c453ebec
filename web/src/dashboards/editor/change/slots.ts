import type { Encoding, Encodings } from '../../document/encodings';
import type { Spec, Widget } from '../../document/document';

/** A place of a widget that takes fields. */
export interface Slot {
  /** The encoding's name; with a part of it after a dot. */
  path: string;
  label: string;
  /** Groups rows, is calculated over them, or is a column of each. */
  takes: 'dimension' | 'measure' | 'column';
  isList?: boolean;
  /** Documents have a list here even of one field. */
  isAlwaysList?: boolean;
  isRequired?: boolean;
  /** Documents say of the field what kind of scale it stands on. */
  hasScale?: boolean;
}

const axes = (values: Slot['label']): Slot[] => [
  { path: 'x', label: 'X axis', takes: 'dimension', hasScale: true, isRequired: true },
  { path: 'y', label: values, takes: 'measure', isList: true, hasScale: true, isRequired: true },
  { path: 'color', label: 'Colour', takes: 'dimension', hasScale: true },
];

/** What each type of widget takes, and the version that documents give it. */
export const widgetTypes: Record<string, { name: string; version: number; slots: Slot[]; isRaw?: boolean }> = {
  counter: {
    name: 'Counter',
    version: 2,
    slots: [
      { path: 'value', label: 'Value', takes: 'measure', isRequired: true },
      { path: 'target', label: 'Compared with', takes: 'measure' },
      { path: 'period', label: 'Over time', takes: 'dimension' },
    ],
  },
  bar: { name: 'Bar', version: 3, slots: axes('Y axis') },
  line: { name: 'Line', version: 3, slots: axes('Y axis') },
  area: { name: 'Area', version: 3, slots: axes('Y axis') },
  combo: {
    name: 'Bars and lines',
    version: 1,
    slots: [
      { path: 'x', label: 'X axis', takes: 'dimension', hasScale: true, isRequired: true },
      { path: 'y.primary', label: 'Bars', takes: 'measure', isList: true, isAlwaysList: true, hasScale: true, isRequired: true },
      { path: 'y.secondary', label: 'Lines', takes: 'measure', isList: true, isAlwaysList: true, hasScale: true },
    ],
  },
  pie: {
    name: 'Pie',
    version: 3,
    slots: [
      { path: 'angle', label: 'Angle', takes: 'measure', hasScale: true, isRequired: true },
      { path: 'color', label: 'Colour', takes: 'dimension', hasScale: true, isRequired: true },
    ],
  },
  scatter: {
    name: 'Scatter',
    version: 3,
    isRaw: true,
    slots: [
      { path: 'x', label: 'X axis', takes: 'column', hasScale: true, isRequired: true },
      { path: 'y', label: 'Y axis', takes: 'column', hasScale: true, isRequired: true },
      { path: 'color', label: 'Colour', takes: 'dimension', hasScale: true },
      { path: 'size', label: 'Size', takes: 'column', hasScale: true },
    ],
  },
  heatmap: {
    name: 'Heat map',
    version: 3,
    slots: [
      { path: 'x', label: 'X axis', takes: 'dimension', hasScale: true, isRequired: true },
      { path: 'y', label: 'Y axis', takes: 'dimension', hasScale: true, isRequired: true },
      { path: 'color', label: 'Value', takes: 'measure', hasScale: true, isRequired: true },
    ],
  },
  histogram: { name: 'Histogram', version: 3, isRaw: true, slots: [{ path: 'x', label: 'Values', takes: 'column', hasScale: true, isRequired: true }] },
  table: { name: 'Table', version: 2, isRaw: true, slots: [{ path: 'columns', label: 'Columns', takes: 'column', isList: true, isAlwaysList: true, isRequired: true }] },
  pivot: {
    name: 'Pivot',
    version: 3,
    slots: [
      { path: 'rows', label: 'Rows', takes: 'dimension', isList: true, isAlwaysList: true, isRequired: true },
      { path: 'columns', label: 'Columns', takes: 'dimension', isList: true, isAlwaysList: true },
      { path: 'cell', label: 'Values', takes: 'measure', isList: true, isRequired: true },
    ],
  },
};

/** A widget of a type that shows nothing yet. */
export const newChart = (name: string, datasetName: string, widgetType: string): Widget => ({
  name,
  queries: [{ name: 'main_query', query: { datasetName, fields: [], disaggregated: widgetTypes[widgetType]?.isRaw === true } }],
  spec: { version: widgetTypes[widgetType]?.version ?? 1, widgetType, encodings: {}, frame: { showTitle: true, title: `New ${widgetTypes[widgetType]?.name.toLowerCase() ?? 'widget'}` } },
});

export const slotsOf = (widgetType: string): Slot[] => widgetTypes[widgetType]?.slots ?? [];

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isField = (value: unknown): value is Encoding => isObject(value) && (typeof value['fieldName'] === 'string' || typeof value['parameterName'] === 'string');

function valueAt(encodings: Encodings | undefined, path: string): unknown {
  const [name, part] = path.split('.') as [string, string?];
  const value = encodings?.[name];
  if (part === undefined) {
    return value;
  }
  // Documents without the two parts have one list.
  return isObject(value) && (value['primary'] !== undefined || value['secondary'] !== undefined) ? value[part] : part === 'primary' ? value : undefined;
}

/** The fields of a slot, as the document has them. */
export function fieldsIn(spec: Spec, { path }: Pick<Slot, 'path'>): Encoding[] {
  const value = valueAt(spec.encodings, path);
  const list = Array.isArray(value) ? value : isObject(value) && Array.isArray(value['fields']) ? (value['fields'] as unknown[]) : [value];
  return list.filter(isField);
}

/** The spec with other fields in a slot, in the shape that the document has there. */
export function withFields(spec: Spec, slot: Slot, fields: Encoding[]): Spec {
  const [name, part] = slot.path.split('.') as [string, string?];
  const written = listed(valueAt(spec.encodings, slot.path), slot, fields);
  if (part === undefined) {
    return { ...spec, encodings: withMember(spec.encodings ?? {}, name, written) };
  }
  const whole = spec.encodings?.[name];
  const isParted = isObject(whole) && (whole['primary'] !== undefined || whole['secondary'] !== undefined);
  const parts = isParted ? whole : { ...(isObject(whole) && whole['scale'] !== undefined ? { scale: whole['scale'] } : {}), primary: { fields: fieldsIn(spec, { path: `${name}.primary` }) } };
  return { ...spec, encodings: withMember(spec.encodings ?? {}, name, withMember(parts, part, written)) };
}

function listed(before: unknown, slot: Slot, fields: Encoding[]): unknown {
  if (Array.isArray(before)) {
    return fields;
  }
  if (isObject(before) && Array.isArray(before['fields'])) {
    return fields.length === 0 && !slot.isAlwaysList ? undefined : { ...before, fields };
  }
  if (slot.isAlwaysList) {
    return slot.path.includes('.') ? { fields } : fields;
  }
  if (fields.length <= 1) {
    return fields[0];
  }
  return { ...(slot.hasScale ? { scale: (isField(before) && before.scale) || { type: 'quantitative' } } : {}), fields: fields.map((field) => (slot.hasScale ? without(field, 'scale') : field)) };
}

export function withMember<Value extends object>(object: Value, name: string, value: unknown): Value {
  return value === undefined ? without(object, name) : ({ ...object, [name]: value } as Value);
}

export const without = <Value extends object>(object: Value, name: string): Value => Object.fromEntries(Object.entries(object).filter(([key]) => key !== name)) as Value;
