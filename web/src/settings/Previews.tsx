import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Switch } from 'react-aria-components';
import { listPreviews, setPreview } from '../api/settings';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';

/** Features that are switched on and off for the whole account. */
export function Previews({ account }: { account: string }) {
  const queries = useQueryClient();
  const previews = useQuery({ queryKey: ['previews', account], queryFn: ({ signal }) => listPreviews(account, signal) });
  const change = useMutation({ mutationFn: ({ name, enabled }: { name: string; enabled: boolean }) => setPreview(account, name, enabled), onSettled: () => queries.invalidateQueries({ queryKey: ['previews'] }) });
  if (previews.error) {
    return <Failure error={previews.error} retry={() => void previews.refetch()} />;
  }
  if (!previews.data) {
    return <Loading what="previews" />;
  }
  return (
    <>
      {change.error && <Failure error={change.error} />}
      <ul className="switches">
        {previews.data.map((preview) => (
          <li key={preview.name}>
            <Switch isSelected={preview.enabled} isDisabled={change.isPending} onChange={(enabled) => change.mutate({ name: preview.name, enabled })}>
              <div className="indicator" /> {preview.display_name}
            </Switch>
            {preview.unmet_requirements.map((unmet) => <p key={unmet} className="bad">{unmet}</p>)}
          </li>
        ))}
      </ul>
    </>
  );
}
