import { Choice } from '../../../ui/Choice';
import { Field } from '../../../ui/Field';
import type { Widget } from '../../document/document';
import type { Format } from '../../document/encodings';
import { changeEncoding, formatted } from '../change/fields';
import { without, type Slot } from '../change/slots';
import { useEditor } from '../context';

const kinds = [
  { value: '', name: 'Usual' },
  { value: 'number', name: 'Number' },
  { value: 'number-percent', name: 'Percent' },
  { value: 'number-currency', name: 'Currency' },
];

/** How a field's numbers are written. */
export function FormatFields({ widget, slot, at, format }: { widget: Widget; slot: Slot; at: number; format: Format | undefined }) {
  const { change } = useEditor();
  const set = (changed: Format | undefined, together?: string) => change('change a format', (before) => changeEncoding(before, widget.name, slot, at, formatted(changed)), together);
  const type = format?.type ?? '';
  const places = format?.decimalPlaces?.places;
  return (
    <>
      <Choice label="Format" value={type} options={kinds.some(({ value }) => value === type) ? kinds : [...kinds, { value: type, name: type }]} onChange={(kind) => set(kind === '' ? undefined : { ...(kind === 'number-currency' ? { currencyCode: 'USD', ...format } : format ? without(format, 'currencyCode') : {}), type: kind })} />
      {type === 'number-currency' && <Field label="Currency" isRequired value={format?.currencyCode ?? 'USD'} onChange={(currencyCode) => set({ ...format, currencyCode: currencyCode.toUpperCase() }, `currency ${widget.name} ${slot.path} ${at}`)} />}
      {type !== '' && (
        <>
          <Choice
            label="Decimals"
            value={places === undefined ? '' : String(places)}
            options={[{ value: '', name: 'As needed' }, ...[0, 1, 2, 3, 4].map((count) => ({ value: String(count), name: String(count) })), ...(places !== undefined && places > 4 ? [{ value: String(places), name: String(places) }] : [])]}
            onChange={(count) => set(count === '' ? without(format!, 'decimalPlaces') : { ...format, decimalPlaces: { type: format?.decimalPlaces?.type === 'max' ? 'max' : 'fixed', places: Number(count) } })}
          />
          <Choice label="Large numbers" value={format?.abbreviation === 'compact' ? 'compact' : 'none'} options={[{ value: 'none', name: 'In full: 1,234,567' }, { value: 'compact', name: 'Short: 1.23M' }]} onChange={(abbreviation) => set({ ...format, abbreviation })} />
        </>
      )}
    </>
  );
}
