import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form } from 'react-aria-components';
import { changePassword } from '../api/credentials';
import type { Session } from '../api/session';
import { Field } from '../ui/Field';
import { Failure } from '../ui/Failure';

/** Sets one's own password. */
export function OwnPassword({ session }: { session: Session }) {
  const queries = useQueryClient();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  // The server asks for the current one where this session was begun with it.
  const asksForCurrent = session.session?.sign_in_method === 'password';
  const change = useMutation({
    mutationFn: async () => {
      if (password !== again) {
        throw new Error('The two new passwords are not the same. Type them again.');
      }
      await changePassword(password, asksForCurrent ? current : undefined);
    },
    onSuccess: async () => {
      setCurrent('');
      setPassword('');
      setAgain('');
      await queries.invalidateQueries({ queryKey: ['sessions'] });
    },
  });
  return (
    <>
      <h2>Your password</h2>
      <p>With a password you sign in as {session.user_name} without a link or an identity provider. Setting one ends your other sessions; your tokens stay.</p>
      <Form
        className="form narrow"
        aria-label="Your password"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        {asksForCurrent && <Field label="Current password" name="current_password" value={current} onChange={setCurrent} isRequired isSecret />}
        <Field label="New password" name="password" value={password} onChange={setPassword} isRequired isSecret hint="From 12 to 256 characters. A sentence is easy to remember and hard to guess." />
        <Field label="New password again" name="again" value={again} onChange={setAgain} isRequired isSecret />
        {change.error && <Failure error={change.error} />}
        <Button type="submit" className="react-aria-Button primary" isPending={change.isPending}>Set password</Button>
        {change.isSuccess && <p role="status">Your password is set. Your other sessions have ended.</p>}
      </Form>
    </>
  );
}
