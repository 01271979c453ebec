using System.Diagnostics;
using Weir.Gateway.Dialects;
using Weir.Gateway.Endpoints;
using Weir.Usage.Records;

namespace Weir.Gateway.Telemetry;

/// <summary>A span for each attempt, by the OpenTelemetry GenAI conventions. Costs nothing while nobody listens.</summary>
public static class GatewayTracing
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "Weir.Gateway";

    private static readonly ActivitySource Source = new(SourceName);

    internal static Activity? Start(Operation operation, Destination destination)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var name = operation.TelemetryName();
        var span = Source.StartActivity($"{name} {destination.Model.Name}", ActivityKind.Client);
        span?.SetTag("gen_ai.operation.name", name);
        span?.SetTag("gen_ai.provider.name", destination.Model.Provider);
        span?.SetTag("gen_ai.request.model", destination.Model.Name);
        return span;
    }

    internal static void End(Activity? span, Attempt attempt)
    {
        if (span is null)
        {
            return;
        }

        span.SetTag("gen_ai.response.model", attempt.ResponseModel);
        span.SetTag("gen_ai.usage.input_tokens", attempt.Usage.InputTokens);
        span.SetTag("gen_ai.usage.output_tokens", attempt.Usage.OutputTokens);
        span.SetTag("http.response.status_code", attempt.StatusCode);
        if (attempt.ErrorCode is { } error)
        {
            span.SetTag("error.type", error);
            span.SetStatus(ActivityStatusCode.Error);
        }

        span.Dispose();
    }
}
