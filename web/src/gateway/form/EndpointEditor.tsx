import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useMutation } from '@tanstack/react-query';
import { Button, Form, Label, Text, TextArea, TextField } from 'react-aria-components';
import type { Endpoint } from '../../api/endpoints';
import { useSession } from '../../api/session';
import { Failure } from '../../ui/Failure';
import { Destinations, Fallbacks } from './DestinationList';
import { isObject, withText, type Json } from './draft';
import { documentOf, formOf, newForm, type EndpointForm } from './endpointForm';
import { faultOfName } from './fieldPaths';
import { LeaveGuard } from './LeaveGuard';
import { Limits } from './LimitFields';
import { MemberField, Refusal } from './MemberField';
import { InferenceTableFields, OtherFields } from './MoreFields';
import { Tags } from './TagFields';

/** What of an endpoint can be written; its name is said by its address. */
const writable = ({ owner, tags, config }: Endpoint): Json => ({ ...(owner === undefined ? {} : { owner }), ...(tags === undefined ? {} : { tags }), config });

const textOf = (form: EndpointForm) => JSON.stringify(documentOf(form), null, 2);

/** An endpoint's document as a form, and the same document as text. Without an endpoint it is of one that is to be made. */
export function EndpointEditor({ endpoint, save, onSaved, saveLabel }: {
  endpoint?: Endpoint;
  save: (document: Json) => Promise<Endpoint>;
  onSaved?: (endpoint: Endpoint) => void;
  saveLabel: string;
}) {
  const session = useSession();
  // While nothing is edited the form is the server's, and follows it.
  const served = useMemo(() => (endpoint === undefined ? newForm() : formOf(writable(endpoint))), [endpoint]);
  const [edited, setEdited] = useState<EndpointForm>();
  const [text, setText] = useState<string>();
  const [fault, setFault] = useState<Error>();
  const form = edited ?? served;
  const isText = text !== undefined;

  const current = text ?? textOf(form);
  const dirty = useRef(false);
  dirty.current = current !== textOf(served);
  const isDirty = useCallback(() => dirty.current, []);

  const change = useMutation({
    mutationFn: async () => await save(isText ? parse(text) : documentOf(form)),
    onSuccess: (saved) => {
      setEdited(undefined);
      setText(undefined);
      // Before the next rendering: what is saved may be left unasked.
      dirty.current = false;
      onSaved?.(saved);
    },
  });
  const error = fault ?? change.error ?? undefined;

  const forget = () => {
    setFault(undefined);
    change.reset();
  };
  const edit = (changed: EndpointForm) => {
    forget();
    setEdited(changed);
  };
  const showForm = () => {
    try {
      const read = formOf(parse(text!));
      edit(current === textOf(form) ? form : read);
      setText(undefined);
    } catch (malformed) {
      setFault(malformed as Error);
    }
  };

  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const refused = change.error && element.current?.querySelector<HTMLElement>('[aria-invalid=true]');
    if (refused) {
      refused.closest('details')?.setAttribute('open', '');
      refused.focus();
    }
  }, [change.error]);

  const stored = useMemo(() => (endpoint === undefined ? [] : [...endpoint.config.destinations, ...(endpoint.config.fallbacks ?? [])]), [endpoint]);
  const name = form.own.texts['name'] ?? '';
  return (
    <div ref={element}>
      <LeaveGuard isDirty={isDirty} />
      <div className="bar" role="group" aria-label="View">
        <Button className="react-aria-Button small" aria-pressed={!isText} isDisabled={!isText} onPress={showForm}>Edit by form</Button>
        <Button
          className="react-aria-Button small"
          aria-pressed={isText}
          isDisabled={isText}
          onPress={() => {
            forget();
            setText(textOf(form));
          }}
        >
          Edit as JSON
        </Button>
      </div>
      <Form
        className="form endpoint-form"
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          forget();
          change.mutate();
        }}
      >
        <Refusal value={change.error?.message}>
          {isText ? (
            <TextField
              value={text}
              onChange={(value) => {
                forget();
                setText(value);
              }}
            >
              <Label>Document (JSON)</Label>
              <TextArea className="react-aria-TextArea document mono" rows={24} spellCheck={false} />
              <Text slot="description" className="quiet hint">
                Stored keys are never shown. Leave them out to keep them; a change of the provider or of its address wants them stated again, as <code>api_key</code>. What is taken out of the text is taken out of the endpoint.
              </Text>
            </TextField>
          ) : (
            <>
              {endpoint === undefined && (
                <MemberField
                  label="Name"
                  path="name"
                  value={name}
                  onChange={(value) => edit({ ...form, own: withText(form.own, 'name', value) })}
                  isRequired
                  fault={name === '' ? undefined : faultOfName(name)}
                  hint="What clients name as their model."
                  placeholder="chat"
                />
              )}
              <Destinations rows={form.destinations} stored={stored} endpointName={endpoint?.name} onChange={(destinations) => edit({ ...form, destinations })} />
              <Fallbacks rows={form.fallbacks} stored={stored} endpointName={endpoint?.name} onChange={(fallbacks) => edit({ ...form, fallbacks })} />
              <Limits rows={form.limits} onChange={(limits) => edit({ ...form, limits })} />
              <Tags rows={form.tags} onChange={(tags) => edit({ ...form, tags })} />
              <InferenceTableFields form={form} name={endpoint?.name ?? name} onChange={edit} mayName={session.data?.is_account_admin ?? false} />
              <OtherFields form={form} onChange={edit} />
            </>
          )}
        </Refusal>
        {error && <Failure error={error} />}
        <p role="status" className={change.isSuccess ? undefined : 'visually-hidden'}>{change.isSuccess && 'Saved. It holds from the next request on.'}</p>
        <div className="bar">
          <Button type="submit" className="react-aria-Button primary" isDisabled={endpoint !== undefined && !dirty.current} isPending={change.isPending}>{saveLabel}</Button>
          <Button
            isDisabled={!dirty.current}
            onPress={() => {
              forget();
              setEdited(undefined);
              setText(undefined);
            }}
          >
            Discard
          </Button>
        </div>
      </Form>
    </div>
  );
}

function parse(text: string): Json {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new Error(`This is not JSON yet: ${(error as Error).message}`);
  }
  if (!isObject(document)) {
    throw new Error('This is not an endpoint: the text must be a JSON object.');
  }
  return document;
}
