import { useState } from 'react';
import { Choice } from '../../../ui/Choice';
import { Failure } from '../../../ui/Failure';
import type { Spec, Widget } from '../../document/document';
import type { Encoding } from '../../document/encodings';
import type { FieldChoice } from '../change/expressions';
import { changeEncoding, choiceOf, isNumericType, isTemporalType, mainQuery, moveField, setDataset, setField, setType, sorted } from '../change/fields';
import { fieldsIn, slotsOf, widgetTypes, withMember, type Slot } from '../change/slots';
import { changeSpec } from '../change/widgets';
import { useEditor } from '../context';
import { useDatasetColumns } from '../data/useDatasetColumns';
import { Conditions } from './Conditions';
import { FieldEditor } from './FieldEditor';
import { FrameFields } from './FrameFields';

/** The settings of a widget that shows a dataset's rows. */
export function ChartPanel({ widget }: { widget: Widget }) {
  const { document, change } = useEditor();
  const spec = widget.spec;
  const datasetName = mainQuery(widget)?.query.datasetName ?? '';
  const dataset = document.datasets.find(({ name }) => name === datasetName);
  const { columns, types, error, isPending } = useDatasetColumns(dataset);
  const [typed, setTyped] = useState<string>();
  if (!spec) {
    return <p className="quiet">This kind of widget cannot be changed here. It stays as it is.</p>;
  }
  const known = widgetTypes[spec.widgetType];
  const set = (slot: Slot, at: number, choice: FieldChoice | undefined) => change(choice === undefined ? 'take a field away' : 'change a field', (before) => setField(before, widget.name, slot, at, choice, types), choice?.kind === 'custom' ? `field ${widget.name} ${slot.path} ${at}` : undefined);
  return (
    <>
      <FrameFields widget={widget} />
      <Choice
        label="Type"
        value={spec.widgetType}
        options={[...(known ? [] : [{ value: spec.widgetType, name: `${spec.widgetType} (not supported)` }]), ...Object.entries(widgetTypes).map(([value, { name }]) => ({ value, name }))]}
        onChange={(type) => change('change a type', (before) => setType(before, widget.name, type, types))}
      />
      <Choice
        label="Dataset"
        value={datasetName}
        options={[...(dataset ? [] : [{ value: datasetName, name: datasetName === '' ? 'Choose…' : `${datasetName} (not there)` }]), ...document.datasets.map((one) => ({ value: one.name, name: one.displayName || one.name }))]}
        onChange={(name) => change('change a dataset', (before) => setDataset(before, widget.name, name))}
      />
      {error && <Failure error={error} />}
      {isPending && <p className="quiet" role="status">Loading columns…</p>}
      {slotsOf(spec.widgetType).map((slot) => {
        const fields = fieldsIn(spec, slot);
        return (
          <fieldset key={slot.path} className="slot">
            <legend>{slot.label}</legend>
            {fields.map((field, at) => (
              <FieldEditor
                key={at}
                widget={widget}
                slot={slot}
                at={at}
                field={field}
                choice={choiceOf(widget, field)}
                columns={columns}
                calculations={dataset?.columns ?? []}
                isLast={at === fields.length - 1}
                isTyped={typed === `${slot.path} ${at}`}
                onChange={(choice) => set(slot, at, choice)}
                onMove={(by) => change('move a field', (before) => moveField(before, widget.name, slot, at, by))}
              />
            ))}
            {(fields.length === 0 || slot.isList) && (
              <AddField
                slot={slot}
                columns={columns}
                calculations={dataset?.columns ?? []}
                onAdd={(choice) => {
                  setTyped(choice.kind === 'custom' ? `${slot.path} ${fields.length}` : undefined);
                  set(slot, fields.length, choice);
                }}
              />
            )}
          </fieldset>
        );
      })}
      <Conditions widget={widget} />
      <Appearance widget={widget} spec={spec} />
    </>
  );
}

function AddField({ slot, columns, calculations, onAdd }: { slot: Slot; columns: { name: string; type_name: string }[]; calculations: { displayName: string }[]; onAdd: (choice: FieldChoice) => void }) {
  const choose = (value: string) => {
    const [kind, name] = [value.slice(0, 1), value.slice(1)];
    const type = columns.find((column) => column.name === name)?.type_name;
    if (kind === 'r') {
      onAdd({ kind: 'count' });
    } else if (kind === 'm') {
      onAdd({ kind: 'measure', name });
    } else if (kind === 'x') {
      onAdd({ kind: 'custom', expression: 'COUNT(*)' });
    } else if (slot.takes === 'measure') {
      onAdd({ kind: 'aggregate', name: isNumericType(type) ? 'SUM' : 'COUNT DISTINCT', column: name });
    } else {
      onAdd(slot.takes === 'dimension' && isTemporalType(type) ? { kind: 'truncated', unit: 'DAY', column: name } : { kind: 'column', column: name });
    }
  };
  return (
    <Choice
      label={`Add to ${slot.label}`}
      value=""
      onChange={choose}
      options={[
        { value: '', name: 'Choose a field…' },
        ...(slot.takes === 'dimension' ? [] : [{ value: 'r', name: 'Rows: COUNT(*)' }]),
        ...columns.map(({ name, type_name }) => ({ value: `c${name}`, name: `${name} (${type_name.toLowerCase()})` })),
        ...(slot.takes === 'dimension' ? [] : calculations.map(({ displayName }) => ({ value: `m${displayName}`, name: `${displayName} (calculated)` }))),
        { value: 'x', name: 'An expression…' },
      ]}
    />
  );
}

const sortings = [
  { value: '', name: 'Usual order' },
  { value: 'x', name: 'By the X axis' },
  { value: 'x-reversed', name: 'By the X axis, reversed' },
  { value: 'y', name: 'By the Y axis, least first' },
  { value: 'y-reversed', name: 'By the Y axis, largest first' },
];

const sortable = new Set(['bar', 'line', 'area', 'combo']);

/** What a chart looks like beside what it shows. */
function Appearance({ widget, spec }: { widget: Widget; spec: Spec }) {
  const { change } = useEditor();
  const type = spec.widgetType;
  const x = slotsOf(type).find(({ path }) => path === 'x');
  const place: Encoding | undefined = x && fieldsIn(spec, x)[0];
  const target = slotsOf(type).find(({ path }) => path === 'target');
  const compared = target && fieldsIn(spec, target)[0];
  const label = spec.encodings?.['label'] as { show?: boolean } | undefined;
  return (
    <>
      {sortable.has(type) && x && place && (
        <Choice
          label="Order"
          value={place.scale?.sort?.by ?? ''}
          options={sortings.some(({ value }) => value === (place.scale?.sort?.by ?? '')) ? sortings : [...sortings, { value: place.scale!.sort!.by!, name: place.scale!.sort!.by! }]}
          onChange={(by) => change('sort a chart', (before) => changeEncoding(before, widget.name, x, 0, sorted(by === '' ? undefined : by)))}
        />
      )}
      {target && compared && (
        <Choice
          label="Good is"
          value={typeof compared['goodDirection'] === 'string' ? compared['goodDirection'] : ''}
          options={[{ value: '', name: 'Neither' }, { value: 'up', name: 'More than it is compared with' }, { value: 'down', name: 'Less than it is compared with' }]}
          onChange={(direction) => change('change what is good', (before) => changeEncoding(before, widget.name, target, 0, (encoding) => withMember(encoding, 'goodDirection', direction === '' ? undefined : direction)))}
        />
      )}
      {(type === 'bar' || type === 'combo') && (
        <Choice
          label="Bars of one place"
          value={spec.mark?.layout === 'group' ? 'group' : 'stack'}
          options={[{ value: 'stack', name: 'On each other' }, { value: 'group', name: 'Side by side' }]}
          onChange={(layout) => change('change how bars stand', (before) => changeSpec(before, widget.name, (one) => ({ ...one, mark: { ...one.mark, layout } })))}
        />
      )}
      {type === 'bar' && (
        <Choice
          label="Values beside the bars"
          value={label?.show === true ? 'show' : 'hide'}
          options={[{ value: 'hide', name: 'Hidden' }, { value: 'show', name: 'Shown' }]}
          onChange={(value) => change('change labels', (before) => changeSpec(before, widget.name, (one) => ({ ...one, encodings: withMember(one.encodings ?? {}, 'label', value === 'show' ? { ...label, show: true } : label && { ...label, show: false }) })))}
        />
      )}
    </>
  );
}
