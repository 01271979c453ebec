import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';

/** The parts of a page. The chosen one is in the address, so that a link or a reload leads to it. */
export function SecurableTabs({ label, tabs }: { label: string; tabs: readonly { id: string; name: string; view: ReactNode }[] }) {
  const [search, setSearch] = useSearchParams();
  const selected = tabs.find((tab) => tab.id === search.get('tab')) ?? tabs[0]!;
  return (
    <Tabs selectedKey={selected.id} onSelectionChange={(tab) => setSearch({ tab: String(tab) }, { replace: true })}>
      <TabList aria-label={label}>
        {tabs.map(({ id, name }) => <Tab key={id} id={id}>{name}</Tab>)}
      </TabList>
      {tabs.map(({ id, view }) => <TabPanel key={id} id={id}>{view}</TabPanel>)}
    </Tabs>
  );
}
