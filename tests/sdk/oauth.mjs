// The client credentials flow as openid-client speaks it: discovery, a token, and what it says of a wrong secret.
import * as client from 'openid-client';

const { WEIR, CLIENT_ID, CLIENT_SECRET } = process.env;
const insecure = { execute: [client.allowInsecureRequests] };
const answers = {};
for (const way of ['ClientSecretBasic', 'ClientSecretPost']) {
  const configuration = await client.discovery(new URL(`${WEIR}/oidc`), CLIENT_ID, CLIENT_SECRET, client[way](CLIENT_SECRET), insecure);
  const token = await client.clientCredentialsGrant(configuration, { scope: 'model-serving sql' });
  answers[way] = { issuer: configuration.serverMetadata().issuer, token: token.access_token, type: token.token_type, expiresIn: token.expires_in, scope: token.scope };
}

const wrong = await client.discovery(new URL(`${WEIR}/oidc`), CLIENT_ID, 'wrong', undefined, insecure);
try {
  await client.clientCredentialsGrant(wrong);
} catch (refused) {
  answers.refused = { error: refused.error ?? refused.cause[0].parameters.error, status: refused.status };
}

console.log(JSON.stringify(answers));
