import { useDeferredValue } from 'react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, ComboBox, Input, Label, ListBox, ListBoxItem, Popover, Text } from 'react-aria-components';
import { findPrincipals } from '../api/catalog';

/** Somebody to grant to, found by a part of the name. What nobody is found for may be written too; the server knows more names than it lists to some. */
export function PrincipalField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const wanted = useDeferredValue(value.trim());
  const found = useQuery({ queryKey: ['principals', wanted], queryFn: ({ signal }) => findPrincipals(wanted, signal), placeholderData: keepPreviousData });
  return (
    <ComboBox inputValue={value} onInputChange={onChange} items={found.data ?? []} allowsCustomValue allowsEmptyCollection menuTrigger="input" isRequired>
      <Label>To whom</Label>
      <div className="combo">
        <Input spellCheck={false} autoCapitalize="none" />
        <Button aria-label="Show principals">▾</Button>
      </div>
      <Text slot="description" className="quiet hint">A user’s e-mail address, a group’s name, or a service principal’s application id. “account users” is everybody.</Text>
      <Popover>
        <ListBox renderEmptyState={() => <p className="quiet nobody">{found.isFetching ? 'Searching…' : 'Nobody found by that'}</p>}>
          {(principal: NonNullable<typeof found.data>[number]) => (
            <ListBoxItem id={`${principal.kind} ${principal.name}`} textValue={principal.name}>
              {principal.name} <span className="quiet">{principal.title === principal.name ? principal.kind : `${principal.title}, ${principal.kind}`}</span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
