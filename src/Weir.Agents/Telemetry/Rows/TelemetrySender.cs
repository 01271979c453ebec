namespace Weir.Agents.Telemetry.Rows;

/// <summary>Who sent a body, when it came, and for which table.</summary>
/// <param name="WorkspaceId">The workspace of the token.</param>
/// <param name="Requester">The token's owner.</param>
/// <param name="TableName">The table that the sender named; NULL where it named none.</param>
/// <param name="ReceivedAt">When the body came, UTC.</param>
internal sealed record TelemetrySender(string WorkspaceId, string Requester, string? TableName, DateTime ReceivedAt);
