import { useState } from 'react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, ComboBox, Input, Label, ListBox, ListBoxItem, Popover } from 'react-aria-components';
import { listFromWorkspace, type PrincipalPath } from '../api/scim';
import { useSettled } from '../ui/useSettled';
import { filterByName } from './filter';

/** One of the account's principals, found by its name. */
export interface Picked {
  id: string;
  name: string;
  path: PrincipalPath;
}

export const kindNames: Record<PrincipalPath, string> = { Users: 'person', Groups: 'group', ServicePrincipals: 'service principal' };

const mostOfAKind = 20;

/** Finds principals by a part of their names, which the server looks for: there may be more than a browser wants to hold. */
export function PrincipalPicker({ label, kinds, picked, onPick }: { label: string; kinds: readonly PrincipalPath[]; picked: Picked | null; onPick: (picked: Picked | null) => void }) {
  const [typed, setTyped] = useState('');
  const asked = useSettled(typed);
  const found = useQuery({
    queryKey: ['scim', 'find', kinds, asked],
    queryFn: async ({ signal }) => {
      const lists = await Promise.all(kinds.map((path) => listFromWorkspace(path, { filter: filterByName(path, asked), count: mostOfAKind, attributes: 'userName,displayName,applicationId' }, signal)));
      return lists.flatMap((list, kind) => list.Resources.map((one): Picked => ({ id: one.id, name: one.userName ?? one.displayName, path: kinds[kind]! })));
    },
    placeholderData: keepPreviousData,
  });
  const items = found.data ?? [];
  return (
    <ComboBox
      items={items}
      value={picked?.id ?? null}
      onChange={(id) => onPick(items.find((one) => one.id === id) ?? null)}
      inputValue={picked?.name ?? typed}
      onInputChange={(text) => {
        if (text === picked?.name) {
          return;
        }
        if (picked !== null) {
          onPick(null);
        }
        setTyped(text);
      }}
      allowsEmptyCollection
      menuTrigger="input"
    >
      <Label>{label}</Label>
      <div className="combo"><Input /><Button aria-label="Show some">▾</Button></div>
      {found.error && <p role="alert" className="bad">{found.error.message}</p>}
      <Popover>
        <ListBox<Picked> renderEmptyState={() => <p className="quiet nothing">{found.isFetching ? 'Looking…' : 'Nothing is called that.'}</p>}>
          {(one) => (
            <ListBoxItem id={one.id} textValue={one.name}>
              <span className="who">{one.name}</span> <span className="quiet">{kindNames[one.path]}</span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
