import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { deferred } from './deferred';

const Name = ({ name }: { name: string }) => <b>{name}</b>;

test('what waits stands there until the code has come, and not a moment longer', async () => {
  const Deferred = deferred(() => Promise.resolve({ default: Name }), <i>wait</i>);
  expect(renderToStaticMarkup(<Deferred name="ada" />)).toBe('<i>wait</i>');
  await Deferred.load();
  expect(renderToStaticMarkup(<Deferred name="ada" />)).toBe('<b>ada</b>');
});

test('code that does not come says what to do, and may come later', async () => {
  let isThere = false;
  const Deferred = deferred(async () => {
    if (!isThere) {
      throw new TypeError('Failed to fetch');
    }
    return { default: Name };
  }, null);
  await expect(Deferred.load()).rejects.toThrow('load the page again');
  isThere = true;
  await Deferred.load();
  expect(renderToStaticMarkup(<Deferred name="ada" />)).toBe('<b>ada</b>');
});
