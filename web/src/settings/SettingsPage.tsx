import { useEffect, useRef, type ReactNode } from 'react';
import { Navigate, NavLink, useParams } from 'react-router';
import { useSession, type Session } from '../api/session';
import { AllTokens } from '../people/AllTokens';
import { GroupPage } from '../people/GroupPage';
import { Groups } from '../people/Groups';
import { OwnPassword } from '../people/OwnPassword';
import { OwnSessions } from '../people/OwnSessions';
import { OwnTokens } from '../people/OwnTokens';
import { OwnWorkspace } from '../people/OwnWorkspace';
import { People } from '../people/People';
import { PersonPage } from '../people/PersonPage';
import { ServicePrincipalPage } from '../people/ServicePrincipalPage';
import { ServicePrincipals } from '../people/ServicePrincipals';
import { WorkspacePage } from '../people/WorkspacePage';
import { Workspaces } from '../people/Workspaces';
import { NotFound } from '../shell/NotFound';
import { Alerts } from './Alerts';
import { Audit } from './Audit';
import { Health } from './Health';
import { firstFor, sectionsFor } from './places';
import { Previews } from './Previews';
import { Prices } from './Prices';
import '../gateway/gateway.css';
import '../people/people.css';
import './settings.css';

type View = (session: Session, id: string | undefined) => ReactNode;

const views: Record<string, View> = {
  tokens: () => <OwnTokens />,
  sessions: () => <OwnSessions />,
  password: (session) => <OwnPassword session={session} />,
  people: (session, id) => (id === undefined ? <People session={session} /> : <PersonPage key={id} id={id} session={session} />),
  groups: (session, id) => (id === undefined ? <Groups isAdmin={session.is_account_admin} /> : <GroupPage key={id} id={id} session={session} />),
  'service-principals': (session, id) => (id === undefined ? <ServicePrincipals isAdmin={session.is_account_admin} /> : <ServicePrincipalPage key={id} id={id} session={session} />),
  workspaces: (session, id) => (id === undefined ? <Workspaces session={session} /> : <WorkspacePage key={id} id={id} session={session} />),
  members: (session) => <OwnWorkspace session={session} />,
  'all-tokens': (session) => <AllTokens session={session} />,
  health: () => <Health />,
  prices: () => <Prices />,
  alerts: () => <Alerts />,
  previews: (session) => <Previews account={session.account_id} />,
  audit: () => <Audit />,
};

/** What is one's own, and what admins look after; each part has an address of its own. */
export default function SettingsPage() {
  const session = useSession();
  const { place, id } = useParams();
  const menu = useRef<HTMLElement>(null);
  // On a narrow screen the menu is a row that is longer than the screen is wide.
  useEffect(() => {
    menu.current?.querySelector('.active')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [place]);
  if (!session.data) {
    return null;
  }
  if (place === undefined) {
    return <Navigate to={`/settings/${firstFor(session.data)}`} replace />;
  }
  const view = views[place];
  if (view === undefined) {
    return <NotFound />;
  }
  return (
    <>
      <h1>Settings</h1>
      <div className="settings">
        <nav ref={menu} aria-label="Settings" className="settings-places">
          {sectionsFor(session.data).map((section) => (
            <section key={section.name}>
              <h2>{section.name}</h2>
              <ul>
                {section.places.map((one) => <li key={one.id}><NavLink to={`/settings/${one.id}`}>{one.name}</NavLink></li>)}
              </ul>
            </section>
          ))}
        </nav>
        <div className="settings-place">{view(session.data, id)}</div>
      </div>
    </>
  );
}
