import type { Tag } from '../api/warehouses';

/** The tags of a text: each line is one, its key before the first "=". */
export const tagsOf = (text: string): Tag[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const at = line.indexOf('=');
      return at < 0 ? { key: line, value: '' } : { key: line.slice(0, at).trim(), value: line.slice(at + 1).trim() };
    });

/** The text of tags, which tagsOf reads. */
export const textOfTags = (tags: Tag[]) => tags.map(({ key, value }) => (value === '' ? key : `${key}=${value}`)).join('\n');
