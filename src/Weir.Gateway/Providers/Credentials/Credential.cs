namespace Weir.Gateway.Providers.Credentials;

/// <summary>Shows a provider the credential of one destination. Lives as long as that version of the destination, and keeps its tokens.</summary>
internal abstract class Credential
{
    /// <summary>Whether the body's bytes are needed, because they are signed.</summary>
    public virtual bool SignsBody => false;

    /// <summary>Adds the credential to a request that is otherwise ready. Completes at once where nothing has to be fetched.</summary>
    /// <param name="request">The request.</param>
    /// <param name="body">The body's bytes as they will be sent; may be NULL unless <see cref="SignsBody"/>.</param>
    /// <param name="cancellationToken">Ends the wait, not a fetch that other requests wait for too.</param>
    /// <exception cref="CredentialsException">The credential is not right, or the token could not be had.</exception>
    public abstract ValueTask AuthorizeAsync(HttpRequestMessage request, ReadOnlyMemory<byte>? body, CancellationToken cancellationToken);
}

/// <summary>What credentials that fetch tokens need.</summary>
/// <param name="Http">Reaches token endpoints as the destination itself is reached: the same proxy, and private addresses only where allowed.</param>
/// <param name="Time">The clock.</param>
internal sealed record CredentialSources(HttpMessageInvoker Http, TimeProvider Time);

/// <summary>A destination's credential did not work before the provider was even asked.</summary>
/// <param name="message">What failed and what to check, in sentences; no secret.</param>
/// <param name="innerException">The cause; its text may hold more than may be answered.</param>
internal sealed class CredentialsException(string message, Exception? innerException = null) : Exception(message, innerException);
