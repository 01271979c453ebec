import { Button } from 'react-aria-components';
import { Choice } from '../../../ui/Choice';
import { Field } from '../../../ui/Field';
import { type Dataset, type DatasetParameter, type Selection } from '../../document/document';
import { setParameter } from '../change/datasets';
import { rangeSelection, valuesSelection } from '../change/filters';
import { unusedName } from '../change/names';
import { withMember } from '../change/slots';
import { useEditor } from '../context';
import { parametersIn } from '../problems';

const types = ['STRING', 'INTEGER', 'DECIMAL', 'DATE', 'DATETIME', 'BOOLEAN'];

/** What is filled into a dataset's SQL as :keyword, and what until somebody chooses. */
export function Parameters({ dataset }: { dataset: Dataset }) {
  const { change } = useEditor();
  const parameters = dataset.parameters ?? [];
  const set = (at: number, parameter: DatasetParameter | undefined, label: string, together?: string) => change(label, (before) => setParameter(before, dataset.name, at, parameter), together);
  const add = () => {
    const known = parameters.map(({ keyword }) => keyword);
    const inSql = parametersIn(dataset.query ?? (dataset.queryLines ?? []).join('')).find((keyword) => keyword.toLowerCase() !== 'time_zone' && !known.some((one) => one.toLowerCase() === keyword.toLowerCase()));
    const keyword = inSql ?? unusedName('parameter', known).replace(' ', '_');
    set(parameters.length, { keyword, displayName: keyword, dataType: 'STRING', defaultSelection: { values: { dataType: 'STRING', values: [{ value: '' }] } } }, 'add a parameter');
  };
  return (
    <section aria-label="Parameters">
      <h2>Parameters</h2>
      {parameters.length === 0 && <p className="quiet">None. Filters can set them; the SQL has them as <code>:keyword</code>, ranges as <code>:keyword.min</code> and <code>:keyword.max</code>.</p>}
      {parameters.map((parameter, at) => (
        <div key={at} className="row-form" role="group" aria-label={`Parameter ${parameter.keyword}`}>
          <Field label="Keyword" isRequired value={parameter.keyword} onChange={(keyword) => set(at, { ...parameter, keyword, ...(parameter.displayName === parameter.keyword ? { displayName: keyword } : {}) }, 'change a parameter', `parameter ${dataset.name} ${at} keyword`)} />
          <Choice label="Type" value={parameter.dataType ?? 'STRING'} options={[...new Set([...types, parameter.dataType ?? 'STRING'])].map((value) => ({ value, name: value }))} onChange={(dataType) => set(at, typed(parameter, dataType), 'change a parameter')} />
          <Choice
            label="Takes"
            value={parameter.complexType ?? ''}
            options={[{ value: '', name: 'One value' }, { value: 'MULTI', name: 'Several values' }, { value: 'RANGE', name: 'A range' }]}
            onChange={(complexType) => set(at, withMember(withMember(parameter, 'complexType', complexType === '' ? undefined : complexType), 'defaultSelection', complexType === 'RANGE' ? { range: { dataType: parameter.dataType ?? 'STRING' } } : { values: { dataType: parameter.dataType ?? 'STRING', values: [] } }), 'change a parameter')}
          />
          <SelectionFields
            selection={parameter.defaultSelection}
            kind={parameter.complexType === 'RANGE' ? 'range' : parameter.complexType === 'MULTI' ? 'values' : 'value'}
            dataType={parameter.dataType ?? 'STRING'}
            onChange={(selection) => set(at, withMember(parameter, 'defaultSelection', selection), 'change a default', `parameter ${dataset.name} ${at} default`)}
          />
          <Button className="react-aria-Button small" aria-label={`Delete the parameter ${parameter.keyword}`} onPress={() => set(at, undefined, 'delete a parameter')}>Delete</Button>
        </div>
      ))}
      <Button className="react-aria-Button small" onPress={add}>Add a parameter</Button>
    </section>
  );
}

function typed(parameter: DatasetParameter, dataType: string): DatasetParameter {
  const { values, range } = parameter.defaultSelection ?? {};
  return { ...parameter, dataType, ...(parameter.defaultSelection ? { defaultSelection: { ...parameter.defaultSelection, ...(values ? { values: { ...values, dataType } } : {}), ...(range ? { range: { ...range, dataType } } : {}) } } : {}) };
}

/** What is chosen until somebody chooses: a value, several, or the ends of a range. */
export function SelectionFields({ selection, kind, dataType, onChange }: { selection: Selection | undefined; kind: 'value' | 'values' | 'range'; dataType: string; onChange: (selection: Selection | undefined) => void }) {
  const isTime = dataType.startsWith('DATE') || dataType === 'TIMESTAMP';
  const hint = isTime ? 'Such as 2026-11-01, now/d or now-30d/d.' : undefined;
  if (kind === 'range') {
    const [min, max] = [selection?.range?.min?.value ?? '', selection?.range?.max?.value ?? ''];
    return (
      <>
        <Field label="Default from" value={min} hint={hint} onChange={(text) => onChange(rangeSelection(dataType, text, max))} />
        <Field label="Default to" value={max} onChange={(text) => onChange(rangeSelection(dataType, min, text))} />
      </>
    );
  }
  const values = (selection?.values?.values ?? []).map(({ value }) => value ?? '');
  return kind === 'value' ? (
    <Field label="Default" value={values[0] ?? ''} hint={hint} onChange={(text) => onChange(valuesSelection(dataType, text === '' && dataType !== 'STRING' ? [] : [text]))} />
  ) : (
    <Field label="Defaults" value={values.join(', ')} hint="With a comma between them." onChange={(text) => onChange(valuesSelection(dataType, listOf(text)))} />
  );
}

// A comma at the end is the beginning of another value.
const listOf = (text: string) => (text === '' ? [] : text.split(/,\s?/));
