namespace Weir.Accounts.Tokens;

/// <summary>Finds the caller behind a token, from memory: no lock, no database, no disk.</summary>
public interface ITokenAuthenticator
{
    /// <summary>The caller that <paramref name="token"/> stands for, or NULL when there is none or it has expired.</summary>
    Caller? Authenticate(ReadOnlySpan<char> token);
}
