import { deferred } from '../../ui/deferred';

/** A chart. What draws it is the largest part of a dashboard's code, and comes while the server calculates. */
export const DeferredChart = deferred(() => import('./Chart'), <div className="skeleton" />);
