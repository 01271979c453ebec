import { useState } from 'react';
import { useMutation } from '@tanstack/react-query';
import { Switch } from 'react-aria-components';
import { setAccountAdmin, setActive, type Principal } from '../api/scim';
import { Failure } from '../ui/Failure';
import { ConfirmDialog } from './Confirm';

type Right = 'admin' | 'active';

/** Whether a person or a program may act at all, and whether it administers the account. Nothing is shown as done before it is. */
export function Rights({ path, principal, isOneself, onChanged }: { path: 'Users' | 'ServicePrincipals'; principal: Principal; isOneself: boolean; onChanged: () => unknown }) {
  const [asked, setAsked] = useState<Right | null>(null);
  const set = (right: Right, isOn: boolean) => (right === 'admin' ? setAccountAdmin(path, principal.id, isOn) : setActive(path, principal.id, isOn));
  const change = useMutation({ mutationFn: ({ right, isOn }: { right: Right; isOn: boolean }) => set(right, isOn), onSettled: onChanged });
  const ask = (right: Right, isOn: boolean) => {
    change.reset();
    if (isOneself && !isOn) {
      setAsked(right);
    } else {
      change.mutate({ right, isOn });
    }
  };
  return (
    <>
      <h3>Rights</h3>
      <ul className="switches">
        <li>
          <Switch isSelected={principal.active === true} isDisabled={change.isPending} onChange={(isOn) => ask('active', isOn)}>
            <div className="indicator" /> {path === 'Users' ? 'Active: may sign in, and their tokens work' : 'Active: its secrets and tokens work'}
          </Switch>
        </li>
        <li>
          <Switch isSelected={(principal.roles ?? []).length > 0} isDisabled={change.isPending} onChange={(isOn) => ask('admin', isOn)}>
            <div className="indicator" /> Account admin: may do everything, in every workspace
          </Switch>
        </li>
      </ul>
      {change.error && <Failure error={change.error} />}
      <ConfirmDialog
        isOpen={asked !== null}
        onOpenChange={(isOpen) => !isOpen && setAsked(null)}
        title={asked === 'admin' ? 'Give up your own admin right?' : 'Deactivate yourself?'}
        verb={asked === 'admin' ? 'Give it up' : 'Deactivate me'}
        action={() => set(asked!, false)}
        onDone={onChanged}
      >
        {asked === 'admin' ? 'You will no longer see or change the account’s settings. Only another account admin can give the right back.' : 'You are signed out at once, and your tokens stop. Only another account admin can let you in again.'}
      </ConfirmDialog>
    </>
  );
}
