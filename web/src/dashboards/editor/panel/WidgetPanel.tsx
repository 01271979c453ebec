import { useNavigate } from 'react-router';
import { Button } from 'react-aria-components';
import { Choice } from '../../../ui/Choice';
import { isFilter, isText, titleOf, type Page, type Widget } from '../../document/document';
import { newName } from '../change/names';
import { deleteWidget, duplicateWidget, moveToPage } from '../change/widgets';
import { useEditor } from '../context';
import { useDatasetColumns } from '../data/useDatasetColumns';
import { mainQuery } from '../change/fields';
import { problemsOf } from '../problems';
import { ChartPanel } from './ChartPanel';
import { FilterPanel } from './FilterPanel';
import { TextPanel } from './TextPanel';

/** The settings of the chosen widget. */
export function WidgetPanel({ widget, page, path }: { widget: Widget; page: Page; path: string }) {
  const { document, change, say, select } = useEditor();
  const navigate = useNavigate();
  const dataset = document.datasets.find(({ name }) => name === mainQuery(widget)?.query.datasetName);
  const { types } = useDatasetColumns(isText(widget) || isFilter(widget) ? undefined : dataset);
  const problems = problemsOf(document, widget, types);
  const title = titleOf(widget);
  const copy = () => {
    const name = newName(document);
    change('duplicate a widget', (before) => duplicateWidget(before, widget.name, name));
    say(`${title} duplicated`);
    select(name);
  };
  const remove = () => {
    change('delete a widget', (before) => deleteWidget(before, widget.name));
    say(`${title} deleted`);
    select(undefined);
    requestAnimationFrame(() => focusOn('.edit-handle', '.add-bar button'));
  };
  const close = () => {
    focusOn('.selected .edit-handle');
    select(undefined);
  };
  const others = document.pages.filter((one) => one !== page);
  return (
    <>
      <div className="panel-head">
        <h2>{isText(widget) ? 'Text' : isFilter(widget) ? 'Filter' : 'Chart'}</h2>
        <Button className="react-aria-Button small" aria-label="Close the settings" onPress={close}>×</Button>
      </div>
      {problems.length > 0 && <ul className="problems">{problems.map((problem) => <li key={problem}>{problem}</li>)}</ul>}
      {isText(widget) ? <TextPanel widget={widget} /> : isFilter(widget) ? <FilterPanel widget={widget} /> : <ChartPanel widget={widget} />}
      <div className="bar">
        <Button className="react-aria-Button small" onPress={copy}>Duplicate</Button>
        <Button className="react-aria-Button small danger" onPress={remove}>Delete</Button>
      </div>
      {others.length > 0 && (
        <Choice
          label="Move to page"
          value=""
          options={[{ value: '', name: 'This page' }, ...others.map((one) => ({ value: one.name, name: one.displayName || one.name }))]}
          onChange={(to) => {
            change('move a widget to another page', (before) => moveToPage(before, widget.name, to));
            void navigate(`${path}/${encodeURIComponent(to)}`);
          }}
        />
      )}
    </>
  );
}

/** The focus does not get lost with what goes: it moves to the first that there is. */
function focusOn(...selectors: string[]) {
  selectors.map((selector) => globalThis.document.querySelector<HTMLElement>(selector)).find((element) => element !== null)?.focus();
}
