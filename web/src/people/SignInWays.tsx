import { useMutation } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import { createSignInLink, removePassword } from '../api/credentials';
import { Failure } from '../ui/Failure';
import { useTimeFormat } from '../ui/preferences';
import { Confirm } from './Confirm';
import { ShownOnce } from './ShownOnce';

/** How a person signs in without an identity provider. */
export function SignInWays({ userName, isActive }: { userName: string; isActive: boolean }) {
  const time = useTimeFormat();
  const link = useMutation({ mutationFn: () => createSignInLink(userName) });
  const removal = useMutation({ mutationFn: () => removePassword(userName) });
  return (
    <>
      <h3>Signing in</h3>
      <p>A sign-in link lets them in once, within 15 minutes. Then they can set a password, if this server allows passwords.</p>
      <div className="bar">
        <Button isDisabled={!isActive} isPending={link.isPending} onPress={() => link.mutate()}>Make a sign-in link</Button>
        <Confirm label="Remove the password…" title={`Remove the password of ${userName}?`} verb="Remove it" action={() => removal.mutateAsync()} onDone={() => undefined}>
          They can no longer sign in with it, and the sessions that were begun with it end. A link or the identity provider still lets them in.
        </Confirm>
      </div>
      {!isActive && <p className="quiet">Whoever is deactivated cannot sign in. Activate them first.</p>}
      {removal.isSuccess && <p role="status">The password is removed.</p>}
      {link.error && <Failure error={link.error} />}
      {link.data && (
        <ShownOnce secret={link.data.url} what="sign-in link">
          <p className="quiet">Send it to {userName} and to nobody else: whoever opens it is signed in as them. It works once, until {time(link.data.expiry_time)}.</p>
        </ShownOnce>
      )}
    </>
  );
}
