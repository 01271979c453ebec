/** What stands for the token in what the server answers. */
export const placeholder = '$WEIR_TOKEN';

/** A text with the token in its place; an empty one leaves the placeholder. Headers in an environment variable are percent-encoded. */
export function filled(text: string, token: string): string {
  const value = token.trim();
  return value === '' ? text : text.replaceAll('%20' + placeholder, () => '%20' + encodeURIComponent(value)).replaceAll(placeholder, () => value);
}
