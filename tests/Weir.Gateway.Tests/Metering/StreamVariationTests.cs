using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Weir.Gateway.Metering;
using Weir.StandIn;
using Weir.Usage.Records;
using Xunit;

namespace Weir.Gateway.Tests.Metering;

/// <summary>Chunks, line ends, comments, and fields, events and members that nobody knows change nothing of what is metered.</summary>
public sealed class StreamVariationTests
{
    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(150).WithQuietOnSuccess(true);

    public static TheoryData<string> Streams => CorpusMeteringTests.Streams;

    public static TheoryData<string> Arrays => CorpusMeteringTests.Arrays;

    [Theory]
    [MemberData(nameof(Streams))]
    public void What_means_nothing_changes_nothing_that_is_metered(string id)
    {
        var known = Corpus.Get(id);
        var expected = Metered(known, [known.Body]);
        Check.One(Config, Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue)), seed =>
        {
            var random = new Random(seed);
            var stream = StreamVariation.Of(known, random).SelectMany(bytes => bytes).ToArray();
            Metered(known, StreamVariation.Pieces(stream, random)).ShouldBe(expected, $"seed {seed}:\n{Encoding.UTF8.GetString(stream)}");
        }));
    }

    [Theory]
    [MemberData(nameof(Arrays))]
    public void What_means_nothing_changes_nothing_in_an_array(string id)
    {
        var known = Corpus.Get(id);
        var expected = Metered(known, [known.Body]);
        Check.One(Config, Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue)), seed =>
        {
            var random = new Random(seed);
            var array = ArrayVariation.Of(known, random);
            Metered(known, StreamVariation.Pieces(array, random)).ShouldBe(expected, $"seed {seed}:\n{Encoding.UTF8.GetString(array)}");
        }));
    }

    private static string Metered(CorpusCase known, IEnumerable<byte[]> pieces)
    {
        var observation = new AnswerObservation();
        using IAnswerTap tap = known.IsEventStream ? new EventStreamTap(CorpusDialect.Of(known), observation) : new JsonArrayTap(CorpusDialect.Of(known), observation);
        foreach (var piece in pieces)
        {
            for (var scanned = 0; scanned < piece.Length;)
            {
                scanned += tap.Scan(piece.AsSpan(scanned)).Consumed;
            }

            if (piece != known.Body)
            {
                Array.Fill(piece, (byte)'#');
            }
        }

        tap.Complete();
        if (observation.Source == UsageSource.None)
        {
            // The model's name is read where usage may stand, and a chunk that only looks so states it too.
            observation.ResponseModel = null;
        }

        return JsonSerializer.Serialize(observation);
    }
}
