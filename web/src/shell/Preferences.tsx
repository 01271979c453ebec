import { useNavigate } from 'react-router';
import { Button, Menu, MenuItem, MenuSection, MenuTrigger, Header, Popover, Separator } from 'react-aria-components';
import type { Session } from '../api/session';
import { usePreference } from '../ui/preferences';
import { signOut } from './signOut';

/** The menu of the signed-in user: light or dark, whose time, what is theirs, and out. */
export function Preferences({ session }: { session: Session }) {
  const [theme, setTheme] = usePreference('theme');
  const [zone, setZone] = usePreference('zone');
  const navigate = useNavigate();
  const act: Record<string, () => unknown> = {
    tokens: () => navigate('/settings/tokens'),
    sessions: () => navigate('/settings/sessions'),
    'sign-out': () => signOut(),
  };
  return (
    <MenuTrigger>
      <Button className="user" aria-label={`Preferences of ${session.display_name}`}>{session.display_name}</Button>
      <Popover placement="bottom end">
        <Menu onAction={(key) => void act[String(key)]?.()}>
          <MenuSection selectionMode="single" selectedKeys={[theme]} onSelectionChange={(keys) => setTheme(only(keys))}>
            <Header>Theme</Header>
            <MenuItem id="system">As the system</MenuItem>
            <MenuItem id="light">Light</MenuItem>
            <MenuItem id="dark">Dark</MenuItem>
          </MenuSection>
          <MenuSection selectionMode="single" selectedKeys={[zone]} onSelectionChange={(keys) => setZone(only(keys))}>
            <Header>Times</Header>
            <MenuItem id="utc">UTC</MenuItem>
            <MenuItem id="local">Local</MenuItem>
          </MenuSection>
          <Separator />
          <MenuItem id="tokens">Your tokens</MenuItem>
          <MenuItem id="sessions">Your sessions</MenuItem>
          <MenuItem id="sign-out">Sign out</MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

const only = (keys: 'all' | Iterable<unknown>) => String([...(keys === 'all' ? [] : keys)][0]);
