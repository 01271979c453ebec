import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { readDetails, type TableDetails } from '../api/catalog';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { useTimeFormat } from '../ui/preferences';
import { sizeText } from './size';

/** How large and how fresh a table is, and how long its rows are kept. */
export function Details({ fullName }: { fullName: string }) {
  const details = useQuery({ queryKey: ['details', fullName], queryFn: ({ signal }) => readDetails(fullName, signal) });
  const time = useTimeFormat();
  if (details.error) {
    return <Failure error={details.error} retry={() => void details.refetch()} />;
  }
  if (!details.data) {
    return <Loading what="details" />;
  }
  const found = details.data;
  const column = found.time_column !== null && <code>{found.time_column}</code>;
  return (
    <dl className="details">
      <Fact name="Rows">{rowsText(found)}</Fact>
      {column && <Fact name={<>Newest {column}</>}>{timeText(found, found.freshness.last_event_time, time)}</Fact>}
      {column && <Fact name={<>Oldest {column}</>}>{timeText(found, found.oldest_event_time, time)}</Fact>}
      <Fact name="Size">{sizeOf(found)}</Fact>
      <Fact name="Rows are kept">{retentionText(found)}</Fact>
      <Fact name="Kind">{found.table_type === 'VIEW' ? <>View <span className="quiet">Its rows are made when it is read.</span></> : 'Table'}</Fact>
    </dl>
  );
}

const Fact = ({ name, children }: { name: ReactNode; children: ReactNode }) => <div><dt>{name}</dt><dd>{children}</dd></div>;

function rowsText({ rows, rows_are_exact }: TableDetails): ReactNode {
  if (rows === null) {
    return <span className="quiet">Too many to be counted within seconds. SELECT count(*) takes its time.</span>;
  }
  const text = new Intl.NumberFormat().format(rows);
  return rows_are_exact ? text : <>About {text} <span className="quiet">estimated from a part of them</span></>;
}

function timeText(found: TableDetails, at: string | null, time: (at: string) => string): ReactNode {
  return at !== null ? time(at) : <span className="quiet">{found.rows === 0 ? 'No rows yet' : 'Could not be read within seconds'}</span>;
}

function sizeOf({ size_bytes, size_of, full_name }: TableDetails): ReactNode {
  if (size_bytes === null) {
    return <span className="quiet">Not known yet: new rows wait in the store’s log, and enter its file from time to time.</span>;
  }
  return <>{sizeText(size_bytes)} {size_of !== full_name && <span className="quiet">of {size_of}</span>}</>;
}

const setBy = { CONFIGURATION: 'set by the configuration', ENDPOINT: 'set by the endpoint that fills it', ROWS: 'as its endpoint had it when they were written' };

function retentionText({ retention_days, retention_set_by }: TableDetails): ReactNode {
  return retention_days === null ? 'For ever' : <>{new Intl.NumberFormat(undefined, { style: 'unit', unit: 'day', unitDisplay: 'long' }).format(retention_days)} {retention_set_by && <span className="quiet">{setBy[retention_set_by]}</span>}</>;
}
