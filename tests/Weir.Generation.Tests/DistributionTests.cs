using System.Globalization;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Weir.Generation.Tests;

/// <summary>The rows are as a company's would be: what dashboards have to show is there.</summary>
public sealed class DistributionTests
{
    private static readonly GenerationOptions Options = Generated.Options(rows: 40_000);
    private static readonly Lazy<List<JsonElement>> Made = new(() => Generated.Rows(Options));

    private static List<JsonElement> Rows => Made.Value;

    [Fact]
    public void One_day_has_no_row_and_every_other_has_some()
    {
        var days = Rows.Select(row => row.TimeOf().Date).ToHashSet();
        var empty = Enumerable.Range(0, Options.Days).Select(day => Options.Start.AddDays(day)).Where(day => !days.Contains(day)).ToList();
        empty.Count.ShouldBe(1);

        // Where the last days are looked at, it is seen.
        empty[0].ShouldBeInRange(Options.End.AddDays(-15), Options.End.AddDays(-3));
    }

    [Fact]
    public void Weekends_are_low_and_use_grows()
    {
        double MeanOf(Func<DateTime, bool> isMeant) => Rows.Count(row => isMeant(row.TimeOf())) / (double)Enumerable.Range(0, Options.Days).Count(day => isMeant(Options.Start.AddDays(day)));
        MeanOf(time => time.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday).ShouldBeLessThan(MeanOf(time => time.DayOfWeek is DayOfWeek.Tuesday) * 0.5);
        var (first, last) = (Options.Start.AddDays(28), Options.End.AddDays(-28));
        MeanOf(time => time.Date >= last).ShouldBeGreaterThan(MeanOf(time => time.Date < first) * 1.2);
    }

    [Fact]
    public void A_few_make_most_of_the_calls()
    {
        var byUser = Rows.Where(row => row.TextOf("requester_type") == "USER").CountBy(row => row.TextOf("requester")!).Select(user => user.Value).OrderDescending().ToList();
        byUser.Count.ShouldBeInRange(300, 400);
        byUser.Take(40).Sum().ShouldBeGreaterThan(byUser.Sum() / 2);
        Rows.Where(row => row.TextOf("requester_type") == "SERVICE_PRINCIPAL").DistinctBy(row => row.TextOf("requester")).Count().ShouldBe(15);
        Rows.DistinctBy(row => row.TextOf("workspace_id")).Count().ShouldBe(3);
        Rows.Where(row => row.Has("endpoint_id")).DistinctBy(row => row.TextOf("endpoint_name")).Count().ShouldBe(25);
    }

    [Theory]
    [InlineData("anthropic/v1/messages")]
    [InlineData("openai/v1/responses")]
    [InlineData("openai/v1/chat/completions")]
    [InlineData("openai/v1/embeddings")]
    [InlineData("mlflow/v1/chat/completions")]
    [InlineData("gemini/v1/generateContent")]
    [InlineData("gemini/v1/embedContent")]
    [InlineData("cursor/v1/chat/completions")]
    public void Every_kind_of_call_is_there(string apiType) => Rows.Count(row => row.TextOf("api_type") == apiType).ShouldBeGreaterThan(100);

    [Theory]
    [InlineData("claude-cli/")]
    [InlineData("codex-tui/")]
    [InlineData("codex_exec/")]
    [InlineData("GeminiCLI")]
    [InlineData("Cursor/")]
    public void Every_coding_agent_is_there(string userAgent) => Rows.Count(row => row.TextOf("user_agent")!.StartsWith(userAgent, StringComparison.Ordinal)).ShouldBeGreaterThan(100);

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(429)]
    [InlineData(499)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(529)]
    public void Every_status_is_there(int status) => Rows.Count(row => row.StatusOf() == status).ShouldBeGreaterThan(0);

    [Fact]
    public void What_is_not_known_is_not_there()
    {
        // Failed calls, some embeddings and some of the company's own model have no tokens, and never 0 for it.
        Rows.Where(row => row.StatusOf() is not (200 or 499 or 502)).ShouldAllBe(row => !row.Has("input_tokens") && !row.Has("total_tokens"));
        Rows.Where(row => row.TextOf("api_type") == "gemini/v1/embedContent").ShouldAllBe(row => !row.Has("input_tokens"));
        Rows.Count(row => row.StatusOf() == 200 && row.TextOf("destination_name") == "acme-llama-3.3-70b" && !row.Has("output_tokens")).ShouldBeGreaterThan(0);

        // A client that hung up before the first byte has none.
        Rows.Count(row => row.StatusOf() == 499 && !row.Has("time_to_first_byte_ms")).ShouldBeGreaterThan(0);
        Rows.Where(row => !row.Has("time_to_first_byte_ms")).ShouldAllBe(row => row.StatusOf() == 499);
    }

    [Fact]
    public void Failed_attempts_fall_back_and_mostly_succeed()
    {
        var several = Rows.Where(row => row.AttemptsOf().Count > 1).ToList();
        several.Count.ShouldBeGreaterThan(100);
        foreach (var row in several)
        {
            var attempts = row.AttemptsOf();
            attempts.Count.ShouldBeLessThanOrEqualTo(3);
            attempts.Select(attempt => attempt.TextOf("action")).ShouldBe(["PRIMARY", .. Enumerable.Repeat("FALLBACK", attempts.Count - 1)]);
            attempts.Select(attempt => attempt.TextOf("priority")).ShouldBe(Enumerable.Range(1, attempts.Count).Select(number => number.ToString(CultureInfo.InvariantCulture)));
            attempts.SkipLast(1).ShouldAllBe(attempt => attempt.StatusOf() == 429 || attempt.StatusOf() >= 500);
            attempts[^1].StatusOf().ShouldBe(row.StatusOf());
            attempts[^1].TextOf("destination").ShouldBe(row.TextOf("destination_name"));
            row.GetProperty("latency_ms").GetInt64().ShouldBeGreaterThanOrEqualTo(attempts.Sum(attempt => attempt.GetProperty("latency_ms").GetInt64()));
        }

        several.Count(row => row.StatusOf() == 200).ShouldBeGreaterThan(several.Count / 2);
    }

    [Fact]
    public void Rows_agree_with_themselves()
    {
        foreach (var row in Rows.Where(row => row.StatusOf() == 200 && row.Has("total_tokens")))
        {
            var (input, output) = (row.GetProperty("input_tokens").GetInt64(), row.GetProperty("output_tokens").GetInt64());
            row.GetProperty("total_tokens").GetInt64().ShouldBe(input + output);
            var details = row.GetProperty("token_details");
            long Detail(string name) => details.TryGetProperty(name, out var count) ? count.GetInt64() : 0;
            (Detail("cache_read_input_tokens") + Detail("cache_creation_input_tokens")).ShouldBeLessThanOrEqualTo(input);
            Detail("output_reasoning_tokens").ShouldBeLessThanOrEqualTo(output);
            row.GetProperty("time_to_first_byte_ms").GetInt64().ShouldBeLessThanOrEqualTo(row.GetProperty("latency_ms").GetInt64());
        }
    }

    [Fact]
    public void Costs_are_the_price_books_and_unknown_where_it_has_none()
    {
        // An attempt that timed out before another one answered is billed too, and nobody knows for what.
        var costs = Rows.Where(row => row.StatusOf() == 200 && row.AttemptsOf().Count == 1).SelectMany(row => row.GetProperty("attempt_costs").EnumerateArray().Select(cost => (Model: row.TextOf("destination_model"), Cost: cost))).ToList();
        foreach (var (model, cost) in costs.Where(priced => priced.Cost.Has("list_cost")))
        {
            var sum = 0m;
            foreach (var part in cost.EnumerateObject().Where(member => member.Name.EndsWith("_tokens", StringComparison.Ordinal)))
            {
                sum += part.Value.GetInt64() * decimal.Parse(cost.TextOf(part.Name[..^"tokens".Length] + "rate")!, CultureInfo.InvariantCulture) / 1_000_000;
            }

            decimal.Parse(cost.TextOf("list_cost")!, CultureInfo.InvariantCulture).ShouldBe(sum, model);
        }

        var unpriced = costs.Where(cost => !cost.Cost.Has("list_cost")).Select(cost => cost.Model).Distinct().Order(StringComparer.Ordinal);
        unpriced.ShouldBe(["acme-llama-3.3-70b", "gemini-embedding-001"]);
    }

    [Fact]
    public void Coding_agents_have_sessions_with_growing_cached_contexts()
    {
        var claude = Rows.Where(row => row.TextOf("endpoint_name") == "claude-code" && row.StatusOf() == 200).ToList();
        var read = claude.Sum(row => row.GetProperty("token_details").GetProperty("cache_read_input_tokens").GetInt64());
        ((double)read / claude.Sum(row => row.GetProperty("input_tokens").GetInt64())).ShouldBeInRange(0.75, 0.97);

        // Calls of the same user follow one another within a minute far more often than chance would have it.
        var gaps = claude.GroupBy(row => row.TextOf("requester")).SelectMany(user => user.Zip(user.Skip(1), (one, next) => next.TimeOf() - one.TimeOf())).ToList();
        gaps.Count(gap => gap < TimeSpan.FromMinutes(1)).ShouldBeGreaterThan(gaps.Count / 2);
        gaps.Count(gap => gap > TimeSpan.FromMinutes(30)).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Latencies_have_a_slow_tail()
    {
        var haiku = Rows.Where(row => row.TextOf("destination_model") == "claude-haiku-4-5" && row.StatusOf() == 200).Select(row => row.GetProperty("latency_ms").GetDouble()).Order().ToList();
        (haiku[haiku.Count * 99 / 100] / haiku[haiku.Count / 2]).ShouldBeInRange(3, 30);
        haiku.Average().ShouldBeGreaterThan(haiku[haiku.Count / 2] * 1.15);
    }
}
