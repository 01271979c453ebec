namespace Weir.Accounts.SignIn;

/// <summary>How people sign in: the section <c>SignIn</c> of the configuration.</summary>
public sealed class SignInOptions
{
    /// <summary>How long a session lasts.</summary>
    public TimeSpan SessionLifetime { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long a session lasts that nobody uses.</summary>
    public TimeSpan SessionIdleTime { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Whether users may have passwords here.</summary>
    public bool Passwords { get; init; } = true;

    /// <summary>Attempts with a password or a link that one address has in a minute.</summary>
    public int AttemptsPerMinute { get; init; } = 10;

    /// <summary>Whether people may sign in over plain HTTP at another address than the machine's own loopback.</summary>
    public bool AllowPlainHttp { get; init; }

    /// <summary>The provider.</summary>
    public ProviderOptions OpenIdConnect { get; init; } = new();

    /// <summary>What is wrong with the settings, or NULL.</summary>
    public string? Fault =>
        SessionLifetime < TimeSpan.FromMinutes(1) || SessionLifetime > TimeSpan.FromDays(400) ? "WEIR_SignIn__SessionLifetime must be from a minute to 400 days, for example 7.00:00:00."
        : SessionIdleTime < TimeSpan.FromMinutes(5) ? "WEIR_SignIn__SessionIdleTime must be at least five minutes, for example 12:00:00: when a session was last used is stored once a minute."
        : AttemptsPerMinute < 1 ? "WEIR_SignIn__AttemptsPerMinute must be at least 1."
        : OpenIdConnect.Fault;
}

/// <summary>An OpenID Connect provider.</summary>
public sealed class ProviderOptions
{
    /// <summary>The issuer's URL, below which <c>/.well-known/openid-configuration</c> is; NULL for no provider.</summary>
    public string? Authority { get; init; }

    /// <summary>The client id that the provider gave.</summary>
    public string? ClientId { get; init; }

    /// <summary>The client secret; NULL for a public client.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>What the button says: Sign in with ...</summary>
    public string DisplayName { get; init; } = "single sign-on";

    /// <summary>The scopes, with spaces.</summary>
    public string Scopes { get; init; } = "openid profile email";

    /// <summary>The claim that holds the user's name in Weir.</summary>
    public string NameClaim { get; init; } = "email";

    /// <summary>Whether somebody is let in whom nobody added: as a member of the first workspace.</summary>
    public bool CreateUsers { get; init; }

    /// <summary>With commas, the domains whose people are made users; required with <see cref="CreateUsers"/>, where <c>*</c> is every domain.</summary>
    public string AllowedDomains { get; init; } = string.Empty;

    /// <summary>Whether a provider is set.</summary>
    public bool IsSet => !string.IsNullOrEmpty(Authority);

    /// <summary>What is wrong with the settings, or NULL.</summary>
    public string? Fault =>
        !IsSet ? null
        : !Uri.TryCreate(Authority, UriKind.Absolute, out var authority) || !(authority.Scheme == Uri.UriSchemeHttps || (authority.Scheme == Uri.UriSchemeHttp && authority.IsLoopback))
            ? "WEIR_SignIn__OpenIdConnect__Authority must be the provider's https:// URL (http:// only at loopback)."
        : string.IsNullOrEmpty(ClientId) ? "WEIR_SignIn__OpenIdConnect__ClientId is missing."
        : CreateUsers && AllowedDomains.Length == 0 ? "WEIR_SignIn__OpenIdConnect__CreateUsers needs WEIR_SignIn__OpenIdConnect__AllowedDomains: the domains, with commas, whose people are let in, or * for everybody whom the provider knows."
        : null;

    /// <summary>Whether somebody of this name may be made a user.</summary>
    public bool Admits(string name) =>
        CreateUsers && AllowedDomains.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Any(domain =>
            domain == "*" || (name.LastIndexOf('@') is > 0 and var at && name[(at + 1)..].Equals(domain.TrimStart('@'), StringComparison.OrdinalIgnoreCase)));
}
