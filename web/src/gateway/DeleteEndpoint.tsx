import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { Button, Dialog, DialogTrigger, Form, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { deleteEndpoint, type Endpoint } from '../api/endpoints';
import { Failure } from '../ui/Failure';
import { Field } from '../ui/Field';

/** Deletes the endpoint, once its name has been typed: clients that name it fail from that moment on. */
export function DeleteEndpoint({ endpoint }: { endpoint: Endpoint }) {
  return (
    <section>
      <h2>Delete it</h2>
      <DialogTrigger>
        <Button className="react-aria-Button danger">Delete the endpoint…</Button>
        <ModalOverlay className="overlay">
          <Modal>
            <Dialog role="alertdialog">{({ close }) => <Confirmation endpoint={endpoint} onClose={close} />}</Dialog>
          </Modal>
        </ModalOverlay>
      </DialogTrigger>
    </section>
  );
}

function Confirmation({ endpoint, onClose }: { endpoint: Endpoint; onClose: () => void }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [typed, setTyped] = useState('');
  const deletion = useMutation({
    mutationFn: () => deleteEndpoint(endpoint.name),
    onSuccess: async () => {
      onClose();
      await navigate('/ai-gateway');
      queries.removeQueries({ queryKey: ['endpoints', endpoint.name] });
      await queries.invalidateQueries({ queryKey: ['endpoints'] });
    },
  });
  return (
    <Form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (typed === endpoint.name) {
          deletion.mutate();
        }
      }}
    >
      <Heading slot="title" level={2}>Delete {endpoint.name}?</Heading>
      <p>Clients that name it get a 404 from this moment on. Its permissions and its keys go with it; its rows in the usage table and its inference table stay.</p>
      <Field label={`Type ${endpoint.name} to confirm`} value={typed} onChange={setTyped} isRequired />
      {deletion.error && <Failure error={deletion.error} />}
      <div className="bar">
        <Button type="submit" className="react-aria-Button danger" isDisabled={typed !== endpoint.name} isPending={deletion.isPending}>Delete it</Button>
        <Button onPress={onClose}>Keep it</Button>
      </div>
    </Form>
  );
}
