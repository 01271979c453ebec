import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createToken, listOwnTokens, revokeOwnToken } from '../api/accessTokens';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { NewToken } from './NewToken';
import { newestFirst, TokenTable } from './TokenTable';

/** One's own tokens. */
export function OwnTokens() {
  const queries = useQueryClient();
  const tokens = useQuery({ queryKey: ['tokens', 'own'], queryFn: ({ signal }) => listOwnTokens(signal) });
  const refresh = () => queries.invalidateQueries({ queryKey: ['tokens'] });
  return (
    <>
      <div className="bar">
        <h2>Your tokens</h2>
        <NewToken label="New token…" title="New token" create={createToken} onMade={refresh} />
      </div>
      <p>A program that calls models or the API as you shows a token. It is for the workspace that you are in now, and may do no more than you may.</p>
      {tokens.error && <Failure error={tokens.error} retry={() => void tokens.refetch()} />}
      {tokens.isPending && <Loading what="your tokens" />}
      {tokens.data?.length === 0 && <p className="empty">You have no tokens. Make one to call models with curl, an SDK, or a coding tool; it is shown once.</p>}
      {tokens.data && tokens.data.length > 0 && <TokenTable tokens={newestFirst(tokens.data)} revoke={revokeOwnToken} onRevoked={refresh} />}
    </>
  );
}
