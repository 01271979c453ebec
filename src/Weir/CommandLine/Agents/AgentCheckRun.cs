using System.Globalization;
using Weir.Agents.Setup;

namespace Weir.CommandLine.Agents;

/// <summary>Checks an agent, and prints what arrived.</summary>
internal sealed class AgentCheckRun(AgentCheckClient client, AgentSetup agent, string endpoint, bool withTelemetry)
{
    /// <summary>Runs it.</summary>
    /// <returns>0 when everything arrived; 1 when something did not; 2 when the gateway cannot be reached or does not know the token.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        Console.WriteLine(agent.Name);
        var session = Guid.CreateVersion7();
        CheckedCall call;
        try
        {
            call = await client.CallAsync(AgentCheck.Of(agent, endpoint, session), cancellationToken);
        }
        catch (Exception failed) when (failed is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync($"The gateway cannot be reached at {client.Gateway}: {failed.Message}. Is 'weir serve' running, and is WEIR_HOST right?");
            return 2;
        }

        Say("call", string.Create(CultureInfo.InvariantCulture, $"{call.Status} after {call.Took.TotalSeconds:0.00} s{(call.RequestId is null ? string.Empty : $", request {call.RequestId}")}"));
        if (!call.IsAnswered)
        {
            await Console.Error.WriteLineAsync($"The call was refused: {Refusals.MessageOf(call.Body)}\n{WhatToDo(call.Status)}");
            if (call.Status == 401)
            {
                return 2;
            }
        }

        var isWell = await ShowRowAsync(call, cancellationToken);
        if (withTelemetry)
        {
            isWell &= await CheckTelemetryAsync(session, cancellationToken);
        }

        Console.WriteLine(isWell ? "  All of it arrived." : "  Not all of it is as it should be.");
        return isWell ? 0 : 1;
    }

    private async Task<bool> ShowRowAsync(CheckedCall call, CancellationToken cancellationToken)
    {
        if (call.RequestId is null)
        {
            await Console.Error.WriteLineAsync("The answer has no x-request-id: something else than the gateway answered. Look at what WEIR_HOST leads to.");
            return false;
        }

        try
        {
            if (await client.RowAsync(call.RequestId, cancellationToken) is not { } row)
            {
                await Console.Error.WriteLineAsync("The request has no row in system.ai_gateway.usage after half a minute. System health, in the settings, says how far behind the table is.");
                return false;
            }

            Say("row", $"status {row.Status}, requester {row.Requester}, endpoint {row.Endpoint ?? "none"}");
            Say("agent", row.Agent is null ? "not recognised" : $"{row.Agent}{(row.AgentVersion is null ? string.Empty : $" {row.AgentVersion}")}{(row.Session is null ? ", no session of its own" : $", session {row.Session}")}");
            Say("tokens", $"{row.InputTokens ?? "unknown"} in, {row.OutputTokens ?? "unknown"} out");
            Say("latency", $"{row.LatencyMs} ms");
            await ShowCostAsync(call.RequestId, cancellationToken);
            if (row.Agent == agent.Name || !call.IsAnswered)
            {
                return call.IsAnswered;
            }

            await Console.Error.WriteLineAsync($"The request was not recognised as {agent.Name}'s. Does a proxy in between change its headers or its path?");
            return false;
        }
        catch (StatementException refused)
        {
            await Console.Error.WriteLineAsync($"The call was answered, but its row cannot be looked at: {refused.Message}");
            return false;
        }
    }

    private async Task ShowCostAsync(string requestId, CancellationToken cancellationToken)
    {
        try
        {
            Say("cost", await client.CostAsync(requestId, cancellationToken) is { } cost ? $"{cost} USD" : "unknown: the price book has no price of the model");
        }
        catch (StatementException refused)
        {
            Say("cost", $"cannot be looked at: {refused.Message}");
        }
    }

    private async Task<bool> CheckTelemetryAsync(Guid session, CancellationToken cancellationToken)
    {
        var (status, body) = await client.SendMetricAsync(agent, session, cancellationToken);
        if (status is < 200 or >= 300)
        {
            await Console.Error.WriteLineAsync($"Telemetry was refused with {status}: {Refusals.MessageOf(body)}");
            return false;
        }

        try
        {
            if (await client.HasMetricAsync(session, cancellationToken))
            {
                Say("telemetry", "its metric is in system.ai_gateway.otel_metrics");
                return true;
            }

            await Console.Error.WriteLineAsync("Telemetry was taken, but is not in system.ai_gateway.otel_metrics after half a minute.");
            return false;
        }
        catch (StatementException refused)
        {
            await Console.Error.WriteLineAsync($"Telemetry was taken, but cannot be looked at: {refused.Message}");
            return false;
        }
    }

    private static string WhatToDo(int status) => status switch
    {
        401 => "Give a token of this gateway: WEIR_TOKEN, or --token. The page Settings, Your tokens makes one.",
        403 => "Ask who manages the endpoint to let you query it, or take a token with the scope serving.serving-endpoints-query.",
        404 => "Look at the endpoint's name; 'weir agents setup' without --endpoint lists those that you may query.",
        429 => "A limit of the gateway, a budget or the provider's own limit is used up. Try again later, or ask who manages the endpoint.",
        >= 500 => "The provider failed, or cannot be reached by the gateway. The endpoint's page has “Test connection”.",
        _ => "The endpoint's model does not take what this agent sends; try another endpoint.",
    };

    private static void Say(string what, string text) => Console.WriteLine($"  {what,-10} {text}");
}
