/** What of an encoding the renderer reads. Documents of several ages say the same in several shapes; the functions below know them. */
export interface Encoding {
  fieldName: string;
  displayName?: string;
  scale?: Scale;
  axis?: { title?: string; hideTitle?: boolean; hideLabels?: boolean };
  format?: Format;
  /** Of filters: which query has the values, and which dataset parameter is set. */
  queryName?: string;
  parameterName?: string;
  [unknown: string]: unknown;
}

export interface Scale {
  type?: 'temporal' | 'quantitative' | 'categorical' | string;
  /** A logarithmic axis. Older documents say so in a type of its own. */
  function?: { type?: string };
  sort?: { by?: string; orderedList?: (string | { value?: string })[] };
  mappings?: { value?: string | null; color?: Colour }[];
  domain?: { min?: number; max?: number };
  /** Whether the axis may begin elsewhere than at zero. */
  reverse?: boolean;
}

export type Colour = string | { hex?: string; themeColorType?: string; position?: number };

export interface Format {
  type?: string;
  currencyCode?: string;
  abbreviation?: string;
  decimalPlaces?: { type?: string; places?: number };
  hideGroupSeparator?: boolean;
  date?: string;
  time?: string;
}

export type Encodings = Record<string, unknown>;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The one field of an encoding; undefined when it has none. */
export const encoding = (encodings: Encodings | undefined, name: string): Encoding | undefined => fieldsOf(encodings, name)[0];

/** The fields of an encoding: `{fieldName}`, `{fields: [...]}` or a list. */
export function fieldsOf(encodings: Encodings | undefined, name: string): Encoding[] {
  const value = encodings?.[name];
  if (Array.isArray(value)) {
    return value.filter(isField);
  }
  if (!isObject(value)) {
    return [];
  }
  if (Array.isArray(value['fields'])) {
    // What is said of the whole axis holds for each of its fields.
    const shared = { ...(value['scale'] === undefined ? {} : { scale: value['scale'] }), ...(value['axis'] === undefined ? {} : { axis: value['axis'] }), ...(value['format'] === undefined ? {} : { format: value['format'] }) };
    return value['fields'].filter(isField).map((field) => ({ ...shared, ...field }) as Encoding);
  }
  return isField(value) ? [value] : [];
}

const isField = (value: unknown): value is Encoding => isObject(value) && (typeof value['fieldName'] === 'string' || typeof value['parameterName'] === 'string');

/** What an axis, a column or a series is called. */
export const nameOf = (field: Encoding): string => field.displayName || field.fieldName || field.parameterName || '';

export const axisTitle = (field: Encoding | undefined): string => (field === undefined || field.axis?.hideTitle === true ? '' : field.axis?.title || nameOf(field));

export const isLog = (field: Encoding | undefined): boolean => field?.scale?.function?.type === 'log' || field?.scale?.type === 'log';
