import { useState } from 'react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Input, SearchField } from 'react-aria-components';
import { listHistory } from '../api/queries';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { useTimeFormat } from '../ui/preferences';
import { KeptDialog } from './KeptDialog';
import { hasWords, pastOutcome } from './pastOutcome';

/** The statements that the user ran, here and elsewhere. */
export function HistoryDialog({ user, onChoose }: { user: string; onChoose: (statement: string) => void }) {
  return (
    <KeptDialog title="History">
      {(close) => (
        <History
          user={user}
          onChoose={(statement) => {
            onChoose(statement);
            close();
          }}
        />
      )}
    </KeptDialog>
  );
}

function History({ user, onChoose }: { user: string; onChoose: (statement: string) => void }) {
  const time = useTimeFormat();
  const [sought, setSought] = useState('');
  const history = useInfiniteQuery({
    queryKey: ['sql-history', user],
    queryFn: ({ pageParam, signal }) => listHistory(user, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token,
    refetchOnMount: 'always',
  });
  const all = history.data?.pages.flatMap((page) => page.res) ?? [];
  const shown = all.filter((past) => hasWords(past.query_text, sought));
  return (
    <>
      <SearchField aria-label="Filter the history" value={sought} onChange={setSought}>
        <Input placeholder="Filter by text" />
      </SearchField>
      {history.error && <Failure error={history.error} retry={() => void history.refetch()} />}
      {history.isPending && <Loading what="the history" />}
      {history.data && shown.length === 0 && <p>{all.length === 0 ? 'No statement was run yet. What you run in this workspace is listed here.' : 'No statement that was loaded has that text.'}</p>}
      <ul className="sql-kept">
        {shown.map((past) => (
          <li key={past.query_id}>
            <Button className="sql-kept-text" onPress={() => onChoose(past.query_text)}>
              <code>{past.query_text}</code>
              <span className="quiet">{time(past.query_start_time_ms)}, {pastOutcome(past)}</span>
            </Button>
          </li>
        ))}
      </ul>
      {history.hasNextPage && <Button className="react-aria-Button small" isDisabled={history.isFetchingNextPage} onPress={() => void history.fetchNextPage()}>Load more</Button>}
    </>
  );
}
