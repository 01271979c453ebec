using System.Text.Json.Nodes;
using Shouldly;
using Weir.Agents.Setup;
using Xunit;

namespace Weir.Agents.Tests.Setup;

public sealed class AgentCheckTests
{
    private static readonly Guid Session = Guid.Parse("019ab6a4-0000-7000-8000-000000000001");

    public static TheoryData<string> Keys => [.. AgentSetup.All.Select(agent => agent.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_agent_has_a_call_of_its_own(string key)
    {
        var check = AgentCheck.Of(AgentSetup.Find(key)!, "chat", Session);
        check.Path.ShouldStartWith("/");
        JsonNode.Parse(check.Body).ShouldBeOfType<JsonObject>();
        (check.Path + check.Body).ShouldContain("chat");
        check.Headers.Count(header => header.Key == "User-Agent").ShouldBe(1);
        using var request = new HttpRequestMessage();
        check.Headers.ShouldAllBe(header => request.Headers.TryAddWithoutValidation(header.Key, header.Value));
    }

    [Fact]
    public void No_two_agents_look_alike() =>
        AgentSetup.All.Select(agent => AgentCheck.Of(agent, "chat", Session)).Select(check => check.Path + string.Join('|', check.Headers)).ShouldBeUnique();

    [Fact]
    public void Its_telemetry_is_one_point_of_now()
    {
        var point = JsonNode.Parse(AgentCheck.Telemetry(AgentSetup.Find("codex")!, Session, DateTimeOffset.UnixEpoch.AddSeconds(2)))!["resourceMetrics"]![0]!["scopeMetrics"]![0]!["metrics"]![0]!["sum"]!["dataPoints"]!.AsArray().ShouldHaveSingleItem()!;
        point["timeUnixNano"]!.ToString().ShouldBe("2000000000");
        point["attributes"]![0]!["value"]!["stringValue"]!.ToString().ShouldBe(Session.ToString());
    }
}
