using Weir.Accounts;
using Weir.Accounts.OAuth;
using Weir.Accounts.Sessions;
using Weir.Accounts.Tokens;
using Weir.Storage.Relational.Rows;

namespace Weir.Storage.Relational;

/// <summary>The account's records as rows, and back.</summary>
internal static class AccountRows
{
    public static Principal ToPrincipal(PrincipalRow row) => new(row.Id, row.Name, Enum.Parse<PrincipalType>(row.Type), row.IsAccountAdmin)
    {
        IsActive = !row.IsDeactivated,
        DisplayName = row.DisplayName,
        ExternalId = row.ExternalId,
        GivenName = row.GivenName,
        FamilyName = row.FamilyName,
        Email = row.Email,
        CreationTime = row.CreationTime,
        LastUpdatedTime = row.LastUpdatedTime,
    };

    public static PrincipalRow RowOf(Principal principal) => new()
    {
        Id = principal.Id,
        Name = principal.Name,
        Type = principal.Type.ToString(),
        IsAccountAdmin = principal.IsAccountAdmin,
        IsDeactivated = !principal.IsActive,
        DisplayName = principal.DisplayName,
        ExternalId = principal.ExternalId,
        GivenName = principal.GivenName,
        FamilyName = principal.FamilyName,
        Email = principal.Email,
        CreationTime = principal.CreationTime,
        LastUpdatedTime = principal.LastUpdatedTime,
    };

    public static AccessToken ToToken(TokenRow row) => new()
    {
        Id = row.Id,
        Kind = row.Kind is null ? TokenKind.Personal : Enum.Parse<TokenKind>(row.Kind),
        Hash = TokenHash.FromBytes(row.Hash),
        PrincipalId = row.PrincipalId,
        WorkspaceId = row.WorkspaceId,
        Comment = row.Comment,
        CreationTime = row.CreationTime,
        ExpiryTime = row.ExpiryTime,
        Scopes = row.Scopes?.Split(' '),
        CreatorId = row.CreatorId ?? row.PrincipalId,
        LastUsedTime = row.LastUsedTime,
        Origin = row.SignInMethod is null ? null : new SessionOrigin(Enum.Parse<SignInMethod>(row.SignInMethod), row.UserAgent, row.IpAddress),
    };

    public static TokenRow RowOf(AccessToken token) => new()
    {
        Id = token.Id,
        Kind = token.Kind == TokenKind.Personal ? null : token.Kind.ToString(),
        Hash = token.Hash.ToBytes(),
        PrincipalId = token.PrincipalId,
        WorkspaceId = token.WorkspaceId,
        Comment = token.Comment,
        CreationTime = token.CreationTime,
        ExpiryTime = token.ExpiryTime,
        Scopes = token.Scopes is null ? null : string.Join(' ', token.Scopes),
        CreatorId = token.CreatorId,
        LastUsedTime = token.LastUsedTime,
        SignInMethod = token.Origin?.Method.ToString(),
        UserAgent = token.Origin?.UserAgent,
        IpAddress = token.Origin?.IpAddress,
    };

    public static ClientSecret ToClientSecret(ClientSecretRow row) =>
        new() { Id = row.Id, PrincipalId = row.PrincipalId, Hash = TokenHash.FromBytes(row.Hash), CreationTime = row.CreationTime, ExpiryTime = row.ExpiryTime };

    public static ClientSecretRow RowOf(ClientSecret secret) =>
        new() { Id = secret.Id, PrincipalId = secret.PrincipalId, Hash = secret.Hash.ToBytes(), CreationTime = secret.CreationTime, ExpiryTime = secret.ExpiryTime };

    public static WorkspaceRow RowOf(Workspace workspace) => new() { Id = workspace.Id, Name = workspace.Name, CreationTime = workspace.CreationTime };

    public static GroupMemberRow RowOf(GroupMember member) => new() { GroupId = member.GroupId, MemberId = member.MemberId };

    public static WorkspaceAssignmentRow RowOf(WorkspaceAssignment assignment) =>
        new() { WorkspaceId = assignment.WorkspaceId, PrincipalId = assignment.PrincipalId, Role = assignment.Role.ToString() };
}
