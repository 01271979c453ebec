import { useState, type ReactNode } from 'react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { Button, Input, Label, SearchField } from 'react-aria-components';
import { listPrincipals, type Principal, type PrincipalPath } from '../api/scim';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { useSettled } from '../ui/useSettled';
import { filterByName } from './filter';

const pageSize = 50;

/** What a column shows of a principal. The first names it. */
export interface Column {
  name: string;
  of: (principal: Principal) => ReactNode;
}

/** The account's principals of a kind, a page at a time, with those found first whose name has what is typed. */
export function PrincipalTable({ path, what, find, columns, empty }: { path: PrincipalPath; what: string; find: string; columns: readonly [Column, ...Column[]]; empty: ReactNode }) {
  // Both are in the address too, so that the way back from one of them leads to the same place of the list. The field has its text
  // from here: the router takes a change of the address as one that can wait, and letters would be lost.
  const [search, setSearch] = useSearchParams();
  const [typed, setTyped] = useState(search.get('find') ?? '');
  const start = Math.max(1, Number(search.get('from')) || 1);
  const filter = filterByName(path, useSettled(typed));
  const page = useQuery({
    queryKey: ['scim', path, 'list', filter, start],
    queryFn: ({ signal }) => listPrincipals(path, { filter, startIndex: start, count: pageSize, attributes: 'userName,applicationId,displayName,active,roles,meta' }, signal),
    placeholderData: keepPreviousData,
  });
  const go = (text: string, from: number) => {
    setTyped(text);
    setSearch({ ...(text === '' ? {} : { find: text }), ...(from === 1 ? {} : { from: String(from) }) }, { replace: true });
  };
  const [first, ...others] = columns;
  const total = page.data?.totalResults ?? 0;
  return (
    <>
      <SearchField className="react-aria-SearchField find" value={typed} onChange={(text) => go(text, 1)}>
        <Label>{find}</Label>
        <Input />
      </SearchField>
      {page.error && <Failure error={page.error} retry={() => void page.refetch()} />}
      {page.isPending && <Loading what={what} />}
      {page.data && total === 0 && (filter === undefined ? <div className="empty">{empty}</div> : <p className="empty">Nothing is called that. Part of a name is enough; check the spelling, or clear the search.</p>)}
      {page.data && total > 0 && (
        <>
          <div className="wide tall people-list" tabIndex={0} role="region" aria-label={what}>
            <table>
              <thead><tr>{columns.map((column) => <th key={column.name} scope="col">{column.name}</th>)}</tr></thead>
              <tbody>
                {page.data.Resources.map((principal) => (
                  <tr key={principal.id}>
                    <th scope="row" className="who">{first.of(principal)}</th>
                    {others.map((column) => <td key={column.name}>{column.of(principal)}</td>)}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <div className="bar pager">
            <span role="status" className="quiet">{start.toLocaleString()} to {(start + page.data.Resources.length - 1).toLocaleString()} of {total.toLocaleString()}</span>
            {total > pageSize && (
              <>
                <Button className="react-aria-Button small" isDisabled={start === 1} onPress={() => go(typed, Math.max(1, start - pageSize))}>Previous page</Button>
                <Button className="react-aria-Button small" isDisabled={start + pageSize > total} onPress={() => go(typed, start + pageSize)}>Next page</Button>
              </>
            )}
          </div>
        </>
      )}
    </>
  );
}
