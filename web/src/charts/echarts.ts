import { BarChart, LineChart, PieChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsType } from 'echarts/core';
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers';
import type { EChartsOption } from 'echarts';

use([BarChart, LineChart, PieChart, ScatterChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer, SVGRenderer]);

export type { EChartsOption, EChartsType };

/** Draws into an element that has a size. Few marks are drawn as SVG, which scales and can be read; many are quicker on a canvas. */
export const draw = (element: HTMLElement, option: EChartsOption, renderer: 'svg' | 'canvas'): EChartsType => {
  const chart = init(element, undefined, { renderer });
  chart.setOption(option);
  return chart;
};

/** A chart as the data URL of a PNG, twice as fine as the screen. */
export function toPng(option: EChartsOption, width: number, height: number, background: string): string {
  const element = document.createElement('div');
  const chart = init(element, undefined, { renderer: 'canvas', width, height });
  chart.setOption({ ...option, animation: false });
  const url = chart.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: background });
  chart.dispose();
  return url;
}
