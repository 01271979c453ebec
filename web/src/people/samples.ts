/** How a secret of a service principal becomes an access token, as RFC 6749, section 4.4, says. Works as copied in a shell. */
export const secretSample = (origin: string, applicationId: string, secret: string) => `curl -u '${applicationId}:${secret}' ${origin}/oidc/v1/token \\
  -d grant_type=client_credentials -d scope=all-apis`;

/** Ways to use a token, which stands in WEIR_TOKEN. */
export const tokenSamples = (origin: string, token: string): { name: string; text: string }[] => [
  {
    name: 'curl',
    text: `export WEIR_TOKEN='${token}'
curl ${origin}/openai/v1/models -H "Authorization: Bearer $WEIR_TOKEN"`,
  },
  {
    name: 'Claude Code',
    text: `export ANTHROPIC_BASE_URL=${origin}/anthropic
export ANTHROPIC_AUTH_TOKEN='${token}'
claude`,
  },
];
