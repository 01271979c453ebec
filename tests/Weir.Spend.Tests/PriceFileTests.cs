using Shouldly;
using Weir.Spend.Prices;
using Xunit;

namespace Weir.Spend.Tests;

/// <summary>Prices in a file: what it takes, and that a bad one says what is wrong.</summary>
public sealed class PriceFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_file_of_prices_is_read_as_the_API_takes_them()
    {
        var read = Read("""{"prices":[{"provider":"openai","model":"m","usage_type":"input","rate":"1.25","valid_from":"2026-01-01","service_tier":"default","context_tier":200000}]}""");
        read.ShouldBe([new PriceOverride("openai", "m", new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), "standard", UsageType.Input, 200_000, 1.25m) { Layer = PriceLayer.File }]);
    }

    [Theory]
    [InlineData("[]", "cannot be taken")]
    [InlineData("{}", "no list 'prices'")]
    [InlineData("""{"prices":[null]}""", "'valid_from'")]
    [InlineData("""{"prices":[{"provider":"openai","model":"m","usage_type":"input","rate":1}]}""", "'valid_from'")]
    [InlineData("""{"prices":[{"provider":"opnai","model":"m","usage_type":"input","rate":1,"valid_from":"2026-01-01"}]}""", "not 'opnai'")]
    [InlineData("""{"prices":[{"provider":"openai","model":"m","usage_type":"input","rate":0.0000000001,"valid_from":"2026-01-01"}]}""", "9 digits")]
    [InlineData("""{"prices":[{"provider":"openai","model":"m","usage_type":"input","rate":1,"valid_from":"2026-01-01","currency":"EUR"}]}""", "currency")]
    public void A_bad_file_says_which_file_it_is_and_what_is_wrong(string text, string expected)
    {
        var refused = Should.Throw<InvalidDataException>(() => Read(text));
        refused.Message.ShouldContain(_path);
        refused.Message.ShouldContain(expected);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Should.Throw<InvalidDataException>(() => PriceFile.Read("/nowhere/prices.json", ["openai"])).Message.ShouldContain("/nowhere/prices.json");

    private IReadOnlyList<PriceOverride> Read(string text)
    {
        File.WriteAllText(_path, text);
        return PriceFile.Read(_path, ["openai"]);
    }
}
