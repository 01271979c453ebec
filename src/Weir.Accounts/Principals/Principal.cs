namespace Weir.Accounts;

/// <summary>A user, a service principal or a group.</summary>
/// <param name="Id">Its id, decimal digits as SCIM clients expect.</param>
/// <param name="Name">A user's e-mail, a service principal's application id, a group's display name.</param>
/// <param name="Type">Which of the three.</param>
/// <param name="IsAccountAdmin">Whether it administers the account.</param>
public sealed record Principal(string Id, string Name, PrincipalType Type, bool IsAccountAdmin)
{
    /// <summary>Whether it may act; the tokens of one that may not stand for nobody.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>What to show in the place of <see cref="Name"/>.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Its id at the identity provider that provisions it.</summary>
    public string? ExternalId { get; init; }

    /// <summary>A user's given name.</summary>
    public string? GivenName { get; init; }

    /// <summary>A user's family name.</summary>
    public string? FamilyName { get; init; }

    /// <summary>A user's e-mail, where it differs from <see cref="Name"/>.</summary>
    public string? Email { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public DateTime CreationTime { get; init; }

    /// <summary>When it was last changed, UTC.</summary>
    public DateTime LastUpdatedTime { get; init; }
}

/// <summary>That a principal is directly in a group.</summary>
/// <param name="GroupId">The group.</param>
/// <param name="MemberId">A user, a service principal or another group.</param>
public sealed record GroupMember(string GroupId, string MemberId);
