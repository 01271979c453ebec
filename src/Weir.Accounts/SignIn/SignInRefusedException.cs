namespace Weir.Accounts.SignIn;

/// <summary>Somebody cannot sign in; the message is for them.</summary>
internal sealed class SignInRefusedException(int status, string message) : Exception(message)
{
    /// <summary>The HTTP status.</summary>
    public int Status => status;
}
