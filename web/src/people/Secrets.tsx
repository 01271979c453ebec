import { useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form } from 'react-aria-components';
import { createSecret, deleteSecret, listSecrets } from '../api/credentials';
import { Choice } from '../ui/Choice';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { Confirm } from './Confirm';
import { Day } from './Day';
import { FormDialog } from './FormDialog';
import { secretSample } from './samples';
import { Sample, ShownOnce } from './ShownOnce';

/** The OAuth secrets of a service principal, for which it gets access tokens of an hour. */
export function Secrets({ id, applicationId }: { id: string; applicationId: string }) {
  const queries = useQueryClient();
  const secrets = useQuery({ queryKey: ['secrets', id], queryFn: ({ signal }) => listSecrets(id, signal) });
  const refresh = () => queries.invalidateQueries({ queryKey: ['secrets', id] });
  return (
    <>
      <div className="bar">
        <h3>OAuth secrets</h3>
        <FormDialog label="New secret…" title="New OAuth secret">{(close) => <SecretForm id={id} applicationId={applicationId} onMade={refresh} close={close} />}</FormDialog>
      </div>
      <p>With a secret it gets access tokens, each good for an hour, as any OAuth library does it. It may have five.</p>
      {secrets.error && <Failure error={secrets.error} retry={() => void secrets.refetch()} />}
      {secrets.isPending && <Loading what="secrets" />}
      {secrets.data?.length === 0 && <p className="quiet">It has none.</p>}
      {secrets.data && secrets.data.length > 0 && (
        <div className="wide" tabIndex={0} role="region" aria-label="OAuth secrets">
          <table>
            <thead><tr><th scope="col">Id</th><th scope="col">Made</th><th scope="col">Expires</th><th scope="col"><span className="visually-hidden">Actions</span></th></tr></thead>
            <tbody>
              {secrets.data.map((secret) => (
                <tr key={secret.id}>
                  <th scope="row" className="mono">{secret.id}</th>
                  <td><Day time={secret.create_time} /></td>
                  <td><Day time={secret.expire_time} /></td>
                  <td className="actions">
                    <Confirm isSmall label="Delete" name={`Delete the secret ${secret.id}`} title="Delete this secret?" verb="Delete it" action={() => deleteSecret(id, secret.id)} onDone={refresh}>
                      It opens nothing from this moment on, and the access tokens that were given for it end too.
                    </Confirm>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

const lifetimes = [
  { value: '30', name: '30 days' },
  { value: '90', name: '90 days' },
  { value: '365', name: 'A year' },
  { value: '730', name: 'Two years, the most' },
];

function SecretForm({ id, applicationId, onMade, close }: { id: string; applicationId: string; onMade: () => unknown; close: () => void }) {
  const [days, setDays] = useState('90');
  const make = useMutation({ mutationFn: () => createSecret(id, Number(days)), onSuccess: onMade });
  if (make.data) {
    return (
      <>
        <ShownOnce secret={make.data.secret} what="secret" />
        <p>An access token for it, to be used like any token:</p>
        <Sample name="curl" text={secretSample(location.origin, applicationId, make.data.secret)} />
        <Button className="react-aria-Button primary" onPress={close}>Done</Button>
      </>
    );
  }
  return (
    <Form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      <Choice label="Valid for" value={days} onChange={setDays} options={lifetimes} />
      {make.error && <Failure error={make.error} />}
      <div className="bar">
        <Button type="submit" className="react-aria-Button primary" isPending={make.isPending}>Make secret</Button>
        <Button onPress={close}>Cancel</Button>
      </div>
    </Form>
  );
}
