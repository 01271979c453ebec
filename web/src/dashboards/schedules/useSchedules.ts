import { useQuery } from '@tanstack/react-query';
import { listSchedules } from '../../api/schedules';

export const schedulesKey = (dashboardId: string) => ['dashboards', dashboardId, 'schedules'] as const;

/** The schedules of a dashboard, and what the server can send. */
export const useSchedules = (dashboardId: string) => useQuery({ queryKey: schedulesKey(dashboardId), queryFn: ({ signal }) => listSchedules(dashboardId, signal) });
