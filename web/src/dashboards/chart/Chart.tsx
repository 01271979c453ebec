import { memo, useEffect, useRef } from 'react';
import type { ChartModel, Mark } from '../compile/context';
import { draw, type EChartsType } from './echarts';

interface Properties {
  model: ChartModel;
  onMark: (mark: Mark) => void;
}

// ECharts takes an option's media queries out of it.
const copyOf = ({ option }: ChartModel) => ({ ...option });

/** A chart that fills its place. It is drawn again only when its model or its size changed. */
export default memo(function Chart({ model, onMark }: Properties) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(undefined);
  const latest = useRef({ model, onMark });
  latest.current.onMark = onMark;

  useEffect(() => {
    const element = host.current!;
    const created = draw(element, copyOf(latest.current.model), 'canvas');
    chart.current = created;
    let isMark = false;
    created.on('click', ({ componentType, seriesIndex, dataIndex }) => {
      if (componentType === 'series' && seriesIndex !== undefined) {
        isMark = true;
        latest.current.onMark({ seriesIndex, dataIndex });
      }
    });
    created.getZr().on('click', ({ offsetX, offsetY }) => {
      const { placeAxis } = latest.current.model;
      // Beside a bar or on a line, what is meant is the place on the axis.
      if (!isMark && placeAxis !== undefined && created.containPixel('grid', [offsetX, offsetY])) {
        const [x, y] = created.convertFromPixel('grid', [offsetX, offsetY]) as [number, number];
        latest.current.onMark({ seriesIndex: -1, dataIndex: Math.round(placeAxis === 'x' ? x : y) });
      }
      isMark = false;
    });
    const observer = new ResizeObserver(() => {
      const { clientWidth, clientHeight } = element;
      // Told of the first size too, which it has been drawn in.
      if (clientWidth > 0 && clientHeight > 0 && (clientWidth !== created.getWidth() || clientHeight !== created.getHeight())) {
        created.resize();
      }
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      created.dispose();
      chart.current = undefined;
    };
  }, []);

  useEffect(() => {
    if (latest.current.model !== model) {
      latest.current.model = model;
      // What the option before had and this one has not must go.
      chart.current?.setOption(copyOf(model), { notMerge: true });
      // Paper does not wait for the next frame.
      chart.current?.getZr().flush();
    }
  }, [model]);

  return <div className="dashboard-chart" ref={host} role="img" aria-label={model.description} />;
});
