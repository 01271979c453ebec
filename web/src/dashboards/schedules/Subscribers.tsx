import { useState, type FormEvent } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Heading } from 'react-aria-components';
import { addSubscription, deleteSubscription, listSubscriptions, type Schedule, type Subscription } from '../../api/schedules';
import { Choice } from '../../ui/Choice';
import { CopyButton } from '../../ui/CopyButton';
import { Failure } from '../../ui/Failure';
import { Field } from '../../ui/Field';
import { Loading } from '../../ui/Loading';
import { schedulesKey, useSchedules } from './useSchedules';

/** Who is sent what a schedule sends. */
export function Subscribers({ dashboardId, scheduleId, onBack }: { dashboardId: string; scheduleId: string; onBack: () => void }) {
  const schedules = useSchedules(dashboardId);
  const schedule = schedules.data?.schedules.find((one) => one.schedule_id === scheduleId);
  return (
    <>
      <Heading slot="title" level={2}>Subscribers{schedule && ` of ${schedule.display_name}`}</Heading>
      {schedules.error && <Failure error={schedules.error} retry={() => void schedules.refetch()} />}
      {schedule ? <Of schedule={schedule} canEmail={schedules.data!.can_email} /> : schedules.isPending ? <Loading what="schedule" /> : <p className="empty">The schedule was deleted meanwhile.</p>}
      <div className="bar"><Button onPress={onBack}>Back to the schedules</Button></div>
    </>
  );
}

function Of({ schedule, canEmail }: { schedule: Schedule; canEmail: boolean }) {
  const queries = useQueryClient();
  const key = [...schedulesKey(schedule.dashboard_id), schedule.schedule_id, 'subscriptions'];
  const subscriptions = useQuery({ queryKey: key, queryFn: ({ signal }) => listSubscriptions(schedule, signal) });
  const refresh = () => queries.invalidateQueries({ queryKey: key });
  const removing = useMutation({ mutationFn: (id: string) => deleteSubscription(schedule, id), onSettled: refresh });
  return (
    <>
      {subscriptions.error && <Failure error={subscriptions.error} retry={() => void subscriptions.refetch()} />}
      {subscriptions.isPending && <Loading what="subscribers" />}
      {subscriptions.data?.length === 0 && <p className="empty">Nobody is subscribed yet, so nothing is sent. Add a webhook{canEmail ? ' or an e-mail address' : ''} below.</p>}
      {subscriptions.data && subscriptions.data.length > 0 && (
        <ul className="schedule-list">
          {subscriptions.data.map((subscription) => (
            <li key={subscription.subscription_id} className="subscriber">
              <span>{targetOf(subscription)}</span>
              <Button className="react-aria-Button small" aria-label={`Remove ${targetOf(subscription)}`} isDisabled={removing.isPending} onPress={() => removing.mutate(subscription.subscription_id)}>Remove</Button>
            </li>
          ))}
        </ul>
      )}
      {removing.error && <Failure error={removing.error} />}
      <NewSubscriberForm schedule={schedule} canEmail={canEmail} onAdded={refresh} />
    </>
  );
}

function NewSubscriberForm({ schedule, canEmail, onAdded }: { schedule: Schedule; canEmail: boolean; onAdded: () => Promise<unknown> }) {
  const [kind, setKind] = useState('webhook');
  const [target, setTarget] = useState('');
  const adding = useMutation({
    mutationFn: () => addSubscription(schedule, kind === 'webhook' ? { webhook: { url: target } } : { email: { address: target } }),
    onSuccess: async () => {
      setTarget('');
      await onAdded();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    adding.mutate();
  };
  const secret = adding.data?.subscriber.webhook?.secret;
  return (
    <Form className="form" onSubmit={submit}>
      {canEmail && <Choice label="Send by" value={kind} onChange={setKind} options={[{ value: 'webhook', name: 'Webhook' }, { value: 'email', name: 'E-mail' }]} />}
      {kind === 'webhook' ? (
        <Field label="Address of the webhook" value={target} onChange={setTarget} isRequired placeholder="https://example.com/hook" hint="It is posted to, signed as the Standard Webhooks specification says." />
      ) : (
        <Field label="E-mail address" value={target} onChange={setTarget} isRequired placeholder="team@example.com" />
      )}
      {!canEmail && <p className="quiet">This server sends no e-mail. Its operator can set WEIR_Mail__Url and WEIR_Mail__From.</p>}
      {adding.error && <Failure error={adding.error} />}
      {secret && (
        <div role="status" className="secret">
          <p>The secret that {adding.data?.subscriber.webhook?.url} can check signatures with. It is shown this once.</p>
          <code>{secret}</code> <CopyButton text={secret} />
        </div>
      )}
      <Button type="submit" className="react-aria-Button primary" isPending={adding.isPending}>Add subscriber</Button>
    </Form>
  );
}

const targetOf = ({ subscriber }: Subscription): string => subscriber.webhook?.url ?? subscriber.email?.address ?? subscriber.user_subscriber?.user_name ?? 'A user who was deleted';
