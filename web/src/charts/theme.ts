import { useEffect, useState } from 'react';
import './charts.css';

/** The page's colours, as a drawing needs them: resolved for the theme that is shown. */
export interface ChartTheme {
  text: string;
  quiet: string;
  line: string;
  page: string;
  panel: string;
  /** The colours of series, in their order. */
  series: string[];
  font: string;
}

export const seriesColours = 8;

/** The colours of style.css and charts.css as they are now. */
export function readTheme(): ChartTheme {
  // A custom property's own value is its text, light-dark() and all; a colour that uses it is resolved.
  const probe = document.createElement('span');
  document.body.append(probe);
  const colour = (name: string) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const theme = {
    text: colour('--text'),
    quiet: colour('--quiet'),
    line: colour('--line'),
    page: colour('--page'),
    panel: colour('--panel'),
    series: Array.from({ length: seriesColours }, (_, at) => colour(`--series-${at + 1}`)),
    font: getComputedStyle(document.body).fontFamily,
  };
  probe.remove();
  return theme;
}

/** The colours of the theme, new at once when it changes: by the person's choice or the system's. */
export function useChartTheme(): ChartTheme {
  const [theme, setTheme] = useState(readTheme);
  useEffect(() => {
    const update = () => setTheme(readTheme());
    const observer = new MutationObserver(update);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', update);
    return () => {
      observer.disconnect();
      dark.removeEventListener('change', update);
    };
  }, []);
  return theme;
}
