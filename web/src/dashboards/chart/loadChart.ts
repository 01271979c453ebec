/** What draws charts: the largest part of a dashboard's code, which comes while the server calculates. */
export const loadChart = () => import('./Chart');
