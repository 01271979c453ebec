import { useState, type FormEvent } from 'react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Label, SearchField, TextField } from 'react-aria-components';
import { changeQuery, deleteQuery, listQueries, saveQuery, type SavedQuery } from '../api/queries';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { KeptDialog } from './KeptDialog';
import { MoveQueries } from './MoveQueries';
import { hasWords } from './pastOutcome';

interface Properties {
  user: string;
  text: string;
  onChoose: (text: string) => void;
}

/** The queries that the user saved, and those that others shared. */
export function SavedDialog({ user, text, onChoose }: Properties) {
  // Which one the editor's text comes from: saving changes that one.
  const [opened, setOpened] = useState<SavedQuery>();
  return (
    <KeptDialog title="Saved queries">
      {(close) => (
        <Saved
          user={user}
          text={text}
          opened={opened}
          onSaved={setOpened}
          onChoose={(query) => {
            setOpened(query);
            onChoose(query.query_text);
            close();
          }}
        />
      )}
    </KeptDialog>
  );
}

interface SavedProperties {
  user: string;
  text: string;
  opened: SavedQuery | undefined;
  onSaved: (query: SavedQuery | undefined) => void;
  onChoose: (query: SavedQuery) => void;
}

function Saved({ user, text, opened, onSaved, onChoose }: SavedProperties) {
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [sought, setSought] = useState('');
  const changed = () => queries.invalidateQueries({ queryKey: ['saved-queries'] });
  const saved = useInfiniteQuery({
    queryKey: ['saved-queries'],
    queryFn: ({ pageParam, signal }) => listQueries(pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token,
    refetchOnMount: 'always',
  });
  const keep = useMutation({
    mutationFn: (id: string | undefined) => (id === undefined ? saveQuery(name.trim(), text) : changeQuery(id, { query_text: text })),
    onSuccess: async (query) => {
      onSaved(query);
      setName('');
      await changed();
    },
  });
  const all = saved.data?.pages.flatMap((page) => page.results) ?? [];
  const shown = all.filter((query) => hasWords(`${query.display_name} ${query.query_text}`, sought));
  const isEmpty = text.trim() === '';
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '' && !isEmpty) {
      keep.mutate(undefined);
    }
  };
  return (
    <>
      <MoveQueries user={user} onMoved={changed} />
      {opened && opened.query_text !== text && (
        <p>
          <Button className="react-aria-Button primary" isDisabled={isEmpty || keep.isPending} onPress={() => keep.mutate(opened.id)}>Save changes to {opened.display_name}</Button>
        </p>
      )}
      <form className="bar sql-save" onSubmit={save}>
        <TextField value={name} onChange={setName} maxLength={255}>
          <Label>Save the editor's text as</Label>
          <Input autoComplete="off" />
        </TextField>
        <Button type="submit" className="react-aria-Button primary" isDisabled={name.trim() === '' || isEmpty || keep.isPending}>Save</Button>
      </form>
      {keep.error && <Failure error={keep.error} />}
      {all.length > 5 && (
        <SearchField aria-label="Filter saved queries" value={sought} onChange={setSought}>
          <Input placeholder="Filter by name or text" />
        </SearchField>
      )}
      {saved.error && <Failure error={saved.error} retry={() => void saved.refetch()} />}
      {saved.isPending && <Loading what="saved queries" />}
      {saved.data && all.length === 0 && <p>No query was saved yet. Write one in the editor and give it a name here.</p>}
      <ul className="sql-kept">
        {shown.map((query) => (
          <SavedItem
            key={query.id}
            query={query}
            onChoose={() => onChoose(query)}
            onChanged={(now) => {
              if (opened?.id === query.id) {
                onSaved(now);
              }
              void changed();
            }}
          />
        ))}
      </ul>
      {saved.hasNextPage && <Button className="react-aria-Button small" isDisabled={saved.isFetchingNextPage} onPress={() => void saved.fetchNextPage()}>Load more</Button>}
    </>
  );
}

function SavedItem({ query, onChoose, onChanged }: { query: SavedQuery; onChoose: () => void; onChanged: (now: SavedQuery | undefined) => void }) {
  const [renaming, setRenaming] = useState<string>();
  const rename = useMutation({
    mutationFn: (display_name: string) => changeQuery(query.id, { display_name }),
    onSuccess: (now) => {
      setRenaming(undefined);
      onChanged(now);
    },
  });
  const remove = useMutation({ mutationFn: () => deleteQuery(query.id), onSuccess: () => onChanged(undefined) });
  const error = rename.error ?? remove.error;
  return (
    <li>
      {renaming === undefined ? (
        <>
          <Button className="sql-kept-text" onPress={onChoose}>
            <strong>{query.display_name}</strong>
            <code>{query.query_text}</code>
            {query.owner_user_name && <span className="quiet">{query.owner_user_name}</span>}
          </Button>
          <Button className="react-aria-Button small" aria-label={`Rename ${query.display_name}`} onPress={() => setRenaming(query.display_name)}>Rename</Button>
          <Button className="react-aria-Button small" aria-label={`Delete ${query.display_name}`} isDisabled={remove.isPending} onPress={() => remove.mutate()}>Delete</Button>
        </>
      ) : (
        <form
          className="bar sql-save"
          onSubmit={(event) => {
            event.preventDefault();
            rename.mutate(renaming);
          }}
        >
          <TextField value={renaming} onChange={setRenaming} maxLength={255} autoFocus>
            <Label>New name of {query.display_name}</Label>
            <Input autoComplete="off" />
          </TextField>
          <Button type="submit" className="react-aria-Button primary" isDisabled={renaming.trim() === '' || rename.isPending}>Rename</Button>
          <Button onPress={() => setRenaming(undefined)}>Keep the name</Button>
        </form>
      )}
      {error && <Failure error={error} />}
    </li>
  );
}
