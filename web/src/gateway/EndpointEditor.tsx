import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Label, Text, TextArea, TextField } from 'react-aria-components';
import { updateEndpoint, type Endpoint, type EndpointDocument } from '../api/endpoints';
import { Failure } from '../ui/Failure';

const textOf = (endpoint: Endpoint) => JSON.stringify({ tags: endpoint.tags ?? {}, config: endpoint.config }, null, 2);

/** The endpoint's document as text. What is taken out of it is taken out of the endpoint. */
export function EndpointEditor({ endpoint }: { endpoint: Endpoint }) {
  const queries = useQueryClient();
  // While it is undefined the text is the server's, and follows it.
  const [edited, setEdited] = useState<string>();
  const text = edited ?? textOf(endpoint);
  const change = useMutation({
    mutationFn: () => updateEndpoint(endpoint.name, parse(text)),
    onSuccess: async (changed) => {
      queries.setQueryData(['endpoints', endpoint.name], changed);
      setEdited(undefined);
      await queries.invalidateQueries({ queryKey: ['endpoints'] });
    },
  });
  return (
    <section>
      <h2>Change it</h2>
      <Form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <TextField
          value={text}
          onChange={(value) => {
            change.reset();
            setEdited(value);
          }}
        >
          <Label>Document (JSON)</Label>
          <TextArea className="react-aria-TextArea document mono" rows={20} spellCheck={false} />
          <Text slot="description" className="quiet hint">
            Keys are never shown. Leave them out to keep them; a change of the provider or of its address wants them stated again, as <code>api_key</code>. A change holds from the next request on.
          </Text>
        </TextField>
        {change.error && <Failure error={change.error} />}
        <p role="status" className={change.isSuccess ? undefined : 'visually-hidden'}>{change.isSuccess && 'Saved.'}</p>
        <div className="bar">
          <Button type="submit" className="react-aria-Button primary" isDisabled={edited === undefined} isPending={change.isPending}>Save</Button>
          <Button
            isDisabled={edited === undefined}
            onPress={() => {
              change.reset();
              setEdited(undefined);
            }}
          >
            Discard
          </Button>
        </div>
      </Form>
    </section>
  );
}

function parse(text: string): EndpointDocument {
  try {
    return JSON.parse(text) as EndpointDocument;
  } catch (error) {
    throw new Error(`This is not JSON yet: ${(error as Error).message}`);
  }
}
