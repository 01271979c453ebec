using System.Globalization;
using System.Text.Json.Serialization;
using Weir.Accounts.Http;

namespace Weir.Accounts.Tokens;

/// <summary>A token as the API shows it: everything but its secret.</summary>
internal sealed class TokenInfo(AccountDirectory accounts, AccessToken token)
{
    private const long NoExpiry = -1;

    [JsonPropertyName("token_id")]
    public string TokenId => token.Id;

    [JsonPropertyName("comment")]
    public string? Comment => token.Comment;

    [JsonPropertyName("creation_time")]
    public long CreationTime => Milliseconds.Of(token.CreationTime);

    [JsonPropertyName("expiry_time")]
    public long ExpiryTime => token.ExpiryTime is { } end ? Milliseconds.Of(end) : NoExpiry;

    [JsonPropertyName("last_used_time")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? LastUsedTime => accounts.LastUsedTimeOf(token) is { } time ? Milliseconds.Of(time) : null;

    [JsonPropertyName("scopes")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Scopes => token.Scopes;

    [JsonPropertyName("owner_id")]
    public long OwnerId => long.Parse(token.PrincipalId, CultureInfo.InvariantCulture);

    [JsonPropertyName("created_by_id")]
    public long CreatedById => long.Parse(token.CreatorId, CultureInfo.InvariantCulture);

    [JsonPropertyName("created_by_username")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CreatedByUsername => accounts.State.FindPrincipal(token.CreatorId)?.Name;

    [JsonPropertyName("workspace_id")]
    public long WorkspaceId => long.Parse(token.WorkspaceId, CultureInfo.InvariantCulture);
}
