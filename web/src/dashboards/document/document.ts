/**
 * The `.lvdash.json` document. Only what the renderer reads has a name here; everything else stays in the objects as it came,
 * so that a document that is written back has lost nothing.
 */
export interface DashboardDocument {
  datasets: Dataset[];
  pages: Page[];
  [unknown: string]: unknown;
}

export interface Dataset {
  name: string;
  displayName?: string;
  query?: string;
  /** Pieces of the SQL, to be joined as they are. */
  queryLines?: string[];
  parameters?: DatasetParameter[];
  /** The dataset with the rows that this one's rows add up. */
  rowsDatasetName?: string;
  /** Whether its rows are calculated once for all that a page asks of them. */
  readOnce?: boolean;
  /** Calculated columns, which fields name as MEASURE(`displayName`). */
  columns?: { displayName: string; expression: string }[];
  [unknown: string]: unknown;
}

export interface DatasetParameter {
  keyword: string;
  displayName?: string;
  dataType?: string;
  complexType?: string;
  defaultSelection?: Selection;
  [unknown: string]: unknown;
}

export interface Page {
  name: string;
  displayName?: string;
  pageType?: string;
  layoutVersion?: string;
  layout: LayoutItem[];
  [unknown: string]: unknown;
}

export interface LayoutItem {
  position: { x: number; y: number; width: number; height: number };
  widget: Widget;
  [unknown: string]: unknown;
}

export interface Widget {
  name: string;
  queries?: WidgetQuery[];
  spec?: Spec;
  multilineTextboxSpec?: { lines?: string[] };
  textbox_spec?: string;
  [unknown: string]: unknown;
}

export interface WidgetQuery {
  name: string;
  query: { datasetName: string; fields?: { name: string; expression: string }[]; disaggregated?: boolean; [unknown: string]: unknown };
}

export interface Spec {
  version?: number;
  widgetType: string;
  encodings?: Record<string, unknown>;
  frame?: Frame;
  mark?: { layout?: string; [unknown: string]: unknown };
  selection?: { defaultSelection?: Selection };
  [unknown: string]: unknown;
}

export interface Frame {
  showTitle?: boolean;
  title?: string | { value?: string };
  showDescription?: boolean;
  description?: string | { value?: string };
}

export interface Selection {
  values?: { dataType?: string; values?: { value?: string | null }[] };
  range?: { dataType?: string; min?: { value?: string }; max?: { value?: string } };
}

/** The document is not one: why, in a sentence. */
export class DocumentError extends Error {}

/** Reads a document. What is unknown is kept; what is missing is empty. */
export function readDocument(text: string): DashboardDocument {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch (error) {
    throw new DocumentError(`The file is no JSON: ${(error as Error).message}. A dashboard is exported as a .lvdash.json file.`);
  }
  if (!isObject(read)) {
    throw new DocumentError('A dashboard is a JSON object with "datasets" and "pages".');
  }
  const pages = listOf<Page>(read['pages'], 'pages').map((page) => ({ ...page, layout: listOf<LayoutItem>(page.layout, 'layout') }));
  return { ...read, datasets: listOf<Dataset>(read['datasets'], 'datasets'), pages };
}

function listOf<Item>(value: unknown, name: string): Item[] {
  if (value === undefined || value === null) {
    return [];
  }
  if (!Array.isArray(value) || !value.every(isObject)) {
    throw new DocumentError(`"${name}" is a list of objects.`);
  }
  return value as Item[];
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

export const sqlOf = (dataset: Dataset): string => dataset.query ?? (dataset.queryLines ?? []).join('');

/** Files from before GRID_V1 count six columns. */
export const gridColumns = (page: Page): 6 | 12 => (page.layoutVersion === 'GRID_V1' ? 12 : 6);

export const isGlobalFilters = (page: Page): boolean => page.pageType === 'PAGE_TYPE_GLOBAL_FILTERS';

/** The widgets that can be shown, with a place for each: those without a name stay in the document and nowhere else. */
export const itemsOf = (page: Page): LayoutItem[] =>
  page.layout.filter(({ widget }) => isObject(widget) && typeof widget.name === 'string').map((item) => (isPlace(item.position) ? item : { ...item, position: { x: 0, y: 0, width: gridColumns(page), height: 4 } }));

const isPlace = (position: unknown) => isObject(position) && ['x', 'y', 'width', 'height'].every((side) => Number.isFinite(position[side]));

/** The pages that have a tab: those of global filters stand above all. */
export const canvasPages = ({ pages }: DashboardDocument): Page[] => pages.filter((page) => !isGlobalFilters(page));

export const isText = (widget: Widget): boolean => widget.multilineTextboxSpec !== undefined || widget.textbox_spec !== undefined;

export const textOf = (widget: Widget): string => widget.multilineTextboxSpec?.lines?.join('') ?? widget.textbox_spec ?? '';

const filterTypes = new Set(['filter-single-select', 'filter-multi-select', 'filter-date-range-picker', 'filter-date-picker', 'filter-text-entry', 'range-slider']);

export const isFilter = ({ spec }: Widget): boolean => spec !== undefined && (filterTypes.has(spec.widgetType) || spec.widgetType.startsWith('filter-'));

const wordsOf = (text: string | { value?: string } | undefined): string => (typeof text === 'string' ? text : (text?.value ?? '')).trim();

/** The title as the frame shows it; empty when it shows none. */
export const shownTitle = ({ spec }: Widget): string => (spec?.frame?.showTitle === true ? wordsOf(spec.frame.title) : '');

/** What a widget is called where it must have a name: its title even when hidden, else its kind. */
export const titleOf = (widget: Widget): string => wordsOf(widget.spec?.frame?.title) || (isText(widget) ? 'Text' : `${widget.spec?.widgetType ?? 'widget'} ${widget.name}`);

export const shownDescription = ({ spec }: Widget): string => (spec?.frame?.showDescription === true ? wordsOf(spec.frame.description) : '');

/** The datasets that a widget asks. */
export const datasetsOf = (widget: Widget): Set<string> => new Set((widget.queries ?? []).map(({ query }) => query.datasetName));

/** The expression of a field, with a dataset's own measure replaced by what it stands for. */
export function expressionOf(document: DashboardDocument, widget: Widget, fieldName: string, queryName?: string): string {
  for (const { name, query } of widget.queries ?? []) {
    const field = queryName === undefined || queryName === name ? query.fields?.find((one) => one.name === fieldName) : undefined;
    if (field) {
      const measure = /^\s*MEASURE\(`(.*)`\)\s*$/i.exec(field.expression)?.[1];
      const dataset = document.datasets.find((one) => one.name === query.datasetName);
      return (measure !== undefined && dataset?.columns?.find((column) => column.displayName === measure)?.expression) || field.expression;
    }
  }
  return '';
}
