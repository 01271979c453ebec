import { Button } from 'react-aria-components';
import { Field } from '../../../ui/Field';
import type { Dataset } from '../../document/document';
import { setCalculation, type Calculation } from '../change/datasets';
import { unusedName } from '../change/names';
import { useEditor } from '../context';

/** Expressions over a dataset's rows, by names that its widgets can show. */
export function Calculations({ dataset }: { dataset: Dataset }) {
  const { change } = useEditor();
  const calculations = dataset.columns ?? [];
  const set = (at: number, calculation: Calculation | undefined, label: string, together?: string) => change(label, (before) => setCalculation(before, dataset.name, at, calculation), together);
  return (
    <section aria-label="Calculated columns">
      <h2>Calculated columns</h2>
      {calculations.length === 0 && <p className="quiet">None. Such as <code>COUNT_IF(status_code &gt;= 400) / COUNT(*)</code>: calculated over the rows of each group that a widget shows.</p>}
      {calculations.map((calculation, at) => (
        <div key={at} className="row-form wide-last" role="group" aria-label={`Calculated column ${calculation.displayName}`}>
          <Field label="Name" isRequired value={calculation.displayName} onChange={(displayName) => set(at, { ...calculation, displayName }, 'rename a calculated column', `calculation ${dataset.name} ${at} name`)} />
          <Field label="Expression" isRequired value={calculation.expression} onChange={(expression) => set(at, { ...calculation, expression }, 'change a calculated column', `calculation ${dataset.name} ${at} expression`)} />
          <Button className="react-aria-Button small" aria-label={`Delete the calculated column ${calculation.displayName}`} onPress={() => set(at, undefined, 'delete a calculated column')}>Delete</Button>
        </div>
      ))}
      <Button className="react-aria-Button small" onPress={() => set(calculations.length, { displayName: unusedName('calculation', calculations.map(({ displayName }) => displayName)), expression: 'COUNT(*)' }, 'add a calculated column')}>Add a calculated column</Button>
    </section>
  );
}
