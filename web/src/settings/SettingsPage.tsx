import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { useSession } from '../api/session';
import { Alerts } from './Alerts';
import { Audit } from './Audit';
import { Health } from './Health';
import { Previews } from './Previews';
import { Prices } from './Prices';
import './settings.css';

/** What account admins look after. */
export default function SettingsPage() {
  const session = useSession();
  if (!session.data?.is_account_admin) {
    return (
      <>
        <h1>Settings</h1>
        <p className="empty">The account's settings are its admins' to see and change. Your theme and the time zone of what you see are in the menu with your name.</p>
      </>
    );
  }
  return (
    <>
      <h1>Settings</h1>
      <Tabs>
        <TabList aria-label="Settings">
          <Tab id="health">System health</Tab>
          <Tab id="prices">Price book</Tab>
          <Tab id="alerts">Alerts</Tab>
          <Tab id="previews">Previews</Tab>
          <Tab id="audit">Audit log</Tab>
        </TabList>
        <TabPanel id="health"><Health /></TabPanel>
        <TabPanel id="prices"><Prices /></TabPanel>
        <TabPanel id="alerts"><Alerts /></TabPanel>
        <TabPanel id="previews"><Previews account={session.data.account_id} /></TabPanel>
        <TabPanel id="audit"><Audit /></TabPanel>
      </Tabs>
    </>
  );
}
