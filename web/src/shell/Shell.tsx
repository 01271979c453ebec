import { useState, type ReactNode } from 'react';
import { NavLink } from 'react-router';
import { Button } from 'react-aria-components';
import { useSession } from '../api/session';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { pages } from './pages';
import { PageTitle } from './PageTitle';
import { CommandPalette } from './CommandPalette';
import { Preferences } from './Preferences';
import { WorkspaceSwitcher } from './WorkspaceSwitcher';
import './shell.css';

/** What stands around every page: where one is, as whom, and the way to everywhere else. */
export function Shell({ children }: { children: ReactNode }) {
  const session = useSession();
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  if (session.error) {
    return <main className="alone"><Failure error={session.error} retry={() => void session.refetch()} /></main>;
  }
  if (!session.data) {
    return <main className="alone"><Loading what="Weir" /></main>;
  }

  return (
    <div className="shell">
      <a className="skip" href="#page">Skip to the page</a>
      <header>
        <NavLink to="/ai-gateway" className="brand"><img src="/ui/weir.svg" alt="" width="24" height="24" />Weir</NavLink>
        <Button className="palette-button" onPress={() => setPaletteOpen(true)}>Go to… <kbd>Ctrl K</kbd></Button>
        <WorkspaceSwitcher session={session.data} />
        <Preferences session={session.data} />
      </header>
      <nav aria-label="Pages">
        {pages.map((page) => (
          <NavLink key={page.path} to={page.path}>{page.name}</NavLink>
        ))}
      </nav>
      <main id="page" tabIndex={-1}>{children}</main>
      <PageTitle />
      <CommandPalette isOpen={isPaletteOpen} onOpenChange={setPaletteOpen} />
    </div>
  );
}
