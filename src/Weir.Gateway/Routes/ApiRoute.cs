using Weir.Gateway.Dialects;

namespace Weir.Gateway.Routes;

/// <summary>A route of the data plane.</summary>
/// <param name="Dialect">The wire format of its requests, answers and errors.</param>
/// <param name="Operation">What it asks of a model.</param>
/// <param name="ApiType">The row's <c>api_type</c>.</param>
internal sealed record ApiRoute(Dialect Dialect, Operation Operation, string ApiType)
{
    /// <summary>Codex's path: the client always offers tools that only OpenAI runs, so elsewhere they are left out rather than refused.</summary>
    public bool LeavesOutHostedTools { get; init; }

    /// <summary>Cursor's path: its bodies are those of chat, also with tools in the flat shape of the responses API, or of the responses API as a whole; chat's chunks answer all of them.</summary>
    public bool TakesResponsesBodies { get; init; }

    /// <summary>Lists what a provider keeps: no usage and no row.</summary>
    public bool IsListing { get; init; }

    /// <summary>Whether each call has a row.</summary>
    public bool IsUsage => Operation.IsUsage() && !IsListing;
}
