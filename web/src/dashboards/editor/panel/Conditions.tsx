import { Button } from 'react-aria-components';
import { Field } from '../../../ui/Field';
import type { Widget } from '../../document/document';
import { conditionsOf, setCondition } from '../change/fields';
import { useEditor } from '../context';

/** The conditions on a widget's rows, as SQL. */
export function Conditions({ widget }: { widget: Widget }) {
  const { change } = useEditor();
  const conditions = conditionsOf(widget);
  return (
    <fieldset className="slot">
      <legend>Only rows where</legend>
      {conditions.map((condition, at) => (
        <div key={at} className="field" role="group" aria-label={`Condition ${at + 1}`}>
          <Field label={`Condition ${at + 1}`} isRequired value={condition} onChange={(text) => change('change a condition', (before) => setCondition(before, widget.name, at, text), `condition ${widget.name} ${at}`)} />
          <div className="field-buttons">
            <Button className="react-aria-Button small" aria-label={`Take condition ${at + 1} away`} onPress={() => change('take a condition away', (before) => setCondition(before, widget.name, at, undefined))}>×</Button>
          </div>
        </div>
      ))}
      <Button className="react-aria-Button small" onPress={() => change('add a condition', (before) => setCondition(before, widget.name, conditions.length, 'TRUE'))}>Add a condition</Button>
    </fieldset>
  );
}
