import { sqlOf, type DashboardDocument, type Dataset, type DatasetParameter, type Widget } from '../../document/document';
import { readExpression, writeExpression } from './expressions';
import { linesOf } from './frame';
import { without } from './slots';

export type Calculation = NonNullable<Dataset['columns']>[number];

export const addDataset = (document: DashboardDocument, dataset: Dataset): DashboardDocument => ({ ...document, datasets: [...document.datasets, dataset] });

export const changeDataset = (document: DashboardDocument, name: string, change: (dataset: Dataset) => Dataset): DashboardDocument => {
  const datasets = document.datasets.map((one) => (one.name === name ? change(one) : one));
  return datasets.every((one, at) => one === document.datasets[at]) ? document : { ...document, datasets };
};

export const renameDataset = (document: DashboardDocument, name: string, displayName: string) => changeDataset(document, name, (dataset) => ({ ...dataset, displayName }));

/** Takes a dataset away. Widgets that ask for it say so. */
export const deleteDataset = (document: DashboardDocument, name: string): DashboardDocument => ({ ...document, datasets: document.datasets.filter((one) => one.name !== name) });

/** The SQL, in the shape that the document has: one text, or lines. */
export const setSql = (document: DashboardDocument, name: string, sql: string) =>
  changeDataset(document, name, (dataset) => (sqlOf(dataset) === sql ? dataset : dataset.query === undefined ? { ...dataset, queryLines: linesOf(sql) } : { ...dataset, query: sql }));

/** Sets a parameter, or adds one after the last; undefined takes it away. What filters set by its keyword follows a new one. */
export function setParameter(document: DashboardDocument, name: string, at: number, parameter: DatasetParameter | undefined): DashboardDocument {
  const before = document.datasets.find((one) => one.name === name)?.parameters?.[at];
  const changed = changeDataset(document, name, (dataset) => {
    const parameters = [...(dataset.parameters ?? [])];
    parameters.splice(at, 1, ...(parameter ? [parameter] : []));
    return parameters.length > 0 || dataset.parameters ? { ...dataset, parameters } : dataset;
  });
  return before && parameter && before.keyword !== parameter.keyword ? renamedParameter(changed, name, before.keyword, parameter.keyword) : changed;
}

function renamedParameter(document: DashboardDocument, dataset: string, from: string, to: string): DashboardDocument {
  return changeWidgets(document, (widget) => {
    const queries = new Set((widget.queries ?? []).filter(({ query }) => query.datasetName === dataset && keywordsOf(query).includes(from)).map((query) => query.name));
    if (queries.size === 0 || !widget.spec) {
      return widget;
    }
    const fields = widget.spec.encodings?.['fields'];
    return {
      ...widget,
      queries: widget.queries!.map((one) => (queries.has(one.name) ? { ...one, query: { ...one.query, parameters: (one.query['parameters'] as Named[]).map((parameter) => (keywordOf(parameter) === from ? { ...parameter, name: to, keyword: to } : parameter)) } } : one)),
      spec: Array.isArray(fields) ? { ...widget.spec, encodings: { ...widget.spec.encodings, fields: fields.map((field: Record<string, unknown>) => (field['parameterName'] === from && queries.has(String(field['queryName'])) ? { ...field, parameterName: to } : field)) } } : widget.spec,
    };
  });
}

interface Named {
  name?: string;
  keyword?: string;
}

const keywordOf = ({ keyword, name }: Named) => keyword ?? name;

/** The parameters that a filter's query sets. */
export const keywordsOf = (query: Record<string, unknown>): (string | undefined)[] => (Array.isArray(query['parameters']) ? (query['parameters'] as Named[]).map(keywordOf) : []);

/** Sets a calculated column, or adds one after the last; undefined takes it away. Widgets that show it follow a new name. */
export function setCalculation(document: DashboardDocument, name: string, at: number, calculation: Calculation | undefined): DashboardDocument {
  const before = document.datasets.find((one) => one.name === name)?.columns?.[at];
  const changed = changeDataset(document, name, (dataset) => {
    const columns = [...(dataset.columns ?? [])];
    columns.splice(at, 1, ...(calculation ? [calculation] : []));
    return columns.length > 0 ? { ...dataset, columns } : without(dataset, 'columns');
  });
  if (!before || !calculation || before.displayName === calculation.displayName) {
    return changed;
  }
  return changeWidgets(changed, (widget) => {
    let isChanged = false;
    const queries = (widget.queries ?? []).map((one) => {
      const fields = one.query.datasetName !== name ? one.query.fields : one.query.fields?.map((field) => {
        const choice = readExpression(field.expression);
        const isIt = choice.kind === 'measure' && choice.name === before.displayName;
        isChanged ||= isIt;
        return isIt ? { ...field, expression: writeExpression({ kind: 'measure', name: calculation.displayName }) } : field;
      });
      return fields === one.query.fields ? one : { ...one, query: { ...one.query, fields: fields! } };
    });
    return isChanged ? { ...widget, queries } : widget;
  });
}

function changeWidgets(document: DashboardDocument, change: (widget: Widget) => Widget): DashboardDocument {
  return {
    ...document,
    pages: document.pages.map((page) => {
      const layout = page.layout.map((item) => {
        const widget = typeof item.widget === 'object' && item.widget !== null ? change(item.widget) : item.widget;
        return widget === item.widget ? item : { ...item, widget };
      });
      return layout.every((item, at) => item === page.layout[at]) ? page : { ...page, layout };
    }),
  };
}
