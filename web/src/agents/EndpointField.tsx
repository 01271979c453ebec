import { Button, ComboBox, Input, Label, ListBox, ListBoxItem, Popover } from 'react-aria-components';
import type { Endpoint } from '../api/endpoints';

/** The endpoint that an agent shall call: one of those that the user may query, or any other by its name. */
export function EndpointField({ endpoints, value, onChange }: { endpoints: readonly Endpoint[]; value: string; onChange: (name: string) => void }) {
  return (
    <ComboBox defaultItems={endpoints} inputValue={value} onInputChange={onChange} allowsCustomValue allowsEmptyCollection menuTrigger="focus">
      <Label>Endpoint</Label>
      <div className="combo"><Input spellCheck={false} autoCapitalize="none" /><Button aria-label="Show endpoints">▾</Button></div>
      <Popover>
        <ListBox<Endpoint> renderEmptyState={() => <p className="quiet nothing">No endpoint of yours is called that.</p>}>
          {(one) => <ListBoxItem id={one.name} textValue={one.name}><span className="who">{one.name}</span></ListBoxItem>}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
