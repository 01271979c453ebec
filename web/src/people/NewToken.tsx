import { useId, useState } from 'react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Form } from 'react-aria-components';
import type { MadeAccessToken, NewAccessToken } from '../api/accessTokens';
import { listScopes } from '../api/scopes';
import { Choice } from '../ui/Choice';
import { Field } from '../ui/Field';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { FormDialog } from './FormDialog';
import { tokenSamples } from './samples';
import { allScopes, inOrder, meaningOf } from './scopes';
import { Sample, ShownOnce } from './ShownOnce';

const lifetimes = [
  { value: '7', name: '7 days' },
  { value: '30', name: '30 days' },
  { value: '90', name: '90 days' },
  { value: '365', name: 'A year' },
  { value: '', name: 'Until it is revoked' },
];

/** Makes a token, and shows it once. */
export function NewToken({ label, title, className = 'react-aria-Button primary', create, onMade }: { label: string; title: string; className?: string; create: (token: NewAccessToken) => Promise<MadeAccessToken>; onMade: () => unknown }) {
  return (
    <FormDialog label={label} title={title} className={className}>
      {(close) => <TokenForm create={create} onMade={onMade} close={close} />}
    </FormDialog>
  );
}

function TokenForm({ create, onMade, close }: { create: (token: NewAccessToken) => Promise<MadeAccessToken>; onMade: () => unknown; close: () => void }) {
  const [comment, setComment] = useState('');
  const [days, setDays] = useState('90');
  const [chosen, setChosen] = useState<readonly string[]>([allScopes]);
  const make = useMutation({
    mutationFn: () =>
      create({
        comment: comment.trim(),
        ...(days === '' ? {} : { lifetime_seconds: Number(days) * 86_400 }),
        ...(chosen.includes(allScopes) ? {} : { scopes: [...chosen] }),
      }),
    onSuccess: onMade,
  });
  if (make.data) {
    return (
      <>
        <ShownOnce secret={make.data.token_value} what="token" />
        <p>Ways to use it:</p>
        {tokenSamples(location.origin, make.data.token_value).map((sample) => <Sample key={sample.name} {...sample} />)}
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
      <Field label="What it is for" name="comment" value={comment} onChange={setComment} isRequired hint="You will know it by this in the list." />
      <Choice label="Valid for" value={days} onChange={setDays} options={lifetimes} />
      <Scopes chosen={chosen} onChange={setChosen} />
      {make.error && <Failure error={make.error} />}
      <div className="bar">
        <Button type="submit" className="react-aria-Button primary" isPending={make.isPending} isDisabled={chosen.length === 0}>Make token</Button>
        <Button onPress={close}>Cancel</Button>
      </div>
    </Form>
  );
}

/** What the token may do. Everything, or some things. */
function Scopes({ chosen, onChange }: { chosen: readonly string[]; onChange: (scopes: readonly string[]) => void }) {
  const id = useId();
  const scopes = useQuery({ queryKey: ['scopes'], queryFn: ({ signal }) => listScopes(signal), staleTime: Infinity });
  const change = (scope: string, isChosen: boolean) =>
    onChange(!isChosen ? chosen.filter((one) => one !== scope) : scope === allScopes ? [allScopes] : [...chosen.filter((one) => one !== allScopes), scope]);
  return (
    <fieldset className="scopes">
      <legend>What it may do</legend>
      {scopes.error && <Failure error={scopes.error} retry={() => void scopes.refetch()} />}
      {scopes.isPending && <Loading what="scopes" />}
      {scopes.data && inOrder(scopes.data).map((scope) => (
        <div key={scope} className="check">
          <input type="checkbox" id={id + scope} checked={chosen.includes(scope)} onChange={(event) => change(scope, event.target.checked)} />
          <label htmlFor={id + scope}><code>{scope}</code> <span className="quiet">{meaningOf(scope)}</span></label>
        </div>
      ))}
      {chosen.length === 0 && <p role="status" className="bad">Choose at least one.</p>}
    </fieldset>
  );
}
