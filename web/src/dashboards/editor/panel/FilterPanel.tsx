import { Button } from 'react-aria-components';
import { Choice } from '../../../ui/Choice';
import { Failure } from '../../../ui/Failure';
import type { Widget } from '../../document/document';
import { filterTypes, setDefault, setFilterType, setTarget, targetsOf, type FilterTarget } from '../change/filters';
import { isNumericType, isTemporalType } from '../change/fields';
import { useEditor } from '../context';
import { SelectionFields } from '../data/Parameters';
import { useDatasetColumns } from '../data/useDatasetColumns';
import { FrameFields } from './FrameFields';

/** The settings of a filter: its kind, what it acts on, and what it lets pass until somebody chooses. */
export function FilterPanel({ widget }: { widget: Widget }) {
  const { document, change } = useEditor();
  const type = widget.spec!.widgetType;
  const targets = targetsOf(widget);
  const first = targets[0];
  const dataset = document.datasets.find(({ name }) => name === first?.dataset);
  const { types } = useDatasetColumns(dataset);
  const dataType = first === undefined ? 'STRING' : 'parameter' in first ? (dataset?.parameters?.find(({ keyword }) => keyword === first.parameter)?.dataType ?? 'STRING') : type.includes('date') || isTemporalType(types.get(first.column)) ? 'DATE' : isNumericType(types.get(first.column)) ? 'DECIMAL' : 'STRING';
  const kind = type === 'filter-date-range-picker' || type.endsWith('range-slider') ? 'range' : type === 'filter-multi-select' ? 'values' : 'value';
  const selection = widget.spec!.selection?.defaultSelection;
  return (
    <>
      <FrameFields widget={widget} />
      <Choice
        label="Kind"
        value={type}
        options={[...(filterTypes[type] ? [] : [{ value: type, name: type }]), ...Object.entries(filterTypes).map(([value, { name }]) => ({ value, name }))]}
        onChange={(changed) => change('change a kind of filter', (before) => setFilterType(before, widget.name, changed))}
      />
      <fieldset className="slot">
        <legend>Acts on</legend>
        {targets.map((target, at) => <Target key={at} target={target} onChange={(changed) => change(changed ? 'change a filter' : 'take a target away', (before) => setTarget(before, widget.name, at, changed))} />)}
        <AddTarget onAdd={(target) => change('change a filter', (before) => setTarget(before, widget.name, targets.length, target))} />
      </fieldset>
      {targets.length > 0 && (
        <fieldset className="slot">
          <legend>Until somebody chooses</legend>
          <SelectionFields
            selection={selection}
            kind={kind}
            dataType={dataType}
            onChange={(changed) => change('change a default', (before) => setDefault(before, widget.name, isNothing(changed) ? undefined : changed), `default ${widget.name}`)}
          />
        </fieldset>
      )}
    </>
  );
}

// For a filter an empty text is no choice.
const isNothing = (selection: Parameters<typeof setDefault>[2]) => selection?.values?.values?.length === 1 && selection.values.values[0]!.value === '';

const valueOf = (target: FilterTarget) => ('parameter' in target ? `p${target.parameter}` : `c${target.column}`);

function Target({ target, onChange }: { target: FilterTarget; onChange: (target: FilterTarget | undefined) => void }) {
  const { document } = useEditor();
  const dataset = document.datasets.find(({ name }) => name === target.dataset);
  const { columns, error } = useDatasetColumns(dataset);
  const value = valueOf(target);
  const known = [
    ...columns.map(({ name, type_name }) => ({ value: `c${name}`, name: `${name} (${type_name.toLowerCase()})` })),
    ...(dataset?.parameters ?? []).map(({ keyword, displayName }) => ({ value: `p${keyword}`, name: `${displayName || keyword} (parameter)` })),
  ];
  const options = known.some((one) => one.value === value) ? known : [{ value, name: value === 'c' ? 'Choose…' : value.slice(1) }, ...known];
  const called = dataset?.displayName || target.dataset;
  return (
    <div className="field" role="group" aria-label={`${called}: ${value.slice(1)}`}>
      <Choice label="Dataset" value={target.dataset} options={[...(dataset ? [] : [{ value: target.dataset, name: `${target.dataset} (not there)` }]), ...document.datasets.map((one) => ({ value: one.name, name: one.displayName || one.name }))]} onChange={(name) => onChange({ ...target, dataset: name })} />
      {error && <Failure error={error} />}
      <Choice label="Field or parameter" value={value} options={options} onChange={(changed) => onChange(changed[0] === 'p' ? { dataset: target.dataset, parameter: changed.slice(1) } : { dataset: target.dataset, column: changed.slice(1) })} />
      <div className="field-buttons">
        <Button className="react-aria-Button small" aria-label={`Act no longer on ${value.slice(1)} of ${called}`} onPress={() => onChange(undefined)}>×</Button>
      </div>
    </div>
  );
}

/** Two steps in one list would be too long: first the dataset, whose columns are then known. */
function AddTarget({ onAdd }: { onAdd: (target: FilterTarget) => void }) {
  const { document } = useEditor();
  return (
    <Choice
      label="Add a dataset to act on"
      value=""
      options={[{ value: '', name: 'Choose a dataset…' }, ...document.datasets.map((one) => ({ value: one.name, name: one.displayName || one.name }))]}
      onChange={(dataset) => onAdd({ dataset, column: '' })}
    />
  );
}
