import { isFilter, isText, sqlOf, titleOf, type DashboardDocument, type Dataset, type Widget } from '../document/document';
import { nameOf, tokensOf } from '../../sql/tokens';
import { columnOf, readExpression } from './change/expressions';
import { mainQuery, type ColumnTypes } from './change/fields';
import { targetsOf } from './change/filters';
import { fieldsIn, slotsOf, widgetTypes } from './change/slots';

/** What is wrong with a widget, in sentences. `types` are the columns of its dataset, where they are known. */
export function problemsOf(document: DashboardDocument, widget: Widget, types?: ColumnTypes): string[] {
  const problems: string[] = [];
  const copies = document.pages.flatMap((page) => page.layout).filter((item) => item.widget?.name === widget.name).length;
  if (copies > 1) {
    problems.push(`${copies} widgets are named ${widget.name}; only the first is shown right. Delete this one and add it anew.`);
  }
  if (isText(widget) || !widget.spec) {
    return problems;
  }
  if (isFilter(widget)) {
    return [...problems, ...problemsOfFilter(document, widget)];
  }
  const { spec } = widget;
  const query = mainQuery(widget)?.query;
  const dataset = document.datasets.find(({ name }) => name === query?.datasetName);
  if (!dataset) {
    return [...problems, query?.datasetName ? `Its dataset ${query.datasetName} is not there. Choose another.` : 'It has no dataset. Choose one.'];
  }
  if (widgetTypes[spec.widgetType] === undefined) {
    problems.push(`Its type ${spec.widgetType} is not supported here. Choose another, or leave it as it is.`);
  }
  for (const slot of slotsOf(spec.widgetType)) {
    const fields = fieldsIn(spec, slot);
    if (slot.isRequired && fields.length === 0) {
      problems.push(`Choose a field for ${slot.label}.`);
    }
    for (const field of fields) {
      if (!(widget.queries ?? []).some((one) => one.query.fields?.some(({ name }) => name === field.fieldName))) {
        problems.push(`${slot.label}: the query has no field ${field.fieldName}. Choose it again.`);
      }
    }
  }
  for (const { expression } of query?.fields ?? []) {
    problems.push(...problemsOfField(dataset, expression, types));
  }
  return [...new Set(problems)];
}

function problemsOfField(dataset: Dataset, expression: string, types: ColumnTypes | undefined): string[] {
  const choice = readExpression(expression);
  const called = dataset.displayName || dataset.name;
  if (choice.kind === 'measure') {
    return dataset.columns?.some(({ displayName }) => displayName === choice.name) ? [] : [`The dataset ${called} has no calculated column ${choice.name}.`];
  }
  const column = columnOf(choice);
  const isThere = column === undefined || types === undefined || types.size === 0 || [...types.keys()].some((name) => name.toLowerCase() === column.toLowerCase()) || dataset.columns?.some(({ displayName }) => displayName === column);
  return isThere ? [] : [`The dataset ${called} has no column ${column}.`];
}

function problemsOfFilter(document: DashboardDocument, widget: Widget): string[] {
  const targets = targetsOf(widget);
  if (targets.length === 0) {
    return ['It acts on nothing yet. Choose a field or a parameter.'];
  }
  return targets.flatMap((target) => {
    const dataset = document.datasets.find(({ name }) => name === target.dataset);
    if (!dataset) {
      return [`Its dataset ${target.dataset} is not there. Choose another.`];
    }
    if (('parameter' in target ? target.parameter : target.column) === '') {
      return ['Choose a field or a parameter that it acts on.'];
    }
    return 'parameter' in target && !dataset.parameters?.some(({ keyword }) => keyword === target.parameter) ? [`The dataset ${dataset.displayName || dataset.name} has no parameter ${target.parameter}.`] : [];
  });
}

/** What is wrong with a dataset, in sentences. */
export function problemsOfDataset(document: DashboardDocument, dataset: Dataset): string[] {
  const problems: string[] = [];
  const sql = sqlOf(dataset);
  const parameters = dataset.parameters ?? [];
  if (document.datasets.filter(({ name }) => name === dataset.name).length > 1) {
    problems.push(`Several datasets have the name ${dataset.name} in the document; only the first is used.`);
  }
  if (document.datasets.some((other) => other !== dataset && (other.displayName || other.name) === (dataset.displayName || dataset.name))) {
    problems.push(`Another dataset is called ${dataset.displayName || dataset.name} too. Give it a name of its own.`);
  }
  if (sql.trim() === '') {
    problems.push('It has no SQL yet.');
  }
  if (dataset.rowsDatasetName !== undefined && !document.datasets.some(({ name }) => name === dataset.rowsDatasetName)) {
    problems.push(`The rows that it adds up are in the dataset ${dataset.rowsDatasetName}, which is not there.`);
  }
  const known = new Set(parameters.map(({ keyword }) => keyword.toLowerCase()));
  for (const keyword of parametersIn(sql)) {
    if (!known.has(keyword.toLowerCase()) && keyword.toLowerCase() !== 'time_zone') {
      problems.push(`The SQL has :${keyword}, which is not among the parameters. Add it.`);
    }
  }
  problems.push(...doubles(parameters.map(({ keyword }) => keyword.toLowerCase())).map((keyword) => `Several parameters have the keyword ${keyword}.`));
  problems.push(...doubles((dataset.columns ?? []).map(({ displayName }) => displayName)).map((name) => `Several calculated columns are called ${name}.`));
  return problems;
}

/** The parameters that a statement names, each once; the ends of a range are one. */
export const parametersIn = (sql: string): string[] => [...new Set(tokensOf(sql).filter(({ kind }) => kind === 'parameter').map((token) => nameOf(sql, token).slice(1).split('.')[0]!))];

const doubles = (names: string[]) => [...new Set(names.filter((name, at) => names.indexOf(name) !== at))];

/** What is wrong with the pages, in sentences. */
export const problemsOfPages = ({ pages }: DashboardDocument): string[] => doubles(pages.map(({ name }) => name)).map((name) => `Several pages have the name ${name} in the document: the address can only lead to the first.`);

/** The widgets that ask a dataset, by what they are called. */
export const usersOf = (document: DashboardDocument, datasetName: string): string[] =>
  document.pages.flatMap(({ layout }) => layout.flatMap(({ widget }) => (widget?.queries?.some(({ query }) => query.datasetName === datasetName) ? [titleOf(widget)] : [])));
