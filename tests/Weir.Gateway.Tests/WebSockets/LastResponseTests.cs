using System.Text;
using Shouldly;
using Weir.Gateway.WebSockets;
using Xunit;

namespace Weir.Gateway.Tests.WebSockets;

/// <summary>What a connection keeps of its newest response.</summary>
public sealed class LastResponseTests
{
    [Fact]
    public void Only_the_newest_response_is_known()
    {
        var last = new LastResponse(1000);
        last.TryFind("resp_1", out _).ShouldBeFalse();
        last.Keep("resp_1", "{\"a\":1}"u8.ToArray(), ["{\"b\":2}"u8.ToArray(), "{\"c\":3}"u8.ToArray()]);
        ItemsOf(last, "resp_1").ShouldBe("""{"a":1},{"b":2},{"c":3}""");
        last.Keep("resp_2", default, []);
        ItemsOf(last, "resp_2").ShouldBeEmpty();
        last.TryFind("resp_1", out _).ShouldBeFalse();
    }

    [Fact]
    public void Output_without_input_has_no_comma_before_it()
    {
        var last = new LastResponse(1000);
        last.Keep("resp_1", default, ["{\"b\":2}"u8.ToArray()]);
        ItemsOf(last, "resp_1").ShouldBe("""{"b":2}""");
    }

    [Fact]
    public void A_conversation_beyond_the_limit_is_forgotten()
    {
        var last = new LastResponse(15);
        last.Keep("resp_1", "{\"a\":1}"u8.ToArray(), ["{\"b\":2}"u8.ToArray()]);
        ItemsOf(last, "resp_1").Length.ShouldBe(15);
        last.Keep("resp_2", "{\"a\":1}"u8.ToArray(), ["{\"b\":22}"u8.ToArray()]);
        last.TryFind("resp_2", out _).ShouldBeFalse();
        last.TryFind("resp_1", out _).ShouldBeFalse();
    }

    private static string ItemsOf(LastResponse last, string id)
    {
        last.TryFind(id, out var items).ShouldBeTrue();
        return Encoding.UTF8.GetString(items.Span);
    }
}
