import { useState } from 'react';
import { useMutation } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import { saveQuery } from '../api/queries';
import { Failure } from '../ui/Failure';
import { keepQueries, readKeptQueries } from './kept';

/** Offers to move what this browser kept before the server did. Each one that has moved is forgotten here, so that none is moved twice. */
export function MoveQueries({ user, onMoved }: { user: string; onMoved: () => void }) {
  const [kept, setKept] = useState(() => readKeptQueries(user));
  const keep = (rest: typeof kept) => {
    keepQueries(user, rest);
    setKept(rest);
  };
  const move = useMutation({
    mutationFn: async () => {
      for (let rest = readKeptQueries(user); rest.length > 0; rest = rest.slice(1)) {
        await saveQuery(rest[0]!.name, rest[0]!.text, true);
        keep(rest.slice(1));
      }
    },
    onSettled: onMoved,
  });
  if (kept.length === 0) {
    return null;
  }
  const count = kept.length === 1 ? '1 saved query' : `${kept.length} saved queries`;
  return (
    <div className="bar">
      <Button isDisabled={move.isPending} onPress={() => move.mutate()}>Move {count} of this browser to the server</Button>
      <Button className="react-aria-Button small" isDisabled={move.isPending} onPress={() => keep([])}>Delete {kept.length === 1 ? 'it' : 'them'}</Button>
      {move.error && <Failure error={move.error} />}
    </div>
  );
}
