import { useState } from 'react';
import { useMutation } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import { parquetOf, type Column, type Result } from '../api/statements';
import { Failure } from '../ui/Failure';
import { download, fileName, toCsv, toJson, toTsv } from './export';

/** Takes the shown rows out of the page, as texts that are made when they are asked for, for they may be large; and the whole result as Parquet, which the server makes. */
export function ResultTools({ result, columns, rows }: { result: Result; columns: Column[]; rows: () => (string | null)[][] }) {
  const [said, setSaid] = useState('');
  const parquet = useMutation({ mutationFn: () => parquetOf(result.statementId), onSuccess: (file) => download(`${fileName('result')}.parquet`, 'application/vnd.apache.parquet', file) });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(toTsv(columns, rows()));
      setSaid('Copied');
    } catch {
      setSaid('Copying is not allowed here');
    }
    setTimeout(() => setSaid(''), 2000);
  };
  return (
    <>
      <Button className="react-aria-Button small" onPress={() => void copy()}><span aria-live="polite">{said || 'Copy as TSV'}</span></Button>
      <Button className="react-aria-Button small" onPress={() => download(`${fileName('result')}.csv`, 'text/csv;charset=utf-8', toCsv(columns, rows()))}>Download CSV</Button>
      <Button className="react-aria-Button small" onPress={() => download(`${fileName('result')}.json`, 'application/json', toJson(columns, rows()))}>Download JSON</Button>
      <Button className="react-aria-Button small" isDisabled={parquet.isPending} onPress={() => parquet.mutate()}>{parquet.isPending ? 'Making the file…' : result.truncated ? 'Download Parquet (cut at 25 MB)' : 'Download Parquet'}</Button>
      {parquet.error && <Failure error={parquet.error} />}
    </>
  );
}
