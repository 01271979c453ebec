import { useId } from 'react';

/** One of several, by the browser's own select: it is at home on every keyboard, screen reader and phone. */
export function Choice({ label, value, onChange, options }: { label: string; value: string; onChange: (value: string) => void; options: readonly { value: string; name: string }[] }) {
  const id = useId();
  return (
    <div className="choice">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map((option) => <option key={option.value} value={option.value}>{option.name}</option>)}
      </select>
    </div>
  );
}
