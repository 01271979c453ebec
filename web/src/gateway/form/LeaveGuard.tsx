import { useEffect } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useBlocker } from 'react-router';

/** Asks before changes that are not saved are left, be it within the pages or by the browser. Pages within which they are kept are not asked about. */
export function LeaveGuard({ isDirty, isWithin = () => false }: { isDirty: () => boolean; isWithin?: (path: string) => boolean }) {
  const blocker = useBlocker(({ currentLocation, nextLocation }) => isDirty() && !isWithin(nextLocation.pathname) && currentLocation.pathname + currentLocation.search !== nextLocation.pathname + nextLocation.search);
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (isDirty()) {
        event.preventDefault();
      }
    };
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [isDirty]);
  return (
    <ModalOverlay className="overlay" isOpen={blocker.state === 'blocked'} onOpenChange={(isOpen) => !isOpen && blocker.reset?.()}>
      <Modal>
        <Dialog role="alertdialog">
          <Heading slot="title" level={2}>Leave without saving?</Heading>
          <p>What you changed here is not saved.</p>
          <div className="bar">
            <Button autoFocus onPress={() => blocker.reset?.()}>Stay</Button>
            <Button className="react-aria-Button danger" onPress={() => blocker.proceed?.()}>Leave</Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
