// Asks a gateway's SCIM API the same as two published SCIM libraries: which users pass a filter (scim2-parse-filter), and what a
// PATCH makes of a group (scim-patch). Prints one JSON line for each question on which they differ, and the count of questions last.
import { parse, filter as compile } from 'scim2-parse-filter';
import { scimPatch } from 'scim-patch';

const { WEIR, TOKEN, SEED } = process.env;
const base = `${WEIR}/api/2.0/preview/scim/v2`;
let state = Number(SEED);
const random = (count) => { state = (state * 1103515245 + 12345) % 2147483648; return Math.floor((state / 2147483648) * count); };
const pick = (values) => values[random(values.length)];

async function ask(method, path, body) {
  const response = await fetch(base + path, { method, headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/scim+json' }, body: body && JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text ? JSON.parse(text) : null;
}

const mark = `m${SEED}`;
const users = [];
for (const [i, name] of ['ann', 'bob', 'cyd', 'dee', 'eve', 'fay'].entries()) {
  users.push(await ask('POST', '/Users', {
    userName: `${name}.${mark}@example.com`, displayName: `${mark} ${name}`, active: i % 2 === 0,
    name: i % 3 === 0 ? undefined : { givenName: name, familyName: pick(['lee', 'ng', 'o neil']) },
    emails: [{ value: `${name}@${pick(['work', 'home'])}.example`, type: 'work', primary: true }],
  }));
}

let asked = 0;
const quote = (text) => JSON.stringify(text);
function term(depth) {
  switch (random(depth > 0 ? 8 : 5)) {
    case 0: return `userName ${pick(['sw', 'co', 'eq'])} ${quote(pick(['ann', 'e', `bob.${mark}@example.com`]))}`;
    case 1: return `name.familyName ${pick(['eq', 'co', 'ew'])} ${quote(pick(['lee', 'ng', 'n']))}`;
    case 2: return `active eq ${pick(['true', 'false'])}`;
    case 3: return `emails[type eq "work" and value ${pick(['ew', 'co'])} ${quote(pick(['work.example', 'home', 'ann']))}]`;
    case 4: return pick(['name.givenName pr', 'title pr', 'displayName pr']);
    case 5: return `not (${any(depth - 1)})`;
    case 6: return `(${any(depth - 1)})`;
    default: return any(depth - 1);
  }
}
function any(depth) { return Array.from({ length: 1 + random(3) }, () => term(depth)).join('|').replaceAll('|', () => pick([' and ', ' or '])); }

for (let i = 0; i < 150; i++) {
  const text = any(2);
  const expected = users.filter(compile(parse(text))).map((user) => user.id).sort();
  const answer = await ask('GET', `/Users?${new URLSearchParams({ filter: `displayName sw "${mark} " and (${text})`, attributes: 'id' })}`);
  const got = answer.Resources.map((user) => user.id).sort();
  asked++;
  if (JSON.stringify(got) !== JSON.stringify(expected)) console.log(JSON.stringify({ filter: text, expected, got }));
}

const group = await ask('POST', '/Groups', { displayName: `group ${mark}` });
// Members are a set (RFC 7644, section 3.5.2.1); the library lists one twice that is added twice.
const members = (resource) => [...new Set((resource.members ?? []).map((member) => member.value))].sort();
let known = { schemas: group.schemas, displayName: group.displayName, members: [] };
for (let i = 0; i < 60; i++) {
  const some = users.filter(() => random(2) === 0).map((user) => ({ value: user.id }));
  const operation = pick([
    { op: pick(['add', 'Add']), path: 'members', value: some },
    { op: 'add', value: { members: some } },
    { op: pick(['replace', 'Replace']), path: 'members', value: some },
    { op: 'replace', path: 'displayName', value: `group ${mark} ${i}` },
    { op: pick(['remove', 'Remove']), path: `members[value eq ${quote(pick(users).id)}]` },
  ]);
  if (operation.op.toLowerCase() === 'remove' && !known.members?.some((member) => operation.path.includes(member.value))) continue;
  known = scimPatch(structuredClone(known), [structuredClone(operation)], { mutateDocument: false });
  const got = await ask('PATCH', `/Groups/${group.id}`, { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [operation] });
  asked++;
  if (got.displayName !== known.displayName || JSON.stringify(members(got)) !== JSON.stringify(members(known))) console.log(JSON.stringify({ operation, expected: known, got }));
}

console.log(JSON.stringify({ asked }));
