import { type BrowserSession, endSession } from '../api/credentials';
import { useTimeFormat } from '../ui/preferences';
import { Confirm } from './Confirm';
import { deviceOf } from './device';

const methods: Record<BrowserSession['sign_in_method'], string> = { oidc: 'identity provider', password: 'password', link: 'one-time link' };

/** Where somebody is signed in. */
export function SessionTable({ sessions, onEnded }: { sessions: readonly BrowserSession[]; onEnded: () => unknown }) {
  const time = useTimeFormat();
  return (
    <div className="wide" tabIndex={0} role="region" aria-label="Sessions">
      <table>
        <thead><tr><th scope="col">Browser</th><th scope="col">Address</th><th scope="col">Signed in by</th><th scope="col">Began</th><th scope="col">Last used</th><th scope="col">Ends</th><th scope="col"><span className="visually-hidden">Actions</span></th></tr></thead>
        <tbody>
          {sessions.map((session) => (
            <tr key={session.session_id}>
              <th scope="row" className="who">{deviceOf(session.user_agent)}{session.is_current && <> <span className="chip">This one</span></>}</th>
              <td className="mono">{session.ip_address}</td>
              <td>{methods[session.sign_in_method]}</td>
              <td className="time">{time(session.creation_time)}</td>
              <td className="time">{time(session.last_used_time)}</td>
              <td className="time">{time(session.expiry_time)}</td>
              <td className="actions">
                {!session.is_current && (
                  <Confirm
                    isSmall
                    label="End"
                    name={`End the session of ${deviceOf(session.user_agent)}, begun ${time(session.creation_time)}`}
                    title="End this session?"
                    verb="End it"
                    action={() => endSession(session.session_id)}
                    onDone={onEnded}
                  >
                    {deviceOf(session.user_agent)} at {session.ip_address} is signed out at its next request. Tokens stay.
                  </Confirm>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
