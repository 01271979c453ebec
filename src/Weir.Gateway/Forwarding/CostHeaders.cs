using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Weir.Gateway.Recording;
using Weir.Usage.Records;

namespace Weir.Gateway.Forwarding;

/// <summary>
/// Tells a client what its request cost, where its endpoint asks for it (<c>report_cost</c>): as headers of an answer that has not begun, as trailers of one that has, for
/// clients that say <c>TE: trailers</c> (RFC 9110, 6.5).
/// </summary>
internal static class CostHeaders
{
    /// <summary>The list cost in USD; left out when it is not known.</summary>
    public const string Cost = "x-weir-cost";

    /// <summary>The tokens, as a dictionary of structured fields (RFC 9651): <c>input_tokens=12, output_tokens=3</c>.</summary>
    public const string Usage = "x-weir-usage";

    /// <summary>Whether the request's answers carry them.</summary>
    public static bool AreWanted(Exchange exchange) => exchange.Endpoint is { ReportCost: true };

    /// <summary>Announces them on an answer that is streamed.</summary>
    public static void Announce(Exchange exchange)
    {
        var (request, response) = (exchange.Context.Request, exchange.Context.Response);
        if (!AreWanted(exchange) || !request.Headers.TE.ToString().Contains("trailers", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        response.Headers.Trailer = $"{Cost}, {Usage}";
        if (!response.SupportsTrailers())
        {
            exchange.Chunks = new ChunkedBody(response);
        }
    }

    /// <summary>Writes them, once the request's record is made and before the answer's last bytes.</summary>
    public static void Write(Exchange exchange)
    {
        var response = exchange.Context.Response;
        if (!AreWanted(exchange) || (response.HasStarted && StringValues.IsNullOrEmpty(response.Headers.Trailer)))
        {
            return;
        }

        if (exchange.Costs.Count > 0 && exchange.Costs.TrueForAll(cost => cost.ListCost is not null))
        {
            Put(exchange, Cost, exchange.Costs.Sum(cost => cost.ListCost!.Value).ToString("0.##################", CultureInfo.InvariantCulture));
        }

        if (exchange.Attempts.Count > 0 && exchange.Attempts[^1].Usage is { IsEmpty: false } usage)
        {
            Put(exchange, Usage, UsageOf(usage));
        }
    }

    private static void Put(Exchange exchange, string name, string value)
    {
        var response = exchange.Context.Response;
        if (exchange.Chunks is { } chunks)
        {
            chunks.Trailers.Add((name, value));
        }
        else if (response.HasStarted)
        {
            response.AppendTrailer(name, value);
        }
        else
        {
            response.Headers[name] = value;
        }
    }

    private static string UsageOf(in TokenUsage usage)
    {
        (string Name, long? Tokens)[] parts =
        [
            ("input_tokens", usage.InputTokens), ("output_tokens", usage.OutputTokens), ("cache_read_input_tokens", usage.CacheReadInputTokens),
            ("cache_creation_input_tokens", usage.CacheCreationInputTokens), ("output_reasoning_tokens", usage.OutputReasoningTokens),
        ];
        return string.Join(", ", parts.Where(part => part.Tokens is not null).Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Name}={part.Tokens}")));
    }
}
