import { useId } from 'react';
import type { FilterValue } from '../../api/dashboards';
import { shownTitle, titleOf, type Spec, type Widget } from '../document/document';
import { encoding } from '../document/encodings';
import { useCanvas } from '../source';
import { DateFilter, SingleDateFilter } from './DateFilter';
import { defaultOf } from './defaults';
import { RangeFilter } from './RangeFilter';
import { SelectFilter } from './SelectFilter';
import { TextFilter } from './TextFilter';

export interface FilterProperties {
  widget: Widget;
  label: string;
  value: FilterValue | undefined;
  onChange: (value: FilterValue | undefined) => void;
}

/** A filter in its place: what is chosen, else its default. */
export function FilterWidget({ widget, spec }: { widget: Widget; spec: Spec }) {
  const { document, chosen, choose } = useCanvas();
  const id = useId();
  const label = shownTitle(widget) || encoding(spec.encodings, 'fields')?.displayName || titleOf(widget);
  const value = Object.hasOwn(chosen, widget.name) ? chosen[widget.name] : defaultOf(document, widget);
  const properties: FilterProperties = { widget, label, value, onChange: (changed) => choose(widget.name, changed) };
  return (
    <section className="widget filter" aria-labelledby={id}>
      <h2 id={id}>{label}</h2>
      <Control type={spec.widgetType} {...properties} />
    </section>
  );
}

function Control({ type, ...properties }: FilterProperties & { type: string }) {
  switch (type) {
    case 'filter-single-select': return <SelectFilter {...properties} isMultiple={false} />;
    case 'filter-multi-select': return <SelectFilter {...properties} isMultiple />;
    case 'filter-date-range-picker': return <DateFilter {...properties} />;
    case 'filter-date-picker': return <SingleDateFilter {...properties} />;
    case 'filter-text-entry': return <TextFilter {...properties} />;
    case 'range-slider':
    case 'filter-range-slider': return <RangeFilter {...properties} />;
    default: return <p className="quiet">not supported: {type}</p>;
  }
}
