import { useState, type ReactNode } from 'react';
import { Button, Input, Label, SearchField } from 'react-aria-components';

const pageSize = 100;

/** A list that may be long: as much of it as one looks at, and a search when that is not all. */
export function LongList<Item>({ items, nameOf, find, children }: { items: readonly Item[]; nameOf: (item: Item) => string; find: string; children: (shown: readonly Item[]) => ReactNode }) {
  const [wanted, setWanted] = useState('');
  const [most, setMost] = useState(pageSize);
  const text = wanted.trim().toLowerCase();
  const found = text === '' ? items : items.filter((item) => nameOf(item).toLowerCase().includes(text));
  return (
    <>
      {(items.length > pageSize / 10 || wanted !== '') && (
        <SearchField className="react-aria-SearchField find" value={wanted} onChange={setWanted}>
          <Label>{find}</Label>
          <Input />
        </SearchField>
      )}
      {items.length > 0 && found.length === 0 && <p className="empty">Nothing of these {items.length.toLocaleString()} is called that.</p>}
      {found.length > 0 && children(found.slice(0, most))}
      {found.length > most && (
        <div className="bar pager">
          <span role="status" className="quiet">The first {most.toLocaleString()} of {found.length.toLocaleString()}</span>
          <Button className="react-aria-Button small" onPress={() => setMost(most + pageSize)}>Show more</Button>
        </div>
      )}
    </>
  );
}
