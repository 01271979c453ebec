using Weir.Gateway.Endpoints;
using Weir.Usage.Records;

namespace Weir.Generation;

/// <summary>Makes the record of a planned call, with the gateway's own writer and prices. Not thread-safe.</summary>
internal sealed class RecordMaker(Company company, IAttemptPricing pricing) : IDisposable
{
    private const int MostAttempts = 3;
    private const string Gateway = "https://ai.acme.example";
    private const string UnknownEndpoint = "gpt-4o";
    private const string TypePrefix = "DESTINATION_TYPE_";

    private readonly RecordWriter _writer = new();
    private readonly List<Attempt> _attempts = [];
    private readonly List<AttemptCost> _costs = [];

    /// <summary>The record, a JSON object; valid until the next call.</summary>
    public ReadOnlySpan<byte> Make(in PlannedCall call, Incidents incidents)
    {
        var random = new SeededRandom(call.Seed);
        var time = new DateTime(call.Time, DateTimeKind.Utc);
        var requester = call.Requester < 0 ? company.Applications[~call.Requester] : company.People[call.Requester];
        var endpoint = company.Endpoints[call.Endpoint];
        var id = random.NextGuidOf(time);
        var shape = CallShape.Of(call, requester, endpoint, ref random);
        var refusal = RefusalOf(incidents.RefusalOf(call.Endpoint, call.Time), ref random);
        var isKnown = refusal?.Error != "ENDPOINT_NOT_FOUND";
        _attempts.Clear();
        _costs.Clear();
        _writer.Reset();
        _writer.WriteHead(new RequestHead(
            company.AccountId,
            Company.Workspaces[endpoint.Workspace],
            id,
            time,
            requester.Name,
            requester.IsPerson ? "USER" : "SERVICE_PRINCIPAL",
            endpoint.Use == EndpointUse.Cursor ? "198.51.100.7" : requester.IpAddress,
            Gateway + shape.Path,
            shape.Client,
            shape.ApiType,
            requester.Tags[(int)((call.Session == 0 ? call.Seed : call.Session) >> 8 & 0xFFFF) % requester.Tags.Count],
            isKnown ? endpoint.Endpoint.Name : UnknownEndpoint,
            isKnown ? endpoint.Endpoint.Snapshot : null,
            GeneratedAgent.Of(call, endpoint.Use, shape.Client)));
        _writer.WriteOutcome(refusal is { } refused ? Refused(refused, ref random) : Attempted(call, time, requester, endpoint, shape, incidents, ref random));
        return _writer.Record;
    }

    public void Dispose() => _writer.Dispose();

    // What the gateway refuses itself never reaches a provider.
    private static (int Status, string Error)? RefusalOf((double Share, bool IsOwnLimit) burst, ref SeededRandom random)
    {
        if (burst.IsOwnLimit && random.Chance(burst.Share))
        {
            return (429, "REQUEST_LIMIT_EXCEEDED");
        }

        return random.NextDouble() switch
        {
            < 0.0012 => (400, "INVALID_REQUEST_BODY"),
            < 0.0020 => (403, "PERMISSION_DENIED"),
            < 0.0026 => (404, "ENDPOINT_NOT_FOUND"),
            _ => null,
        };
    }

    private static RequestOutcome Refused((int Status, string Error) refusal, ref SeededRandom random)
    {
        var latency = random.Below(4);
        return new RequestOutcome { StatusCode = refusal.Status, ErrorCode = refusal.Error, LatencyMs = latency, TimeToFirstByteMs = latency, ResponseContentType = "application/json", Attempts = [] };
    }

    private RequestOutcome Attempted(in PlannedCall call, DateTime time, Requester requester, GeneratedEndpoint endpoint, CallShape shape, Incidents incidents, ref SeededRandom random)
    {
        var tokens = CallTokens.Of(call, requester, endpoint.Use, ref random);
        var (share, isOwnLimit) = incidents.RefusalOf(call.Endpoint, call.Time);
        var elapsed = 1L + random.Below(3);
        var at = endpoint.Primary(random.NextDouble());
        while (true)
        {
            var model = endpoint.Models[at];
            var outage = incidents.OutageOf(model.Provider, call.Time);
            var fate = AttemptFate.Draw(model, outage, isOwnLimit || _attempts.Count > 0 ? 0 : share, shape.IsStream, ref random);
            var (usage, source) = fate.Status == 200 ? tokens.Whole(model, ref random) : fate.Progress >= 0 ? tokens.Partial(model, ref random) : (default, UsageSource.None);
            var timing = AttemptTiming.Draw(model, fate, usage, tokens.Input, outage, ref random);
            var attempt = AttemptOf(endpoint.Destinations[at], model, fate, usage, source, time.AddMilliseconds(elapsed), timing.Whole, ref random);
            _attempts.Add(attempt);
            if (pricing.PriceOf(attempt, time) is { } cost)
            {
                _costs.Add(cost);
            }

            var next = Math.Max(at + 1, endpoint.PrimaryCount);
            if (fate.MayFallBack && next < endpoint.Models.Count && _attempts.Count < MostAttempts)
            {
                elapsed += timing.Whole;
                at = next;
                continue;
            }

            var latency = elapsed + timing.Whole;
            var isStreamed = shape.IsStream && fate.Progress >= 0;
            return new RequestOutcome
            {
                StatusCode = fate.Status,
                LatencyMs = latency,
                TimeToFirstByteMs = isStreamed ? elapsed + timing.FirstByte : fate.IsHangUp ? null : Math.Max(elapsed, latency - random.Below(3)),
                ResponseContentType = isStreamed ? "text/event-stream" : fate.IsHangUp ? null : "application/json",
                DestinationType = model.DestinationType[TypePrefix.Length..],
                Attempts = _attempts,
                Costs = _costs,
            };
        }
    }

    private Attempt AttemptOf(Destination destination, ModelProfile model, in AttemptFate fate, in TokenUsage usage, UsageSource source, DateTime start, long latencyMs, ref SeededRandom random)
    {
        var isAnswered = fate.Status is not (499 or 502 or 504) && fate.Error != AttemptFate.CircuitOpen;
        return new Attempt
        {
            Priority = _attempts.Count + 1,
            Action = _attempts.Count == 0 ? "PRIMARY" : "FALLBACK",
            Destination = destination.Name,
            DestinationId = destination.Id,
            Model = model.Name,
            Provider = model.Provider,
            StatusCode = fate.Status,
            ErrorCode = fate.Error,
            LatencyMs = latencyMs,
            StartTime = start,
            EndTime = start.AddMilliseconds(latencyMs),
            Usage = usage,
            UsageSource = source,
            IsBilled = !usage.IsEmpty || fate.Status is < 400 or 499 || fate.Error == AttemptFate.FirstByteTimeout || fate.Progress >= 0,
            ServiceTier = fate.Status == 200 ? model.ServiceTier : null,
            ResponseModel = fate.Progress >= 0 ? model.ResponseName : null,
            ProviderRequestId = isAnswered || fate.Progress >= 0 ? ProviderRequestId(model, ref random) : null,
        };
    }

    private static string? ProviderRequestId(ModelProfile model, ref SeededRandom random) => model.Provider switch
    {
        "gemini" or "vllm" => null,
        "bedrock" or "azure-openai" or "mistral" => random.NextGuid().ToString(),
        "anthropic" => "req_011C" + random.NextGuid().ToString("N")[..20],
        _ => "req_" + random.NextGuid().ToString("N"),
    };
}
