using System.Buffers.Binary;
using System.Text;
using Amazon.Runtime.EventStreams;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Shouldly;
using Weir.Gateway.Providers.Amazon;
using Weir.StandIn;
using Xunit;

namespace Weir.Gateway.Tests.Providers;

/// <summary>Amazon's binary framing as an event stream. Frames come from the AWS SDK's encoder, and from AWS's published vectors.</summary>
public sealed class AmazonEventStreamTests
{
    private const string OneHeader = "0000003d0000002007fd83960c636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e7b27666f6f273a27626172277d8d9c08b1";

    [Theory]
    [InlineData("all headers", "000000cc000000af0fae64ca0a6576656e742d74797065040000a00c0c636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e0a626f6f6c2066616c73650109626f6f6c207472756500046279746502cf08627974652062756606001449276d2061206c6974746c6520746561706f74210974696d657374616d70080000000000845fed05696e74313603002a05696e7436340500000000028757b20475756964090102030405060708090a0b0c0d0e0f107b27666f6f273a27626172277daba5f10c", "{'foo':'bar'}")]
    [InlineData("empty message", "000000100000000005c248eb7d98c8ff", "")]
    [InlineData("int32 header", "0000002d0000001041c424b80a6576656e742d74797065040000a00c7b27666f6f273a27626172277d36f480a0", "{'foo':'bar'}")]
    [InlineData("payload, no headers", "0000001d00000000fd528c5a7b27666f6f273a27626172277dc3653936", "{'foo':'bar'}")]
    [InlineData("payload, one text header", OneHeader, "{'foo':'bar'}")]
    public void AWS_s_published_frames_are_read(string name, string hex, string payload)
    {
        var frame = Convert.FromHexString(hex);

        EventFrame.LengthOf(frame).ShouldBe(frame.Length, name);
        Encoding.UTF8.GetString(EventFrame.Read(frame).Payload).ShouldBe(payload, name);
    }

    [Theory]
    [InlineData("corrupted headers", "0000003d0000002007fd83960c636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e7b61666f6f273a27626172277d8d9c08b1")]
    [InlineData("corrupted length of the headers", "0000003d0000002107fd83960c636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e7b27666f6f273a27626172277d8d9c08b1")]
    [InlineData("corrupted length", "0000003e0000002007fd83960c636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e7b27666f6f273a27626172277d8d9c08b1")]
    [InlineData("corrupted payload", "0000001d00000000fd528c5a5b27666f6f273a27626172277dc3653936")]
    public async Task AWS_s_published_damaged_frames_are_refused(string name, string hex) =>
        await Should.ThrowAsync<IOException>(() => ReadAsync(Convert.FromHexString(hex), [7]), name);

    [Fact]
    public async Task Whichever_byte_of_a_frame_is_damaged_it_is_noticed()
    {
        var frame = AmazonFrames.Chunk("""{"type":"message_stop"}""");
        for (var i = 0; i < frame.Length; i++)
        {
            var damaged = frame.ToArray();
            damaged[i] ^= 0x10;
            await Should.ThrowAsync<IOException>(() => ReadAsync(damaged, [4096]), $"byte {i}");
        }
    }

    [Fact]
    public async Task Chunks_of_an_invocation_are_the_events_in_them()
    {
        var text = await ReadAsync([.. AmazonFrames.Chunk("""{"type":"message_start","message":{"usage":{"input_tokens":3}}}"""), .. AmazonFrames.Chunk("""{"delta":{"type":"text_delta","text":"ü"},"type":"content_block_delta"}""")], [4096]);

        text.ShouldBe("""
            event: message_start
            data: {"type":"message_start","message":{"usage":{"input_tokens":3}}}

            event: content_block_delta
            data: {"delta":{"type":"text_delta","text":"ü"},"type":"content_block_delta"}


            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Events_of_Converse_keep_their_name_and_payload() =>
        (await ReadAsync([.. AmazonFrames.Event("messageStart", """{"p":"ab","role":"assistant"}"""), .. AmazonFrames.Event("metadata", "{\n \"usage\":{}}")], [4096]))
            .ShouldBe("event: messageStart\ndata: {\"p\":\"ab\",\"role\":\"assistant\"}\n\nevent: metadata\ndata: {  \"usage\":{}}\n\n");

    [Fact]
    public async Task An_exception_is_an_error_event_as_Anthropic_words_it() =>
        (await ReadAsync(AmazonFrames.Exception("throttlingException", "Too many tokens"), [4096]))
            .ShouldBe("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"throttlingException\",\"message\":\"Too many tokens\"}}\n\n");

    [Fact]
    public async Task An_error_without_a_model_of_its_own_is_one_too()
    {
        var frame = new EventStreamMessage([AmazonFrames.Header(":message-type", "error"), AmazonFrames.Header(":error-code", "InternalError"), AmazonFrames.Header(":error-message", "It broke")], []).ToByteArray();

        (await ReadAsync(frame, [4096])).ShouldBe("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"InternalError\",\"message\":\"It broke\"}}\n\n");
    }

    [Fact]
    public async Task A_stream_that_ends_within_a_frame_is_broken()
    {
        var frame = AmazonFrames.Chunk("""{"type":"message_stop"}""");
        for (var length = 1; length < frame.Length; length++)
        {
            await Should.ThrowAsync<IOException>(() => ReadAsync(frame[..length], [4096]), $"{length} bytes");
        }
    }

    [Fact]
    public async Task A_frame_larger_than_the_format_allows_is_refused_before_it_is_read()
    {
        var prelude = new byte[12];
        BinaryPrimitives.WriteUInt32BigEndian(prelude, EventFrame.LargestFrame + 1);
        BinaryPrimitives.WriteUInt32BigEndian(prelude.AsSpan(8), System.IO.Hashing.Crc32.HashToUInt32(prelude.AsSpan(0, 8)));

        (await Should.ThrowAsync<IOException>(() => ReadAsync(prelude, [12]))).Message.ShouldContain("length");
    }

    [Fact]
    public async Task A_chunk_whose_content_is_not_JSON_is_broken() =>
        await Should.ThrowAsync<IOException>(() => ReadAsync(AmazonFrames.Event("chunk", """{"bytes":"%%%"}"""), [4096]));

    [Property(MaxTest = 200)]
    public Property However_the_frames_are_split_the_events_are_the_same()
    {
        var payload = Gen.Choose(0, 3000).Select(length => new string('x', length));
        var frame = Gen.OneOf(
            payload.Select(text => AmazonFrames.Chunk($$"""{"type":"content_block_delta","text":"{{text}}"}""")),
            payload.Select(text => AmazonFrames.Event("contentBlockDelta", $$"""{"text":"{{text}}"}""")),
            Gen.Constant(AmazonFrames.Exception("modelStreamErrorException", "no")));
        return Prop.ForAll(Arb.From(frame.NonEmptyListOf()), Arb.From(Gen.Choose(1, 5000).NonEmptyListOf()), (frames, sizes) =>
        {
            var bytes = frames.SelectMany(one => one).ToArray();
            var whole = ReadAsync(bytes, [bytes.Length]).GetAwaiter().GetResult();
            return ReadAsync(bytes, [.. sizes]).GetAwaiter().GetResult() == whole && whole.Split("\n\n").Length == frames.Count + 1;
        });
    }

    private static async Task<string> ReadAsync(byte[] frames, int[] sizes)
    {
        await using var stream = new AmazonEventStream(new Pieces(frames, sizes));
        using var text = new MemoryStream();
        await stream.CopyToAsync(text, 777);
        return Encoding.UTF8.GetString(text.ToArray());
    }

    /// <summary>Gives at most so many bytes at each read, in turn.</summary>
    private sealed class Pieces(byte[] bytes, int[] sizes) : MemoryStream(bytes)
    {
        private int _turn;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, sizes[_turn++ % sizes.Length])], cancellationToken);
    }
}
