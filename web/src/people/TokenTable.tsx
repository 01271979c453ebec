import type { AccessToken } from '../api/accessTokens';
import { useTimeFormat } from '../ui/preferences';
import { Confirm } from './Confirm';
import { Day } from './Day';
import { allScopes, inOrder } from './scopes';

export const newestFirst = (tokens: readonly AccessToken[]) => [...tokens].sort((a, b) => b.creation_time - a.creation_time);

/** Tokens, each with a way to revoke it. */
export function TokenTable({ tokens, ownerOf, revoke, onRevoked }: {
  tokens: readonly AccessToken[];
  /** Whose a token is, where it could be anybody's. */
  ownerOf?: (token: AccessToken) => string;
  revoke: (id: string) => Promise<unknown>;
  onRevoked: () => unknown;
}) {
  const time = useTimeFormat();
  const nameOf = (token: AccessToken) => token.comment || `made ${time(token.creation_time)}`;
  return (
    <div className="wide tall" tabIndex={0} role="region" aria-label="Tokens">
      <table>
        <thead><tr><th scope="col">For</th>{ownerOf && <th scope="col">Whose</th>}<th scope="col">May do</th><th scope="col">Made</th><th scope="col">Last used</th><th scope="col">Expires</th><th scope="col"><span className="visually-hidden">Actions</span></th></tr></thead>
        <tbody>
          {tokens.map((token) => (
            <tr key={token.token_id}>
              <th scope="row" className="who">{token.comment || <span className="quiet">No comment</span>}</th>
              {ownerOf && <td className="who">{ownerOf(token)}</td>}
              <td><div className="scope-list">{inOrder(token.scopes ?? [allScopes]).map((scope) => <code key={scope} className="chip">{scope}</code>)}</div></td>
              <td><Day time={token.creation_time} /></td>
              <td>{token.last_used_time === undefined ? <span className="quiet">Never</span> : <Day time={token.last_used_time} />}</td>
              <td>{token.expiry_time < 0 ? <span className="quiet">Never</span> : <Day time={token.expiry_time} />}</td>
              <td className="actions">
                <Confirm isSmall label="Revoke" name={`Revoke ${nameOf(token)}`} title={`Revoke the token “${nameOf(token)}”?`} verb="Revoke it" action={() => revoke(token.token_id)} onDone={onRevoked}>
                  Whatever uses it is refused from this moment on. It cannot be brought back.
                </Confirm>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
