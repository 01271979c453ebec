using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Weir.Accounts;
using Weir.Gateway.Agents;
using Weir.Gateway.Dialects;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Estimates;
using Weir.Gateway.Forwarding;
using Weir.Gateway.Metering;
using Weir.Gateway.Recording;
using Weir.Gateway.Routes;
using Weir.Gateway.Telemetry;
using Weir.Gateway.Tests.Metering;
using Weir.StandIn;
using Weir.Usage.Agents;
using Weir.Usage.Journal;
using Weir.Usage.Records;
using Xunit;

namespace Weir.Gateway.Tests.Forwarding;

/// <summary>What the forwarder hands on, however the provider cuts and words its stream. No wire, and a journal that keeps what it is given.</summary>
public sealed class ForwardedBytesTests : IDisposable
{
    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(100).WithQuietOnSuccess(true);

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly GatewayMetrics _metrics;

    public ForwardedBytesTests() => _metrics = new GatewayMetrics(_services.GetRequiredService<IMeterFactory>());

    public static TheoryData<string> Streams => CorpusMeteringTests.Streams;

    public static TheoryData<string> ChatStreams => [.. Corpus.Cases.Where(known => known is { IsEventStream: true, Folder: "openai-chat" }).Select(known => known.Id)];

    public static TheoryData<string> Arrays => CorpusMeteringTests.Arrays;

    [Theory]
    [MemberData(nameof(Streams))]
    public void Every_byte_of_a_stream_goes_on_and_there_is_one_record(string id)
    {
        var known = Corpus.Get(id);
        Check.One(Config, Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue)), seed =>
        {
            var random = new Random(seed);
            var stream = StreamVariation.Of(known, random).SelectMany(bytes => bytes).ToArray();
            var (sent, records) = Forward(known, StreamVariation.Pieces(stream, random), withholdUsage: false);
            Encoding.UTF8.GetString(sent).ShouldBe(Encoding.UTF8.GetString(stream), $"seed {seed}");
            records.ShouldHaveSingleItem().ShouldContain($"\"usage_source\":\"{known.Expected.UsageSource}\"");
        }));
    }

    [Theory]
    [MemberData(nameof(Arrays))]
    public void Every_byte_of_an_array_goes_on_and_there_is_one_record(string id)
    {
        var known = Corpus.Get(id);
        Check.One(Config, Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue)), seed =>
        {
            var random = new Random(seed);
            var array = ArrayVariation.Of(known, random);
            var (sent, records) = Forward(known, StreamVariation.Pieces(array, random), withholdUsage: false);
            Encoding.UTF8.GetString(sent).ShouldBe(Encoding.UTF8.GetString(array), $"seed {seed}");
            records.ShouldHaveSingleItem().ShouldContain($"\"usage_source\":\"{known.Expected.UsageSource}\"");
        }));
    }

    [Theory]
    [MemberData(nameof(ChatStreams))]
    public void From_a_client_that_did_not_ask_the_usage_chunk_is_kept_and_nothing_else(string id)
    {
        var known = Corpus.Get(id);
        Check.One(Config, Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue)), seed =>
        {
            var random = new Random(seed);
            var events = StreamVariation.Of(known, random);
            var expected = events.Where(bytes => !StatesUsageOnly(bytes)).SelectMany(bytes => bytes).ToArray();
            var (sent, records) = Forward(known, StreamVariation.Pieces([.. events.SelectMany(bytes => bytes)], random), withholdUsage: true);
            Encoding.UTF8.GetString(sent).ShouldBe(Encoding.UTF8.GetString(expected), $"seed {seed}");
            records.ShouldHaveSingleItem().ShouldContain($"\"usage_source\":\"{known.Expected.UsageSource}\"");
        }));
    }

    public void Dispose()
    {
        _metrics.Dispose();
        _services.Dispose();
    }

    // Said anew here, by a whole JSON reader, and not by the scan that is tested.
    private static bool StatesUsageOnly(byte[] bytes)
    {
        var data = string.Join('\n', Encoding.UTF8.GetString(bytes).Split('\n').Where(line => line.StartsWith("data:", StringComparison.Ordinal)).Select(line => line[5..].Trim()));
        if (!data.StartsWith('{'))
        {
            return false;
        }

        using var json = JsonDocument.Parse(data);
        return json.RootElement.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object
            && (!json.RootElement.TryGetProperty("choices", out var choices) || choices.GetArrayLength() == 0);
    }

    private (byte[] Sent, List<string> Records) Forward(CorpusCase known, IEnumerable<byte[]> pieces, bool withholdUsage)
    {
        var dialect = CorpusDialect.Of(known);
        var operation = known.Folder switch
        {
            "anthropic-messages" => Operation.Messages,
            "openai-responses" => Operation.Responses,
            "gemini-generate-content" => Operation.StreamGenerateContent,
            _ => Operation.ChatCompletions,
        };
        using var sent = new MemoryStream();
        var journal = new KeptRecords(sent);
        var context = new DefaultHttpContext();
        context.Response.Body = sent;
        var exchange = new Exchange(context, new ApiRoute(dialect, operation, "test"), TimeProvider.System)
        {
            Caller = new Caller("account", "workspace", "principal", "someone@weir.local", PrincipalType.User, IsAccountAdmin: false, "token"),
        };
        var destination = new Destination { Id = "d", Name = "d", Type = "DESTINATION_TYPE_EXTERNAL_FOUNDATION_MODEL", Model = new ExternalModel { Provider = "openai", Name = known.Id } };
        var attempt = new AttemptInProgress(1, "PRIMARY", operation, destination, TimeProvider.System) { Dialect = dialect };
        var minute = TimeSpan.FromMinutes(1);
        using var clock = new AttemptClock(exchange, new Timeouts(minute, minute, minute, null), null, TimeProvider.System);
        using IAnswerTap tap = known.IsEventStream ? new EventStreamTap(dialect, attempt.Observation) : new JsonArrayTap(dialect, attempt.Observation);
        using var body = new PiecewiseBody(pieces);
        var forwarder = new AnswerForwarder(new RequestRecorder(journal, new NoPrices(), new NoAgents(), _metrics), new UsageEstimator(new TokenCounter()), new NoBatches(), new GatewayOptions(), TimeProvider.System);
        var forwarding = forwarder.ForwardStreamAsync(exchange, attempt, body, tap, withholdUsage, clock);
        forwarding.IsCompletedSuccessfully.ShouldBeTrue(forwarding.Exception?.ToString());
        if (attempt.Observation.IsComplete)
        {
            journal.SentBefore.ShouldBeLessThan(sent.Length, "what a client takes for the whole answer waits for its record");
        }

        return (sent.ToArray(), journal.Records);
    }

    private sealed class NoBatches : IBatchClaims
    {
        public Task<bool> TryClaimAsync(string batch, Guid requestId, CancellationToken cancellationToken) => throw new InvalidOperationException("No answer of the corpus is a batch.");
    }

    private sealed class NoAgents : IAgentObserver
    {
        public CallingAgent? Recognize(string apiType, HttpRequest request, ReadOnlySpan<byte> metadata) => null;

        public void Passed(in AgentCall call, ReadOnlyMemory<byte> body) => throw new InvalidOperationException("No agent was recognised.");
    }

    private sealed class NoPrices : IAttemptPricing
    {
        public AttemptCost? PriceOf(Attempt attempt, DateTime eventTime) => null;
    }

    private sealed class KeptRecords(Stream sent) : IRequestJournal
    {
        public long SentBefore { get; private set; }

        public List<string> Records { get; } = [];

        public IntentTicket WriteIntent(ReadOnlySpan<byte> intent) => IntentTicket.None;

        public ValueTask<JournalPosition> AppendAsync(ReadOnlySpan<byte> record, IntentTicket intent)
        {
            SentBefore = sent.Length;
            Records.Add(Encoding.UTF8.GetString(record));
            return ValueTask.FromResult(default(JournalPosition));
        }
    }
}
