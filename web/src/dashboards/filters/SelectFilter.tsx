import { useMemo, useState } from 'react';
import { Button, Dialog, DialogTrigger, Input, ListBox, ListBoxItem, Popover, SearchField, type Selection } from 'react-aria-components';
import { byName, nullName } from '../compile/values';
import { Failure } from '../../ui/Failure';
import { useResult } from '../useResult';
import type { FilterProperties } from './FilterWidget';

const mostShown = 200;
// No value of a result: their keys begin with another letter.
const allKey = 'all';
const keyOf = (value: string | null) => (value === null ? 'null' : `=${value}`);
const valueOfKey = (key: string) => (key === 'null' ? null : key.slice(1));

/** One or several of the values that there are. */
export function SelectFilter({ widget, label, value, onChange, isMultiple }: FilterProperties & { isMultiple: boolean }) {
  const [isOpen, setOpen] = useState(false);
  const chosen = value && 'values' in value ? value.values : [];
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button className="react-aria-Button filter-button" aria-label={`${label}: ${summaryOf(chosen)}`}><span>{summaryOf(chosen)}</span><span aria-hidden="true">▾</span></Button>
      <Popover placement="bottom start" className="react-aria-Popover filter-popover">
        <Dialog aria-label={label}>
          <Choices
            widget={widget}
            label={label}
            chosen={chosen}
            isMultiple={isMultiple}
            onChange={(values) => {
              onChange({ values });
              if (!isMultiple) {
                setOpen(false);
              }
            }}
          />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

const summaryOf = (chosen: (string | null)[]) => (chosen.length === 0 ? 'All' : chosen.length === 1 ? (chosen[0] ?? nullName) : `${chosen[0] ?? nullName} and ${chosen.length - 1} more`);

interface ChoicesProperties {
  widget: FilterProperties['widget'];
  label: string;
  chosen: (string | null)[];
  isMultiple: boolean;
  onChange: (values: (string | null)[]) => void;
}

function Choices({ widget, label, chosen, isMultiple, onChange }: ChoicesProperties) {
  const [sought, setSought] = useState('');
  const { query } = useResult(widget, true);
  const values = useMemo(() => {
    const found = new Set<string | null>(chosen);
    for (const one of query.data?.queries ?? []) {
      one.rows.forEach((row) => row.length > 0 && found.add(row[0]!));
    }
    return [...found].sort(byName);
  }, [query.data, chosen]);
  const matching = values.filter((value) => (value ?? nullName).toLowerCase().includes(sought.toLowerCase()));
  const shown = matching.slice(0, mostShown);
  const change = (selection: Selection) => {
    const keys = selection === 'all' ? [] : [...selection].map(String);
    // What the search hides stays chosen.
    const hidden = isMultiple ? chosen.filter((value) => !shown.includes(value)) : [];
    onChange(keys.includes(allKey) || keys.length + hidden.length === 0 ? [] : [...hidden, ...keys.map(valueOfKey)]);
  };
  return (
    <>
      <SearchField aria-label={`Find in ${label}`} value={sought} onChange={setSought} autoFocus><Input placeholder="Find…" /></SearchField>
      {query.error && <Failure error={query.error} retry={() => void query.refetch()} />}
      {isMultiple && chosen.length > 0 && <Button className="react-aria-Button small" onPress={() => onChange([])}>All</Button>}
      <ListBox aria-label={label} selectionMode={isMultiple ? 'multiple' : 'single'} escapeKeyBehavior="none" selectedKeys={chosen.length === 0 && !isMultiple ? [allKey] : chosen.map(keyOf)} onSelectionChange={change} renderEmptyState={() => <p className="quiet">{query.isPending ? 'Loading…' : 'No such value.'}</p>}>
        {[...(isMultiple || sought !== '' ? [] : [<ListBoxItem key={allKey} id={allKey} textValue="All">All</ListBoxItem>]), ...shown.map((value) => <ListBoxItem key={keyOf(value)} id={keyOf(value)} textValue={value ?? nullName}>{value ?? nullName}</ListBoxItem>)]}
      </ListBox>
      {matching.length > shown.length && <p className="quiet">{(matching.length - shown.length).toLocaleString()} more: type to find them.</p>}
    </>
  );
}
