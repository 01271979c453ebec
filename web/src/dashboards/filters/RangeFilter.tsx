import { useMemo, useState } from 'react';
import { Slider, SliderOutput, SliderThumb, SliderTrack } from 'react-aria-components';
import { numberOf } from '../compile/values';
import { Failure } from '../../ui/Failure';
import { useResult } from '../useResult';
import type { FilterProperties } from './FilterWidget';

/** A range of numbers between the least and the largest that there is. */
export function RangeFilter({ widget, label, value, onChange }: FilterProperties) {
  const { query } = useResult(widget, true);
  const bounds = useMemo(() => {
    const numbers = (query.data?.queries ?? []).flatMap(({ rows }) => rows.flat().map(numberOf)).filter((one) => one !== null);
    return numbers.length === 0 ? undefined : { least: numbers.reduce((a, b) => Math.min(a, b)), most: numbers.reduce((a, b) => Math.max(a, b)) };
  }, [query.data]);
  if (query.error) {
    return <Failure error={query.error} retry={() => void query.refetch()} />;
  }
  if (!bounds) {
    return <p className="quiet">{query.isPending ? 'Loading…' : 'No values'}</p>;
  }
  const range = value && 'range' in value ? value.range : {};
  const chosen: [number, number] = [numberOf(range.min) ?? bounds.least, numberOf(range.max) ?? bounds.most];
  return <Range key={chosen.join(' ')} label={label} {...bounds} chosen={chosen} onChange={([min, max]) => onChange({ range: { ...(min > bounds.least ? { min: String(min) } : {}), ...(max < bounds.most ? { max: String(max) } : {}) } })} />;
}

function Range({ label, least, most, chosen, onChange }: { label: string; least: number; most: number; chosen: [number, number]; onChange: (range: [number, number]) => void }) {
  const [moved, setMoved] = useState(chosen);
  const isWhole = Number.isInteger(least) && Number.isInteger(most);
  const step = isWhole ? Math.max(1, Math.floor((most - least) / 1000)) : (most - least) / 1000 || 1;
  return (
    <Slider aria-label={label} minValue={least} maxValue={most} step={step} value={moved} onChange={(range) => setMoved(range as [number, number])} onChangeEnd={(range) => onChange(range as [number, number])} isDisabled={least === most}>
      <SliderOutput>{() => `${moved[0].toLocaleString()} – ${moved[1].toLocaleString()}`}</SliderOutput>
      <SliderTrack>
        {[0, 1].map((at) => <SliderThumb key={at} index={at} aria-label={at === 0 ? 'Least' : 'Largest'} />)}
      </SliderTrack>
    </Slider>
  );
}
