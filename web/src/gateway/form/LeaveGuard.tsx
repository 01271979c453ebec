import { useEffect, useState } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useBlocker } from 'react-router';

interface Properties {
  isDirty: () => boolean;
  /** Pages within which changes are kept: they are not asked about. */
  isWithin?: (path: string) => boolean;
  /** Saves before anything is asked. Where nothing is left to lose then, nothing is. */
  save?: () => Promise<void>;
}

/** Asks before changes that are not saved are left, be it within the pages or by the browser. */
export function LeaveGuard({ isDirty, isWithin = () => false, save }: Properties) {
  const blocker = useBlocker(({ currentLocation, nextLocation }) => isDirty() && !isWithin(nextLocation.pathname) && currentLocation.pathname + currentLocation.search !== nextLocation.pathname + nextLocation.search);
  const [isSaving, setSaving] = useState(false);
  const isBlocked = blocker.state === 'blocked';
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (isDirty()) {
        event.preventDefault();
      }
    };
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [isDirty]);
  useEffect(() => {
    if (isBlocked && save) {
      setSaving(true);
      void save().finally(() => {
        setSaving(false);
        if (!isDirty()) {
          blocker.proceed?.();
        }
      });
    }
    // The blocker is another object in each render; that it blocks is what counts.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isBlocked]);
  return (
    <ModalOverlay className="overlay" isOpen={isBlocked && !isSaving && (save === undefined || isDirty())} onOpenChange={(isOpen) => !isOpen && blocker.reset?.()}>
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
