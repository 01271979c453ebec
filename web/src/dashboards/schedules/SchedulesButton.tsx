import { useState } from 'react';
import { Button, Dialog, DialogTrigger, Modal, ModalOverlay } from 'react-aria-components';
import { ScheduleForm } from './ScheduleForm';
import { ScheduleList } from './ScheduleList';
import { Subscribers } from './Subscribers';
import './schedules.css';

type Shown = { kind: 'list' | 'new' } | { kind: 'subscribers'; scheduleId: string };

/** Opens the schedules of a dashboard, for those who may edit it. */
export function SchedulesButton({ dashboardId }: { dashboardId: string }) {
  const [shown, setShown] = useState<Shown>({ kind: 'list' });
  const toList = () => setShown({ kind: 'list' });
  return (
    <DialogTrigger onOpenChange={(isOpen) => isOpen && toList()}>
      <Button className="react-aria-Button small">Schedules</Button>
      <ModalOverlay className="overlay" isDismissable={shown.kind === 'list'}>
        <Modal>
          <Dialog className="react-aria-Dialog schedules">
            {({ close }) =>
              shown.kind === 'new' ? (
                <ScheduleForm dashboardId={dashboardId} onMade={(scheduleId) => setShown({ kind: 'subscribers', scheduleId })} onCancel={toList} />
              ) : shown.kind === 'subscribers' ? (
                <Subscribers dashboardId={dashboardId} scheduleId={shown.scheduleId} onBack={toList} />
              ) : (
                <ScheduleList dashboardId={dashboardId} onNew={() => setShown({ kind: 'new' })} onSubscribers={(scheduleId) => setShown({ kind: 'subscribers', scheduleId })} onClose={close} />
              )
            }
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}
