import type { Access, Securable } from '../api/catalog';
import { meanings, missingToRead, spelled } from './privileges';

/** What somebody who may not grant here has, what is missing to read, and whom to ask. */
export function OwnAccess({ on, access }: { on: Securable; access: Access }) {
  const missing = missingToRead(on, access.privileges.map((one) => ({ privilege: one.privilege, onName: one.granted_on_name })));
  return (
    <>
      {access.privileges.length === 0 ? <p>Nothing is granted to you here.</p> : (
        <div className="wide" tabIndex={0} role="region" aria-label="What you have">
          <table>
            <thead><tr><th scope="col">You have</th><th scope="col">On</th><th scope="col">Through</th></tr></thead>
            <tbody>
              {access.privileges.map((one) => (
                <tr key={`${one.principal} ${one.privilege} ${one.granted_on_name}`}>
                  <td className="privilege"><code>{spelled(one.privilege)}</code> <span className="quiet">{meanings[one.privilege]}</span></td>
                  <td>the {one.granted_on_type.toLowerCase()} <span className="mono">{one.granted_on_name}</span></td>
                  <td className="who">{one.principal}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p>{missing.length === 0 ? `That is enough to read ${on.type === 'table' ? 'the table' : `every table of the ${on.type}`}.` : `To read ${on.type === 'table' ? 'the table' : `every table of the ${on.type}`} you need ${missing.join(', ')}.`}</p>
      <p>{access.managers.length === 0 ? 'An account admin can grant more.' : `${access.managers.join(', ')} or an account admin can grant more.`}</p>
    </>
  );
}
