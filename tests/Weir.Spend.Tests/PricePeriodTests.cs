using System.Globalization;
using Shouldly;
using Weir.Spend.Prices;
using Weir.Usage.Records;
using Xunit;

namespace Weir.Spend.Tests;

/// <summary>Prices that changed, and prices that change with the time of the day.</summary>
public sealed class PricePeriodTests
{
    private static readonly PriceBook Shipped = new(GenAIPrices.Shipped(), []);

    [Theory]
    [InlineData("2025-04-16T12:00:00", 10, 40)]
    [InlineData("2025-06-09T23:59:59.9999999", 10, 40)]
    [InlineData("2025-06-10T00:00:00", 2, 8)]
    [InlineData("2026-11-25T00:00:00", 2, 8)]
    public void O3_became_cheaper_on_the_tenth_of_June_2025(string time, int input, int output) => Rates("openai", "o3", time).ShouldBe((input, output));

    [Theory]
    [InlineData("00:29:59.9999999", 0.135, 0.55)]
    [InlineData("00:30:00", 0.27, 1.1)]
    [InlineData("12:00:00", 0.27, 1.1)]
    [InlineData("16:29:59.9999999", 0.27, 1.1)]
    [InlineData("16:30:00", 0.135, 0.55)]
    public void DeepSeek_is_cheaper_while_China_sleeps(string time, double input, double output) => Rates("deepseek", "deepseek-chat", "2025-08-01T" + time).ShouldBe(((decimal)input, (decimal)output));

    [Theory]
    [InlineData("2026-08-16T12:00:00", 0.14, 0.28)]
    [InlineData("2026-08-17T00:00:00", 0.22, 0.66)]
    [InlineData("2026-08-17T01:00:00", 0.44, 1.32)]
    [InlineData("2026-08-17T04:00:00", 0.22, 0.66)]
    [InlineData("2026-08-17T09:59:59", 0.44, 1.32)]
    public void A_date_and_times_of_the_day_hold_together(string time, double input, double output) => Rates("deepseek", "deepseek-v4-flash", time).ShouldBe(((decimal)input, (decimal)output));

    private static (decimal Input, decimal Output) Rates(string provider, string model, string time)
    {
        var utc = DateTime.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
        var rates = Shipped.Find(new PricedCall(provider, model, null, null, utc, new TokenUsage { InputTokens = 1 }))!;
        return (rates[UsageType.Input]!.Value, rates[UsageType.Output]!.Value);
    }
}
