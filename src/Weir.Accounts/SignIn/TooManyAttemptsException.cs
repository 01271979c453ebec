namespace Weir.Accounts.SignIn;

/// <summary>Somebody tries too often.</summary>
internal sealed class TooManyAttemptsException(TimeSpan wait) : Exception("There were too many attempts to sign in.")
{
    /// <summary>Seconds to wait, at least one.</summary>
    public int Seconds => Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
}
