using System.Text.Json;
using Shouldly;
using Weir.Accounts.Http;
using Weir.Warehouse.Warehouses;
using Xunit;

namespace Weir.Warehouse.Tests.Warehouses;

public sealed class WarehouseRequestTests
{
    private static readonly SqlWarehouse Before = new() { Id = "0123456789abcdef", WorkspaceId = "1234567890123456", Name = "Before", Creator = "ann@example.com", Size = "Small", AutoStopMinutes = 120, Tags = [new("team", "a")] };

    [Fact]
    public void What_is_left_out_stays()
    {
        Read("{}").ApplyTo(Before).ShouldBe(Before);
        var after = Read("""{"name":" After ","cluster_size":"2X-Large","min_num_clusters":2,"max_num_clusters":3,"auto_stop_mins":0,"warehouse_type":"CLASSIC","tags":{"custom_tags":[{"key":"k","value":"v"}]}}""").ApplyTo(Before);
        (after.Name, after.Size, after.MinNumClusters, after.MaxNumClusters, after.AutoStopMinutes, after.Type).ShouldBe(("After", "2X-Large", 2, 3, 0, "CLASSIC"));
        after.Tags.ShouldBe([new WarehouseTag("k", "v")]);
        (after.Id, after.WorkspaceId, after.Creator).ShouldBe((Before.Id, Before.WorkspaceId, Before.Creator));
    }

    [Theory]
    [InlineData("""{"name":" "}""", "'name'")]
    [InlineData("""{"name":"a\nb"}""", "'name'")]
    [InlineData("""{"name":"weir"}""", "Choose another name")]
    [InlineData("""{"cluster_size":"Tiny"}""", "2X-Small, X-Small")]
    [InlineData("""{"auto_stop_mins":-1}""", "'auto_stop_mins'")]
    [InlineData("""{"auto_stop_mins":10081}""", "'auto_stop_mins'")]
    [InlineData("""{"min_num_clusters":0}""", "'min_num_clusters'")]
    [InlineData("""{"min_num_clusters":2}""", "'max_num_clusters'")]
    [InlineData("""{"max_num_clusters":31}""", "'max_num_clusters'")]
    [InlineData("""{"warehouse_type":"HUGE"}""", "'warehouse_type'")]
    [InlineData("""{"tags":{"custom_tags":[{"key":"a"},{"key":"a"}]}}""", "twice")]
    [InlineData("""{"tags":{"custom_tags":[{"value":"a"}]}}""", "'key'")]
    public void What_is_not_right_is_refused_by_name(string body, string sign) =>
        Should.Throw<ApiException>(() => Read(body).ApplyTo(Before)).Message.ShouldContain(sign);

    [Fact]
    public void Names_and_tags_have_limits()
    {
        Should.Throw<ApiException>(() => Read($$"""{"name":"{{new string('x', 101)}}"}""").ApplyTo(Before));
        var tags = string.Join(',', Enumerable.Range(0, 46).Select(i => $$"""{"key":"{{i}}"}"""));
        Should.Throw<ApiException>(() => Read($$$"""{"tags":{"custom_tags":[{{{tags}}}]}}""").ApplyTo(Before));
    }

    [Fact]
    public void The_warehouse_that_exists_from_the_start_keeps_its_name_and_takes_the_rest()
    {
        var initial = new DefaultWarehouse("account").Initial;
        Read("""{"name":"Weir","cluster_size":"Small"}""").ApplyTo(initial).Size.ShouldBe("Small");
        Should.Throw<ApiException>(() => Read("""{"name":"Other"}""").ApplyTo(initial)).Message.ShouldContain("keeps its name");
    }

    private static WarehouseRequest Read(string json) => JsonSerializer.Deserialize<WarehouseRequest>(json)!;
}
