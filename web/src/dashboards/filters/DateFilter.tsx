import { useId, useState } from 'react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { useCanvas } from '../source';
import type { FilterProperties } from './FilterWidget';
import { dayOf, presets, rangeName, todayIn } from './relativeDates';

/** A range of days, both whole: one of the presets, or free. */
export function DateFilter({ label, value, onChange }: FilterProperties) {
  const [isOpen, setOpen] = useState(false);
  const { timeZone } = useCanvas();
  const today = todayIn(timeZone);
  const range = value && 'range' in value ? value.range : {};
  const name = rangeName(range, today);
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button className="react-aria-Button filter-button" aria-label={`${label}: ${name}`}><span>{name}</span><span aria-hidden="true">▾</span></Button>
      <Popover placement="bottom start" className="react-aria-Popover filter-popover">
        <Dialog aria-label={label}>
          <div className="presets">
            {presets.map((preset) => (
              <Button
                key={preset.name}
                className="react-aria-Button small"
                onPress={() => {
                  onChange({ range: preset.range(today) });
                  setOpen(false);
                }}
              >
                {preset.name}
              </Button>
            ))}
            <Button
              className="react-aria-Button small"
              onPress={() => {
                onChange({ range: {} });
                setOpen(false);
              }}
            >
              All days
            </Button>
          </div>
          <Free
            key={`${range.min} ${range.max}`}
            min={range.min ? (dayOf(range.min, today) ?? '') : ''}
            max={range.max ? (dayOf(range.max, today) ?? '') : ''}
            onChange={(min, max) => {
              onChange({ range: { ...(min ? { min } : {}), ...(max ? { max } : {}) } });
              setOpen(false);
            }}
          />
          <p className="quiet">Days of {timeZone}</p>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function Free({ min, max, onChange }: { min: string; max: string; onChange: (min: string, max: string) => void }) {
  const [from, setFrom] = useState(min);
  const [to, setTo] = useState(max);
  const id = useId();
  const isWrong = from !== '' && to !== '' && from > to;
  return (
    <form
      className="free-range"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isWrong) {
          onChange(from, to);
        }
      }}
    >
      <label htmlFor={`${id}from`}>From</label>
      <input id={`${id}from`} type="date" value={from} max="9999-12-31" onChange={(event) => setFrom(event.target.value)} />
      <label htmlFor={`${id}to`}>To</label>
      <input id={`${id}to`} type="date" value={to} max="9999-12-31" onChange={(event) => setTo(event.target.value)} />
      {isWrong && <p role="alert" className="react-aria-FieldError">The first day is after the last.</p>}
      <Button type="submit" className="react-aria-Button small primary" isDisabled={isWrong}>Apply</Button>
    </form>
  );
}

/** One day. */
export function SingleDateFilter({ label, value, onChange }: FilterProperties) {
  const { timeZone } = useCanvas();
  const today = todayIn(timeZone);
  const first = value && 'values' in value ? value.values[0] : value && 'range' in value ? value.range.min : undefined;
  return <input type="date" aria-label={label} max="9999-12-31" value={first ? (dayOf(first, today) ?? '') : ''} onChange={(event) => onChange({ values: event.target.value === '' ? [] : [event.target.value] })} />;
}
