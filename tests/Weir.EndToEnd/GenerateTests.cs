using System.Net.Http.Json;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd;

/// <summary><c>weir generate</c> as a process, and a server on what it made.</summary>
public sealed class GenerateTests(RunningWeir running)
{
    private static readonly string[] FiveThousand = ["--rows", "5000", "--seed", "7", "--until", "2026-10-31"];

    [Fact]
    public async Task A_server_has_the_generated_rows()
    {
        await using var weir = new RunningWeir();
        weir.Set("WEIR_Retention__Days", "3650");
        (await GenerateAsync(weir.Data, FiveThousand)).ShouldSatisfyAllConditions(ran => ran.Code.ShouldBe(0, ran.Errors), ran => ran.Output.ShouldContain("5000 rows from 2026-08-03 to 2026-10-31"));
        (await GenerateAsync(weir.Data, FiveThousand)).ShouldSatisfyAllConditions(ran => ran.Code.ShouldBe(0, ran.Errors), ran => ran.Output.ShouldContain("has these rows already"));
        await weir.InitializeAsync();
        (await weir.SqlAsync("SELECT count(*), count(DISTINCT request_id), count(DISTINCT workspace_id) FROM system.ai_gateway.usage")).Single().ShouldBe(["5000", "5000", "3"]);
        (await weir.SqlAsync("SELECT count(DISTINCT date(event_time)), min(date(event_time)), max(date(event_time)) FROM system.ai_gateway.usage")).Single().ShouldBe(["89", "2026-08-03", "2026-10-31"]);
        var (unknown, fallen) = (await weir.SqlAsync("SELECT count_if(input_tokens IS NULL), count_if(size(routing_information.attempts) > 1 AND status_code = 200) FROM system.ai_gateway.usage")).Select(row => (int.Parse(row[0]!), int.Parse(row[1]!))).Single();
        unknown.ShouldBeGreaterThan(0);
        fallen.ShouldBeGreaterThan(0);

        // Every attempt of spend is of a request of usage, and a model without a price has no cost.
        (await weir.SqlAsync("SELECT count(*) FROM system.ai_gateway.spend s LEFT JOIN system.ai_gateway.usage u ON s.request_id = u.request_id WHERE u.request_id IS NULL")).Single().ShouldBe(["0"]);
        (await weir.SqlAsync("SELECT count(*) > 4000, count_if(model = 'acme-llama-3.3-70b' AND list_cost IS NOT NULL), sum(list_cost) > 0 FROM system.ai_gateway.spend")).Single().ShouldBe(["true", "0", "true"]);

        // What agents told is of their requests' people and sessions, each thing once, and of one source where two tell of it.
        (await weir.SqlAsync("SELECT count(*) > 200, count(DISTINCT source), sum(lines_added) > 1000, sum(commits) > 10 FROM system.ai_gateway.coding_agent_activity")).Single().ShouldBe(["true", "3", "true", "true"]);
        (await weir.SqlAsync("SELECT count(*) FROM system.ai_gateway.coding_agent_activity told WHERE NOT EXISTS (SELECT 1 FROM system.ai_gateway.usage calls WHERE calls.requester = told.requester AND calls.agent = told.agent)")).Single().ShouldBe(["0"]);
        (await weir.SqlAsync("SELECT count(*) FROM (SELECT session_id FROM system.ai_gateway.coding_agent_activity WHERE kind = 'edit' AND session_id IS NOT NULL GROUP BY session_id HAVING count(DISTINCT source) > 1)")).Single().ShouldBe(["0"]);

        // Requests of its own come beside them.
        var endpoint = await weir.EndpointAsync("openai", "openai-chat-json");
        using var answer = await weir.Client.PostAsJsonAsync("/openai/v1/chat/completions", new { model = endpoint, messages = new[] { new { role = "user", content = "hello" } } }, TestContext.Current.CancellationToken);
        await RunningWeir.EventuallyAsync(async () => (await weir.SqlAsync("SELECT count(*) FROM system.ai_gateway.usage")).Single().ShouldBe(["5001"]));
    }

    [Fact]
    public async Task A_directory_that_a_server_uses_is_left_alone()
    {
        var (code, output, errors) = await GenerateAsync(running.Data, FiveThousand);
        code.ShouldBe(1);
        output.ShouldBeEmpty();
        errors.ShouldContain($"No rows can be generated in {running.Data}");
        errors.ShouldContain("is in use by another weir. Stop it");
        (await running.SqlAsync("SELECT count(*) FROM system.ai_gateway.usage WHERE endpoint_name = 'claude-code'")).Single().ShouldBe(["0"]);
    }

    [Theory]
    [InlineData("--rows", "0", "'0' is not a number of rows. Give a whole number from 1")]
    [InlineData("--rows", "-5", "'-5' is not a number of rows.")]
    [InlineData("--rows", "many", "'many' is not a number of rows.")]
    [InlineData("--days", "0", "'0' is not a number of days.")]
    [InlineData("--days", "9999", "'9999' is not a number of days.")]
    [InlineData("--seed", "x", "'x' is not a seed.")]
    [InlineData("--until", "yesterday", "'yesterday' is not a day such as 2026-11-26.")]
    [InlineData("--until", "2999-01-01", "'2999-01-01' is not a day from 2000-01-01 to today.")]
    public async Task What_makes_no_sense_is_refused_with_a_sentence(string option, string value, string sentence)
    {
        var data = Path.Combine(Path.GetTempPath(), $"weir-never-made-{Guid.NewGuid():N}");
        var (code, _, errors) = await GenerateAsync(data, option, value);
        code.ShouldBe(1);
        errors.ShouldContain(sentence);
        Directory.Exists(data).ShouldBeFalse();
    }

    private Task<(int Code, string Output, string Errors)> GenerateAsync(string data, params string[] options) => WeirCommand.RunAsync(running, ["generate", "--data", data, .. options]);
}
