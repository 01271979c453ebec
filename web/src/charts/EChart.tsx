import { useEffect, useRef } from 'react';
import { draw, type EChartsOption, type EChartsType } from './echarts';
import './charts.css';

interface Properties {
  option: EChartsOption;
  renderer: 'svg' | 'canvas';
  /** What the chart shows, for who does not see it. */
  description: string;
}

/** A chart that fills its place, and follows it when it changes. */
export function EChart({ option, renderer, description }: Properties) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(undefined);
  const latest = useRef(option);

  useEffect(() => {
    const element = host.current!;
    const created = draw(element, latest.current, renderer);
    chart.current = created;
    const observer = new ResizeObserver(() => element.clientWidth > 0 && created.resize());
    observer.observe(element);
    return () => {
      observer.disconnect();
      created.dispose();
      chart.current = undefined;
    };
  }, [renderer]);

  useEffect(() => {
    if (latest.current !== option) {
      latest.current = option;
      // What the option before had and this one has not must go.
      chart.current?.setOption(option, { notMerge: true });
    }
  }, [option]);

  return <div className="chart" ref={host} role="img" aria-label={description} />;
}
