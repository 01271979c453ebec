import { HeatmapChart } from 'echarts/charts';
import { AriaComponent, VisualMapContinuousComponent } from 'echarts/components';
import { use } from 'echarts/core';
import { LabelLayout } from 'echarts/features';

// What dashboards draw beyond the charts of a query's result.
use([HeatmapChart, AriaComponent, VisualMapContinuousComponent, LabelLayout]);

export { draw, toPng, type EChartsType } from '../../charts/echarts';
