import { expect, test } from 'vitest';
import { tagsOf, textOfTags } from './tags';

test('each line is a tag', () => {
  expect(tagsOf(' team = blue \n\nurgent\nurl=a=b')).toEqual([
    { key: 'team', value: 'blue' },
    { key: 'urgent', value: '' },
    { key: 'url', value: 'a=b' },
  ]);
  expect(tagsOf('')).toEqual([]);
});

test('what is written is read back', () => {
  const tags = [{ key: 'team', value: 'blue' }, { key: 'urgent', value: '' }];
  expect(tagsOf(textOfTags(tags))).toEqual(tags);
});
