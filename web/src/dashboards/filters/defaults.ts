import type { FilterValue } from '../../api/dashboards';
import type { DashboardDocument, Selection, Widget } from '../document/document';
import { fieldsOf } from '../document/encodings';

/** What a filter lets pass when nothing is chosen: its own default, or that of the dataset parameter it sets. */
export function defaultOf(document: DashboardDocument, widget: Widget): FilterValue | undefined {
  const own = valueOf(widget.spec?.selection?.defaultSelection);
  if (own) {
    return own;
  }
  for (const field of fieldsOf(widget.spec?.encodings, 'fields')) {
    const dataset = (widget.queries ?? []).find(({ name }) => name === field.queryName)?.query.datasetName;
    const parameter = document.datasets.find(({ name }) => name === dataset)?.parameters?.find(({ keyword }) => keyword === field.parameterName);
    const value = valueOf(parameter?.defaultSelection);
    if (value) {
      return value;
    }
  }
  return undefined;
}

function valueOf(selection: Selection | undefined): FilterValue | undefined {
  if (selection?.range) {
    const [min, max] = [selection.range.min?.value, selection.range.max?.value];
    return min || max ? { range: { ...(min ? { min } : {}), ...(max ? { max } : {}) } } : undefined;
  }
  const values = selection?.values?.values?.map(({ value }) => value ?? null);
  return values && values.length > 0 ? { values } : undefined;
}
