import { Button } from 'react-aria-components';
import { Choice } from '../../../ui/Choice';
import { Field } from '../../../ui/Field';
import type { Widget } from '../../document/document';
import { nameOf, type Encoding } from '../../document/encodings';
import { backgrounds, cellRulesOf, newCellRule, operators, withCellRule, type CellRule } from '../change/cellRules';
import { changeEncoding } from '../change/fields';
import type { Slot } from '../change/slots';
import { useEditor } from '../context';

/** The colours of a column's cells by their values. */
export function CellRules({ widget, slot, at, field }: { widget: Widget; slot: Slot; at: number; field: Encoding }) {
  const { change } = useEditor();
  const rules = cellRulesOf(field);
  const set = (index: number, rule: CellRule | undefined, label: string, together?: string) => change(label, (before) => changeEncoding(before, widget.name, slot, at, withCellRule(index, rule)), together);
  return (
    <>
      {rules.map((rule, index) => {
        const operator = rule.condition?.operator ?? '=';
        const colour = (rule.backgroundColor as { hex?: string } | undefined)?.hex ?? '';
        const called = `Colour ${index + 1} of ${nameOf(field)}`;
        return (
          <div key={index} className="field" role="group" aria-label={called}>
            <div className="field-row">
              <Choice label="Where it" value={operator} options={[...new Set([...operators, operator])].map((value) => ({ value, name: value }))} onChange={(changed) => set(index, { ...rule, condition: { ...rule.condition, operator: changed } }, 'change a colour')} />
              {!operator.includes('null') && <Field label="Value" isRequired value={rule.condition?.operand?.value ?? ''} onChange={(value) => set(index, { ...rule, condition: { ...rule.condition, operand: { type: 'data-value', ...rule.condition?.operand, value } } }, 'change a colour', `colour ${widget.name} ${slot.path} ${at} ${index}`)} />}
            </div>
            <Choice label="Background" value={colour} options={[...backgrounds, ...(backgrounds.some(({ value }) => value === colour) ? [] : [{ value: colour, name: colour || 'As it is' }])]} onChange={(hex) => set(index, { ...rule, backgroundColor: { hex } }, 'change a colour')} />
            <div className="field-buttons"><Button className="react-aria-Button small" aria-label={`Take away: ${called}`} onPress={() => set(index, undefined, 'take a colour away')}>×</Button></div>
          </div>
        );
      })}
      <Button className="react-aria-Button small" onPress={() => set(rules.length, newCellRule(), 'add a colour')}>Colour by value</Button>
    </>
  );
}
