using Weir.Agents.Recognition;
using Weir.Agents.Traffic;
using Weir.Gateway.Agents;
using Weir.Usage.Agents;
using Weir.Usage.Telemetry;

namespace Weir.Agents;

/// <summary>The gateway's view of coding agents: who they are, and what their requests show is put down behind the answer.</summary>
internal sealed partial class AgentObserver(AgentRecognizer recognizer, ITelemetryJournal journal, ILogger<AgentObserver> logger) : IAgentObserver
{
    public CallingAgent? Recognize(string apiType, HttpRequest request, ReadOnlySpan<byte> metadata)
    {
        var signs = new AgentSigns { PathPrefix = PrefixOf(request.Path.Value), Headers = request.Headers, Metadata = metadata };
        return recognizer.Recognize(signs) is { } agent
            ? new CallingAgent(agent.Name, agent.Version, agent.SessionId, agent.IsHelper, agent.Repository, agent.CommitHash)
            : null;
    }

    public void Passed(in AgentCall call, ReadOnlyMemory<byte> body)
    {
        if (FormatOf(call.ApiType) is not { } format)
        {
            return;
        }

        try
        {
            var observations = TrafficReading.Read(new TrafficRequest
            {
                Agent = call.Agent.Name,
                AgentVersion = call.Agent.Version,
                SessionId = call.Agent.SessionId,
                Repository = call.Agent.Repository,
                WorkspaceId = call.Caller.WorkspaceId,
                Requester = call.Caller.PrincipalName,
                EventTime = call.EventTime,
                Model = call.Model,
                Format = format,
                Body = body,
            });
            if (observations.Count == 0)
            {
                return;
            }

            using var batch = new TelemetryBatch(call.RequestId);
            foreach (var observation in observations)
            {
                batch.Add(observation);
            }

            _ = ReportFailureAsync(journal.AppendAsync(batch));
        }
        catch (Exception defect)
        {
            // What an agent did is worth less than the request that showed it.
            NotRead(logger, defect, call.RequestId);
        }
    }

    private async Task ReportFailureAsync(Task appending)
    {
        try
        {
            await appending;
        }
        catch (Exception unwritable) when (unwritable is IOException or ObjectDisposedException)
        {
            NotKept(logger, unwritable.Message);
        }
    }

    // The dialect's own segment: "/ai-gateway" may stand before it.
    private static ReadOnlySpan<char> PrefixOf(ReadOnlySpan<char> path)
    {
        const string root = "/ai-gateway";
        path = path.StartsWith(root, StringComparison.Ordinal) ? path[root.Length..] : path;
        path = path.Length > 0 ? path[1..] : path;
        var end = path.IndexOf('/');
        return end < 0 ? path : path[..end];
    }

    private static AgentWireFormat? FormatOf(string apiType) => apiType switch
    {
        "anthropic/v1/messages" => AgentWireFormat.Messages,
        "openai/v1/responses" => AgentWireFormat.Responses,
        "gemini/v1/generateContent" => AgentWireFormat.GenerateContent,
        "openai/v1/chat/completions" or "mlflow/v1/chat/completions" or "cursor/v1/chat/completions" => AgentWireFormat.ChatCompletions,
        _ => null,
    };

    [LoggerMessage(400, LogLevel.Warning, "What the agent did before request {RequestId} was not read")]
    private static partial void NotRead(ILogger logger, Exception exception, Guid requestId);

    [LoggerMessage(401, LogLevel.Warning, "What an agent did was not put down: {Reason}")]
    private static partial void NotKept(ILogger logger, string reason);
}
