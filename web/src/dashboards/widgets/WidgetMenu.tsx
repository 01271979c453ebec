import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';

export interface Action {
  id: string;
  name: string;
  run: () => void;
}

/** What can be done with a widget. */
export function WidgetMenu({ title, actions }: { title: string; actions: Action[] }) {
  return (
    <MenuTrigger>
      <Button className="react-aria-Button small widget-menu" aria-label={`Actions of ${title}`}>⋯</Button>
      <Popover placement="bottom end">
        <Menu aria-label={`Actions of ${title}`} onAction={(key) => actions.find(({ id }) => id === key)?.run()}>
          {actions.map(({ id, name }) => <MenuItem key={id} id={id}>{name}</MenuItem>)}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
