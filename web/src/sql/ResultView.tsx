import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import type { Result } from '../api/statements';
import { deferred } from '../ui/deferred';
import { Loading } from '../ui/Loading';
import { ResultGrid } from './ResultGrid';

const ChartView = deferred(() => import('./chart/ChartView'), <Loading what="the chart" />);

/** A result as a table, and drawn. The table keeps its order and place while the chart is shown. */
export function ResultView({ result, isGrowing }: { result: Result; isGrowing: boolean }) {
  if (result.columns.length === 0) {
    return <p>Done. The statement has no result.</p>;
  }
  return (
    <Tabs>
      <TabList aria-label="Result as">
        <Tab id="table">Table</Tab>
        <Tab id="chart" isDisabled={isGrowing || result.rows.length === 0}>Chart</Tab>
      </TabList>
      <TabPanel id="table" shouldForceMount className="sql-panel">
        <ResultGrid result={result} isGrowing={isGrowing} />
      </TabPanel>
      <TabPanel id="chart" className="sql-panel">
        <ChartView result={result} />
      </TabPanel>
    </Tabs>
  );
}
