using Shouldly;
using Xunit;

namespace Weir.EndToEnd;

/// <summary><c>weir sql</c> as a process, as a person runs it.</summary>
public sealed class SqlCommandTests(RunningWeir weir)
{
    [Theory]
    [InlineData("SELECT 1 AS a, 'x,\"y\"' AS b, NULL AS c", "csv", 0, "a,b,c\n1,\"x,\"\"y\"\"\",\n")]
    [InlineData("SELECT 1 AS a, NULL AS c", "json", 0, "[\n  {\n    \"a\": \"1\",\n    \"c\": null\n  }\n]\n")]
    public async Task A_result_is_printed_in_the_format_asked_for(string sql, string format, int exitCode, string expected)
    {
        var (code, output, _) = await RunAsync(RunningWeir.AdminToken, sql, "--format", format);
        code.ShouldBe(exitCode);
        output.ShouldBe(expected);
    }

    [Fact]
    public async Task A_table_shows_names_values_and_NULL()
    {
        var (code, output, _) = await RunAsync(RunningWeir.AdminToken, "SELECT 42 AS answer, NULL AS nothing");
        code.ShouldBe(0);
        output.ShouldContain("answer");
        output.ShouldContain("42");
        output.ShouldContain("NULL");
        output.ShouldContain("1 row");
    }

    [Fact]
    public async Task Failures_have_a_sentence_and_an_exit_code()
    {
        (await RunAsync(RunningWeir.AdminToken, "SELECT nope FROM system.ai_gateway.usage")).ShouldSatisfyAllConditions(ran => ran.Code.ShouldBe(1), ran => ran.Errors.ShouldContain("UNRESOLVED_COLUMN"));
        (await RunAsync("wrong-token", "SELECT 1")).ShouldSatisfyAllConditions(ran => ran.Code.ShouldBe(2), ran => ran.Errors.ShouldContain("no valid token"));
        (await RunAsync(null, "SELECT 1")).ShouldSatisfyAllConditions(ran => ran.Code.ShouldBe(2), ran => ran.Errors.ShouldContain("Set WEIR_TOKEN"));
        (await RunAsync(RunningWeir.AdminToken, "SELECT 1", "--host", "http://127.0.0.1:1")).ShouldSatisfyAllConditions(ran => ran.Code.ShouldBe(2), ran => ran.Errors.ShouldContain("cannot be reached"));
    }

    private Task<(int Code, string Output, string Errors)> RunAsync(string? token, params string[] arguments) => WeirCommand.RunAsAsync(weir, token, ["sql", .. arguments]);
}
