/** The paths of fields that a message of the API names in quotes, as `'config.destinations[1].external_model_config.api_key'`. */
export function pathsIn(message: string): string[] {
  return [...message.matchAll(/'((?:name|owner|tags|config)(?:\.[a-z_]+|\[\d+\])*)'/g)].map((match) => match[1]!);
}

/** What the API said of a field, if it named it. */
export const saidOf = (message: string | undefined, path: string | undefined) => (message !== undefined && path !== undefined && pathsIn(message).includes(path) ? message : undefined);

/** What is wrong with an endpoint's name by the API's rule; undefined when it is right. */
export const faultOfName = (name: string) =>
  /^[a-z0-9][a-z0-9._-]{0,62}$/.test(name) ? undefined : '1 to 63 lower-case letters, digits, “.”, “_” or “-”; the first one a letter or digit.';
