import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { Column } from '../api/statements';
import { download, fileName, toCsv, toJson, toTsv } from './export';

/** Takes the shown rows out of the page. The texts are made when they are asked for, for they may be large. */
export function ResultTools({ columns, rows }: { columns: Column[]; rows: () => (string | null)[][] }) {
  const [said, setSaid] = useState('');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(toTsv(columns, rows()));
      setSaid('Copied');
    } catch {
      setSaid('Copying is not allowed here');
    }
    setTimeout(() => setSaid(''), 2000);
  };
  const name = () => fileName('result');
  return (
    <>
      <Button className="react-aria-Button small" onPress={() => void copy()}><span aria-live="polite">{said || 'Copy as TSV'}</span></Button>
      <Button className="react-aria-Button small" onPress={() => download(`${name()}.csv`, 'text/csv;charset=utf-8', toCsv(columns, rows()))}>Download CSV</Button>
      <Button className="react-aria-Button small" onPress={() => download(`${name()}.json`, 'application/json', toJson(columns, rows()))}>Download JSON</Button>
    </>
  );
}
