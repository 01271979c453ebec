import { useQuery, useQueryClient } from '@tanstack/react-query';
import { listAllTokens, revokeToken, type AccessToken } from '../api/accessTokens';
import type { Session } from '../api/session';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { LongList } from './LongList';
import { newestFirst, TokenTable } from './TokenTable';
import { useNames } from './useNames';

/** Everybody's tokens: of the workspace to its admins, of the account to the account's. */
export function AllTokens({ session }: { session: Session }) {
  const queries = useQueryClient();
  const tokens = useQuery({ queryKey: ['tokens', 'all'], queryFn: ({ signal }) => listAllTokens(signal) });
  const names = useNames((tokens.data ?? []).map((token) => token.owner_id));
  const ownerOf = (token: AccessToken) => names.data?.get(String(token.owner_id)) ?? String(token.owner_id);
  return (
    <>
      <h2>Everybody's tokens</h2>
      <p>{session.is_account_admin ? 'The tokens of people and service principals in all workspaces.' : 'The tokens of people and service principals in this workspace.'} Nobody can read them here; to revoke one stops what uses it at once.</p>
      {tokens.error && <Failure error={tokens.error} retry={() => void tokens.refetch()} />}
      {names.error && <Failure error={names.error} retry={() => void names.refetch()} />}
      {(tokens.isPending || names.isPending) && !tokens.error && <Loading what="tokens" />}
      {tokens.data?.length === 0 && <p className="empty">Nobody has a token. People make theirs under “Your tokens”; those of a service principal are made on its page.</p>}
      {tokens.data && names.data && (
        <LongList items={newestFirst(tokens.data)} nameOf={ownerOf} find="Whose: a part of the name">
          {(shown) => <TokenTable tokens={shown} ownerOf={ownerOf} revoke={revokeToken} onRevoked={() => queries.invalidateQueries({ queryKey: ['tokens'] })} />}
        </LongList>
      )}
    </>
  );
}
