import { useState } from 'react';
import { Button } from 'react-aria-components';
import { Choice } from '../../../ui/Choice';
import { Field } from '../../../ui/Field';
import { titleOf, type Widget } from '../../document/document';
import { nameOf, type Encoding } from '../../document/encodings';
import { aggregates, columnOf, isAggregate, units, type Aggregate, type FieldChoice, type Unit } from '../change/expressions';
import { changeEncoding, isTemporalType, mainQuery, named } from '../change/fields';
import type { Slot } from '../change/slots';
import { useEditor } from '../context';
import { CellRules } from './CellRules';
import { FormatFields } from './FormatFields';

interface Properties {
  widget: Widget;
  slot: Slot;
  at: number;
  field: Encoding;
  choice: FieldChoice;
  columns: { name: string; type_name: string }[];
  calculations: { displayName: string }[];
  isLast: boolean;
  /** Whether it begins as an expression to be typed. */
  isTyped: boolean;
  onChange: (choice: FieldChoice | undefined) => void;
  onMove: (by: -1 | 1) => void;
}

/** A field of a widget: its column, how it is put together, its name and its format. */
export function FieldEditor({ widget, slot, at, field, choice, columns, calculations, isLast, isTyped: isTypedFirst, onChange, onMove }: Properties) {
  const { change } = useEditor();
  const [isOpen, setOpen] = useState(false);
  // What is typed may for a moment be what the lists have too; the field stays until something is chosen from them.
  const [isTypedNow, setTyped] = useState(isTypedFirst);
  const isTyped = isTypedNow || choice.kind === 'custom';
  const called = nameOf(field);
  const column = columnOf(choice);
  const isNumber = isAggregate(choice) || slot.takes !== 'dimension';
  const choose = (value: string) => {
    setTyped(value === 'x');
    if (value !== 'x') {
      onChange(choiceFor(value, choice));
    }
  };
  return (
    <div className="field" role="group" aria-label={`${slot.label}: ${called}`}>
      <div className="field-row">
        <Choice label="Field" value={isTyped ? 'x' : valueOf(choice)} options={optionsOf(choice, columns, calculations)} onChange={choose} />
        {column !== undefined && !isTyped && <Choice label="As" value={transformOf(choice)} options={transforms(slot, columns.find(({ name }) => name === column)?.type_name)} onChange={(value) => onChange(transformed(value, column))} />}
      </div>
      {isTyped && <Field label="Expression" isRequired value={mainQuery(widget)?.query.fields?.find(({ name }) => name === field.fieldName)?.expression ?? ''} onChange={(expression) => onChange({ kind: 'custom', expression })} />}
      {!isTyped && choice.kind === 'aggregate' && choice.name === 'PERCENTILE' && (
        <Choice label="Percentile" value={String(choice.percentile ?? 0.95)} options={[...new Set([0.25, 0.5, 0.75, 0.9, 0.95, 0.99, choice.percentile ?? 0.95])].map((share) => ({ value: String(share), name: `p${Number((share * 100).toPrecision(6))}` }))} onChange={(share) => onChange({ ...choice, percentile: Number(share) })} />
      )}
      <div className="field-buttons">
        <Button className="react-aria-Button small" aria-expanded={isOpen} aria-label={`Name and format of ${called}`} onPress={() => setOpen(!isOpen)}>Name, format {isOpen ? '▴' : '▾'}</Button>
        {slot.isList && at > 0 && <Button className="react-aria-Button small" aria-label={`Move ${called} up`} onPress={() => onMove(-1)}>↑</Button>}
        {slot.isList && !isLast && <Button className="react-aria-Button small" aria-label={`Move ${called} down`} onPress={() => onMove(1)}>↓</Button>}
        <Button className="react-aria-Button small" aria-label={`Take ${called} away from ${titleOf(widget)}`} onPress={() => onChange(undefined)}>×</Button>
      </div>
      {isOpen && (
        <div className="field-more">
          <Field label="Name" value={field.displayName ?? ''} onChange={(text) => change('name a field', (before) => changeEncoding(before, widget.name, slot, at, named(text)), `name ${widget.name} ${slot.path} ${at}`)} />
          {isNumber && <FormatFields widget={widget} slot={slot} at={at} format={field.format} />}
          {(slot.path === 'columns' || slot.path === 'cell') && slot.takes !== 'dimension' && <CellRules widget={widget} slot={slot} at={at} field={field} />}
        </div>
      )}
    </div>
  );
}

const valueOf = (choice: FieldChoice) => (choice.kind === 'count' ? 'r' : choice.kind === 'measure' ? `m${choice.name}` : choice.kind === 'custom' ? 'x' : `c${choice.column}`);

function optionsOf(choice: FieldChoice, columns: { name: string; type_name: string }[], calculations: { displayName: string }[]) {
  const known = [
    { value: 'r', name: 'Rows: COUNT(*)' },
    ...columns.map(({ name, type_name }) => ({ value: `c${name}`, name: `${name} (${type_name.toLowerCase()})` })),
    ...calculations.map(({ displayName }) => ({ value: `m${displayName}`, name: `${displayName} (calculated)` })),
    { value: 'x', name: 'An expression' },
  ];
  const value = valueOf(choice);
  return known.some((one) => one.value === value) ? known : [{ value, name: value.slice(1) }, ...known];
}

/** Another column is taken as the one before was. */
function choiceFor(value: string, before: FieldChoice): FieldChoice {
  const name = value.slice(1);
  switch (value[0]) {
    case 'r': return { kind: 'count' };
    case 'm': return { kind: 'measure', name };
    default: return before.kind === 'aggregate' || before.kind === 'truncated' ? { ...before, column: name } : { kind: 'column', column: name };
  }
}

const transformOf = (choice: FieldChoice) => (choice.kind === 'aggregate' ? choice.name : choice.kind === 'truncated' ? choice.unit : '');

function transforms(slot: Slot, type: string | undefined) {
  const times = units.map((unit) => ({ value: unit as string, name: `by ${unit.toLowerCase()}` }));
  const figures = aggregates.map((name) => ({ value: name as string, name }));
  const asIs = { value: '', name: 'as it is' };
  return slot.takes === 'dimension' ? [asIs, ...times, ...figures] : slot.takes === 'measure' ? [...figures, asIs, ...times] : [asIs, ...(type === undefined || isTemporalType(type) ? times : []), ...figures];
}

function transformed(value: string, column: string): FieldChoice {
  return value === '' ? { kind: 'column', column } : units.includes(value as Unit) ? { kind: 'truncated', unit: value as Unit, column } : { kind: 'aggregate', name: value as Aggregate, column, ...(value === 'PERCENTILE' ? { percentile: 0.95 } : {}) };
}
