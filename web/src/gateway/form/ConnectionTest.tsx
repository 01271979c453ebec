import { useEffect, useRef } from 'react';
import { useMutation } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import { testDestination } from '../../api/destinations';
import { Failure } from '../../ui/Failure';
import { milliseconds } from '../format';
import { destinationOf, type DestinationForm } from './endpointForm';

/** Makes a real call of the destination as it is in the form, saved or not, and says what came of it. */
export function ConnectionTest({ form, endpointName }: { form: DestinationForm; endpointName: string | undefined }) {
  const test = useMutation({ mutationFn: () => testDestination(destinationOf(form), endpointName) });
  // What was said was of the destination as it was then.
  const { reset } = test;
  const tested = useRef(form);
  useEffect(() => {
    if (tested.current !== form) {
      tested.current = form;
      reset();
    }
  }, [form, reset]);
  const answer = test.data;
  return (
    <div className="connection-test">
      <Button isPending={test.isPending} onPress={() => test.mutate()}>{test.isPending ? 'Testing…' : 'Test the connection'}</Button>
      <div role="status">
        {answer && (
          <p className={answer.succeeded ? 'good' : 'bad'}>
            <span aria-hidden="true">{answer.succeeded ? '✓ ' : '✗ '}</span>
            {answer.message}
          </p>
        )}
        {answer?.succeeded && (
          <p className="quiet">
            As <code>{answer.model}</code>{answer.time_to_first_byte_ms !== null && <>; first byte after {milliseconds(answer.time_to_first_byte_ms)}, connecting included</>}.
          </p>
        )}
      </div>
      {answer && !answer.succeeded && answer.provider_error && (
        <details>
          <summary>What the provider said</summary>
          <pre tabIndex={0} aria-label="What the provider said">{answer.provider_error}</pre>
        </details>
      )}
      {test.error && <Failure error={test.error} />}
    </div>
  );
}
