using Shouldly;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Forwarding;
using Xunit;

namespace Weir.Gateway.Tests.Forwarding;

public sealed class AttemptPlanTests
{
    [Theory]
    [InlineData(0.0, "a")]
    [InlineData(0.299, "a")]
    [InlineData(0.301, "b")]
    [InlineData(0.999999, "b")]
    public void The_primary_is_drawn_by_the_traffic_split(double draw, string expected)
    {
        var endpoint = new GatewayEndpoint
        {
            Id = "1", Name = "e", WorkspaceId = "1", Creator = "c", CreationTime = default, LastUpdatedTime = default,
            Destinations = [To("a", 30), To("b", 70), To("never", 0)],
        };
        AttemptPlan.Primary(endpoint, draw).Name.ShouldBe(expected);
    }

    [Theory]
    [InlineData(200, false)]
    [InlineData(400, false)]
    [InlineData(401, false)]
    [InlineData(404, false)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    [InlineData(529, true)]
    public void Another_destination_is_tried_on_429_and_5xx_only(int status, bool expected) => AttemptPlan.MayFallBack(status).ShouldBe(expected);

    private static Destination To(string name, double share) =>
        new() { Id = name, Name = name, Type = "DESTINATION_TYPE_EXTERNAL_FOUNDATION_MODEL", TrafficPercentage = share, Model = new ExternalModel { Provider = "openai", Name = "m" } };
}
