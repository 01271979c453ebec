import { Button, Heading } from 'react-aria-components';
import { Failure } from '../../ui/Failure';
import { Loading } from '../../ui/Loading';
import { ScheduleItem } from './ScheduleItem';
import { useSchedules } from './useSchedules';

interface Properties {
  dashboardId: string;
  onNew: () => void;
  onSubscribers: (scheduleId: string) => void;
  onClose: () => void;
}

/** The schedules of a dashboard. */
export function ScheduleList({ dashboardId, onNew, onSubscribers, onClose }: Properties) {
  const schedules = useSchedules(dashboardId);
  return (
    <>
      <Heading slot="title" level={2}>Schedules</Heading>
      <p className="quiet">The published copy is sent at these times, with the rights that it is published with.</p>
      {schedules.error && <Failure error={schedules.error} retry={() => void schedules.refetch()} />}
      {schedules.isPending && <Loading what="schedules" />}
      {schedules.data?.schedules.length === 0 && <p className="empty">Nobody is sent this dashboard yet. A schedule sends it as figures, pictures or a PDF to a webhook or by e-mail.</p>}
      {schedules.data && schedules.data.schedules.length > 0 && (
        <ul className="schedule-list">
          {schedules.data.schedules.map((schedule) => <ScheduleItem key={schedule.schedule_id} schedule={schedule} onSubscribers={() => onSubscribers(schedule.schedule_id)} />)}
        </ul>
      )}
      <div className="bar">
        <Button className="react-aria-Button primary" isDisabled={!schedules.data} onPress={onNew}>New schedule</Button>
        <Button onPress={onClose}>Close</Button>
      </div>
    </>
  );
}
