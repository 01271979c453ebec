import type { Destination } from '../../api/endpoints';
import { nameOf, type DestinationForm } from './endpointForm';
import { providers, type Provider, type Way } from './providers';

const place = ['provider', 'base_url', 'region', 'project', 'location', 'auth', 'tenant_id', 'client_id'];

/** How the stored secrets of a destination stand: there are none to keep, they are kept, or they were given for another provider, address or party. */
export type StoredSecret = 'none' | 'kept' | 'elsewhere';

/** The server keeps the secrets of a destination whose name and place stay (docs/configuration.md, Destinations). */
export function storedSecretOf(form: DestinationForm, stored: readonly Destination[]): StoredSecret {
  const namesakes = stored.filter((one) => one.name === nameOf(form));
  return namesakes.length === 0 ? 'none'
    : namesakes.some((one) => place.every((member) => ((one.external_model_config as Record<string, unknown> | undefined)?.[member] ?? '') === (form.model.texts[member] ?? ''))) ? 'kept'
    : 'elsewhere';
}

/** The way that a destination shows who is calling: the one that was chosen, else the one whose members it has, else the usual one. */
export function wayOf(form: DestinationForm, provider: Provider): Way {
  const { texts } = form.model;
  return provider.ways.find((way) => way.id === form.way)
    ?? provider.ways.find((way) => Object.entries(way.fixed ?? {}).some(([name, value]) => texts[name] === value))
    ?? provider.ways.find((way) => way.secrets.some((member) => texts[member.name]))
    ?? provider.ways.find((way) => way.members.some((member) => member.isRequired && texts[member.name]))
    ?? provider.ways[0]!;
}

/** The destination with another way; what belongs to the ways before is forgotten. */
export function withWay(form: DestinationForm, provider: Provider, id: string): DestinationForm {
  const way = provider.ways.find((one) => one.id === id)!;
  const kept = way.members.map((member) => member.name);
  const dropped = provider.ways.flatMap((one) => [...one.members, ...one.secrets].map((member) => member.name).concat(Object.keys(one.fixed ?? {}))).filter((name) => !kept.includes(name));
  return { ...form, way: id, model: { ...form.model, texts: { ...without(form.model.texts, dropped), ...way.fixed } } };
}

/** The destination at another provider. What was typed for one must not go to another: a key least of all. */
export function withProvider(form: DestinationForm, name: string): DestinationForm {
  const { model, on_client_disconnect } = form.model.texts;
  const texts = { provider: name, ...(model === undefined ? {} : { model }), ...(on_client_disconnect === undefined ? {} : { on_client_disconnect }) };
  return { ...form, way: undefined, replacesSecret: false, model: { ...form.model, texts } };
}

/** The destination without the secrets that were typed, so that the stored ones are kept. */
export const withoutSecrets = (form: DestinationForm): DestinationForm => ({ ...form, replacesSecret: false, model: { ...form.model, texts: without(form.model.texts, secretNames) } });

const secretNames = [...new Set(providers.flatMap((provider) => provider.ways.flatMap((way) => way.secrets.map((member) => member.name))))];

/** Whether any secret is typed. */
export const hasSecret = (form: DestinationForm) => secretNames.some((name) => form.model.texts[name]);

const without = (texts: Record<string, string>, names: readonly string[]) => Object.fromEntries(Object.entries(texts).filter(([name]) => !names.includes(name)));
