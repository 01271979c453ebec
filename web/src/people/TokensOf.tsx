import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createTokenFor, listAllTokens, revokeToken } from '../api/accessTokens';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { NewToken } from './NewToken';
import { newestFirst, TokenTable } from './TokenTable';

/** The tokens of a service principal, which account admins make for it. */
export function TokensOf({ id, applicationId, name }: { id: string; applicationId: string; name: string }) {
  const queries = useQueryClient();
  const tokens = useQuery({ queryKey: ['tokens', 'all'], queryFn: ({ signal }) => listAllTokens(signal) });
  const refresh = () => queries.invalidateQueries({ queryKey: ['tokens'] });
  const own = tokens.data?.filter((token) => String(token.owner_id) === id);
  return (
    <>
      <div className="bar">
        <h3>Tokens</h3>
        <NewToken label="New token…" className="react-aria-Button" title={`New token of ${name}`} create={(token) => createTokenFor(applicationId, token)} onMade={refresh} />
      </div>
      <p>For a program that cannot do OAuth. A token is for the workspace that you are in now; {name} must be a member there.</p>
      {tokens.error && <Failure error={tokens.error} retry={() => void tokens.refetch()} />}
      {tokens.isPending && <Loading what="tokens" />}
      {own?.length === 0 && <p className="quiet">It has none.</p>}
      {own && own.length > 0 && <TokenTable tokens={newestFirst(own)} revoke={revokeToken} onRevoked={refresh} />}
    </>
  );
}
