namespace Weir.Accounts.Tokens;

/// <summary>What a secret that stands for a principal is for. Each kind is accepted in its own place alone.</summary>
public enum TokenKind
{
    /// <summary>A personal access token: programs send it in a header.</summary>
    Personal,

    /// <summary>A session: a browser sends it in a cookie.</summary>
    Session,

    /// <summary>A one-time link: it begins a session, once.</summary>
    SignInLink,
}
