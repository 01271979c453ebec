namespace Weir.Accounts.Tokens;

/// <summary>A new token. Its secret is shown this once.</summary>
internal sealed record CreatedTokenAnswer(string TokenValue, TokenInfo TokenInfo);

/// <summary>One token.</summary>
internal sealed record TokenAnswer(TokenInfo TokenInfo);

/// <summary>Several tokens.</summary>
internal sealed record TokensAnswer(IEnumerable<TokenInfo> TokenInfos);
