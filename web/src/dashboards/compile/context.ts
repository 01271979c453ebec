import type { EChartsOption } from 'echarts';
import type { WidgetResult } from '../../api/dashboards';
import type { ChartTheme } from '../../charts/theme';
import type { DashboardDocument, Spec, Widget } from '../document/document';
import type { CounterModel } from './counter';
import type { PivotModel } from './pivot';
import type { TableModel } from './table';

/** All that a compilation depends on: the same always gives the same. */
export interface Source {
  document: DashboardDocument;
  widget: Widget;
  spec: Spec;
  result: WidgetResult;
  theme: ChartTheme;
  /** The IANA name of the zone that the result was asked in. */
  timeZone: string;
  /** Undefined is the browser's. */
  locale?: string;
}

/** A value of a field that can be filtered by. */
export type Point = Record<string, string | null>;

/** What ECharts says of a clicked mark; a series of -1 is the place on the axis, whatever series are there. */
export interface Mark {
  seriesIndex: number;
  dataIndex: number;
}

export interface ChartModel {
  kind: 'chart';
  option: EChartsOption;
  /** The chart in words. */
  description: string;
  /** What the drawing leaves out or has put together. */
  notes: string[];
  /** The values that a mark stands for; undefined for one that stands for several, such as "Other". */
  pointOf: (mark: Mark) => Point | undefined;
  /** The axis that has places to click at, beside the marks. */
  placeAxis?: 'x' | 'y';
}

export type Model = ChartModel | CounterModel | TableModel | PivotModel | { kind: 'empty' } | { kind: 'unsupported'; what: string };
