import { useState } from 'react';
import type { FilterProperties } from './FilterWidget';

/** A text to be typed; it counts when one leaves the field or presses Enter. */
export function TextFilter({ label, value, onChange }: FilterProperties) {
  const current = value && 'values' in value ? (value.values[0] ?? '') : '';
  return <Field key={current} label={label} current={current} onChange={(text) => onChange({ values: text === '' ? [] : [text] })} />;
}

function Field({ label, current, onChange }: { label: string; current: string; onChange: (text: string) => void }) {
  const [text, setText] = useState(current);
  const commit = () => text !== current && onChange(text);
  return <input aria-label={label} value={text} placeholder="All" onChange={(event) => setText(event.target.value)} onBlur={commit} onKeyDown={(event) => event.key === 'Enter' && commit()} />;
}
