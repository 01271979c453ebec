import { useMemo, useState } from 'react';
import { Button } from 'react-aria-components';
import type { Result } from '../../api/statements';
import { toPng } from '../../charts/echarts';
import { EChart } from '../../charts/EChart';
import { useChartTheme } from '../../charts/theme';
import { usePreference } from '../../ui/preferences';
import { downloadUrl, fileName } from '../export';
import { ChartFields } from './ChartFields';
import { compile } from './compile';
import { describe } from './describe';
import { formatsOf } from './formats';
import { chartData } from './series';
import { defaultSettings, type ChartSettings } from './settings';

// Beyond this many marks a canvas is quicker than elements of the page.
const mostOfSvg = 2_000;
const pngWidth = 1200;
const pngHeight = 600;

/** A result drawn: what its types suggest at first, then what is chosen. */
export default function ChartView({ result }: { result: Result }) {
  const [settings, setSettings] = useState(() => defaultSettings(result.columns));
  return settings ? <Chart result={result} settings={settings} onChange={setSettings} /> : <p>No column of this result can lie on an axis: its values are nested. Select members of them, such as token_details.output_reasoning_tokens.</p>;
}

function Chart({ result, settings, onChange }: { result: Result; settings: ChartSettings; onChange: (settings: ChartSettings) => void }) {
  const [zone] = usePreference('zone');
  const theme = useChartTheme();
  const data = useMemo(() => chartData(result, settings), [result, settings]);
  const labels = useMemo(() => labelsOf(result, settings), [result, settings]);
  const formats = useMemo(() => formatsOf(data, zone === 'utc' ? 'utc' : 'local'), [data, zone]);
  const option = useMemo(() => compile(data, settings.kind, labels, formats, theme), [data, settings.kind, labels, formats, theme]);
  const points = data.series.reduce((sum, series) => sum + series.points.length, 0);
  return (
    <>
      <ChartFields columns={result.columns} settings={settings} onChange={onChange} />
      {data.notes.map((note) => <p key={note} className="quiet sql-note">{note}</p>)}
      {points === 0 ? (
        <p className="empty">Nothing can be drawn: choose another column, or another kind of chart.</p>
      ) : (
        <>
          <EChart option={option} renderer={points > mostOfSvg ? 'canvas' : 'svg'} description={describe(data, settings.kind, labels, formats)} />
          <div className="bar">
            <Button className="react-aria-Button small" onPress={() => downloadUrl(`${fileName('chart')}.png`, toPng(option, pngWidth, pngHeight, theme.page))}>Download PNG</Button>
            <span className="quiet">The table has all values.</span>
          </div>
        </>
      )}
    </>
  );
}

function labelsOf({ columns }: Result, { x, y, kind, aggregation }: ChartSettings) {
  const shown = kind === 'pie' ? y.slice(0, 1) : y;
  const names = shown.map((at) => columns[at]!.name).join(', ');
  return { x: columns[x]!.name, y: shown.length === 0 ? 'rows' : aggregation === 'none' ? names : `${aggregation} of ${names}` };
}
