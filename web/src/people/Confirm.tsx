import { useState, type ReactNode } from 'react';
import { useMutation } from '@tanstack/react-query';
import { Button, Dialog, DialogTrigger, Form, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { Failure } from '../ui/Failure';
import { Field } from '../ui/Field';

interface Asked {
  title: string;
  /** What follows from it. */
  children: ReactNode;
  /** What the button says that does it. */
  verb: string;
  action: () => Promise<unknown>;
  onDone: () => unknown;
  /** What has to be typed first, where what goes cannot be brought back. */
  typed?: string;
}

/** A button whose action is asked about first, and what the server says against it. */
export function Confirm({ label, name, isSmall = false, ...asked }: Asked & { label: string; name?: string; isSmall?: boolean }) {
  return (
    <DialogTrigger>
      <Button className={'react-aria-Button danger' + (isSmall ? ' small' : '')} {...(name === undefined ? {} : { 'aria-label': name })}>{label}</Button>
      <ConfirmDialog {...asked} />
    </DialogTrigger>
  );
}

/** The dialog alone, where something else than a button opens it. */
export function ConfirmDialog({ isOpen, onOpenChange, ...asked }: Asked & { isOpen?: boolean; onOpenChange?: (isOpen: boolean) => void }) {
  return (
    <ModalOverlay className="overlay" {...(isOpen === undefined ? {} : { isOpen })} {...(onOpenChange === undefined ? {} : { onOpenChange })}>
      <Modal>
        <Dialog role="alertdialog">{({ close }) => <Question {...asked} onClose={close} />}</Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Question({ title, children, verb, action, onDone, typed, onClose }: Asked & { onClose: () => void }) {
  const [entered, setEntered] = useState('');
  const act = useMutation({
    mutationFn: action,
    onSuccess: async () => {
      onClose();
      await onDone();
    },
  });
  const isSure = typed === undefined || entered === typed;
  return (
    <Form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isSure) {
          act.mutate();
        }
      }}
    >
      <Heading slot="title" level={2}>{title}</Heading>
      <div>{children}</div>
      {typed !== undefined && <Field label={`Type ${typed} to confirm`} value={entered} onChange={setEntered} isRequired />}
      {act.error && <Failure error={act.error} />}
      <div className="bar">
        <Button type="submit" className="react-aria-Button danger" isDisabled={!isSure} isPending={act.isPending}>{verb}</Button>
        <Button onPress={onClose} autoFocus={typed === undefined}>Cancel</Button>
      </div>
    </Form>
  );
}
