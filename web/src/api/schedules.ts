import { answerOf, api, type Schemas } from './client';

/** When a dashboard is sent, and as what. */
export type Schedule = Schemas['ScheduleAnswer'];

/** The schedules of a dashboard, and what the server can send. */
export type Schedules = Schemas['SchedulesAnswer'];

export type Subscription = Schemas['SubscriptionAnswer'];

export type RunOutcome = Schemas['RunOutcomeAnswer'];

/** An e-mail address, or an address that is posted to. */
export type NewSubscriber = { webhook: { url: string } } | { email: { address: string } };

const of = (dashboard_id: string) => ({ params: { path: { dashboard_id } } });
const ofSchedule = ({ dashboard_id, schedule_id }: Schedule) => ({ params: { path: { dashboard_id, schedule_id } } });

export const listSchedules = (dashboardId: string, signal?: AbortSignal) => answerOf(api.GET('/api/2.0/lakeview/dashboards/{dashboard_id}/schedules', { ...of(dashboardId), signal: signal ?? null }));

export const createSchedule = (dashboardId: string, schedule: Schemas['ScheduleRequest']) => answerOf(api.POST('/api/2.0/lakeview/dashboards/{dashboard_id}/schedules', { ...of(dashboardId), body: schedule }));

export const pauseSchedule = (schedule: Schedule, isPaused: boolean) =>
  answerOf(api.PUT('/api/2.0/lakeview/dashboards/{dashboard_id}/schedules/{schedule_id}', { ...ofSchedule(schedule), body: { cron_schedule: schedule.cron_schedule, pause_status: isPaused ? 'PAUSED' : 'UNPAUSED', etag: schedule.etag } }));

export const deleteSchedule = (schedule: Schedule) => answerOf(api.DELETE('/api/2.0/lakeview/dashboards/{dashboard_id}/schedules/{schedule_id}', ofSchedule(schedule)));

/** Runs it now, and says what became of each subscriber. */
export const runSchedule = (schedule: Schedule) => answerOf(api.POST('/api/2.0/lakeview/dashboards/{dashboard_id}/schedules/{schedule_id}/run', ofSchedule(schedule)));

export const listSubscriptions = async (schedule: Schedule, signal?: AbortSignal) =>
  (await answerOf(api.GET('/api/2.0/lakeview/dashboards/{dashboard_id}/schedules/{schedule_id}/subscriptions', { ...ofSchedule(schedule), signal: signal ?? null }))).subscriptions;

/** The secret of a webhook is in this answer alone. */
export const addSubscription = (schedule: Schedule, subscriber: NewSubscriber) =>
  answerOf(api.POST('/api/2.0/lakeview/dashboards/{dashboard_id}/schedules/{schedule_id}/subscriptions', { ...ofSchedule(schedule), body: { subscriber: subscriber as Schemas['SubscriberDocument'] } }));

export const deleteSubscription = (schedule: Schedule, subscription_id: string) =>
  answerOf(api.DELETE('/api/2.0/lakeview/dashboards/{dashboard_id}/schedules/{schedule_id}/subscriptions/{subscription_id}', { params: { path: { dashboard_id: schedule.dashboard_id, schedule_id: schedule.schedule_id, subscription_id } } }));
