import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Input, Label, SearchField } from 'react-aria-components';
import { listAllTokens, revokeToken, type AccessToken } from '../api/accessTokens';
import type { Session } from '../api/session';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { TokenTable } from './TokenTable';
import { useNames } from './useNames';

/** Everybody's tokens: of the workspace to its admins, of the account to the account's. */
export function AllTokens({ session }: { session: Session }) {
  const queries = useQueryClient();
  const [wanted, setWanted] = useState('');
  const tokens = useQuery({ queryKey: ['tokens', 'all'], queryFn: ({ signal }) => listAllTokens(signal) });
  const names = useNames((tokens.data ?? []).map((token) => token.owner_id));
  const ownerOf = (token: AccessToken) => names.data?.get(String(token.owner_id)) ?? String(token.owner_id);
  const text = wanted.trim().toLowerCase();
  const shown = tokens.data?.filter((token) => ownerOf(token).toLowerCase().includes(text)) ?? [];
  return (
    <>
      <h2>Everybody's tokens</h2>
      <p>{session.is_account_admin ? 'The tokens of people and service principals in all workspaces.' : 'The tokens of people and service principals in this workspace.'} Nobody can read them here; to revoke one stops what uses it at once.</p>
      <SearchField className="react-aria-SearchField find" value={wanted} onChange={setWanted}>
        <Label>Whose: a part of the name</Label>
        <Input />
      </SearchField>
      {tokens.error && <Failure error={tokens.error} retry={() => void tokens.refetch()} />}
      {names.error && <Failure error={names.error} retry={() => void names.refetch()} />}
      {(tokens.isPending || names.isPending) && !tokens.error && <Loading what="tokens" />}
      {tokens.data && names.data && (shown.length === 0
        ? <p className="empty">{tokens.data.length === 0 ? 'Nobody has a token. People make theirs under “Your tokens”; those of a service principal are made on its page.' : 'Nobody of that name has a token.'}</p>
        : <TokenTable tokens={shown} ownerOf={ownerOf} revoke={revokeToken} onRevoked={() => queries.invalidateQueries({ queryKey: ['tokens'] })} />)}
    </>
  );
}
