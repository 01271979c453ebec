namespace Weir.Gateway.Metering;

/// <summary>Which batches' tokens have been counted: a provider states them to everybody who asks for an ended batch, as often as they ask.</summary>
public interface IBatchClaims
{
    /// <summary>Takes a batch's tokens for one request.</summary>
    /// <param name="batch">The batch: its provider's address and its id there.</param>
    /// <param name="requestId">The request whose row will hold them.</param>
    /// <param name="cancellationToken">Stops the attempt.</param>
    /// <returns>Whether nobody had taken them.</returns>
    Task<bool> TryClaimAsync(string batch, Guid requestId, CancellationToken cancellationToken);
}
