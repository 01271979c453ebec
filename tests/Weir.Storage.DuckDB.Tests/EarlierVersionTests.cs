using DuckDB.NET.Data;
using Shouldly;
using Xunit;

namespace Weir.Storage.DuckDB.Tests;

/// <summary>A file of a version that knew no coding agents gets them when it is opened.</summary>
public sealed class EarlierVersionTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_get_the_agent_that_their_user_agent_names_once()
    {
        using var store = new TestStore();
        await store.Ingest.IngestAsync(store.Journal.Append(1, 4), Stop);
        store.Close();
        Change(
            store,
            "DROP VIEW ai_gateway.coding_agent_activity",
            "CREATE TABLE ai_gateway.coding_agent_activity (event_time TIMESTAMP)",
            "DROP TABLE ai_gateway.upgrades",
            "UPDATE ai_gateway.records SET agent = NULL, user_agent = ['claude-cli/2.1.330 (external, cli)', 'ucode/0.1.0 codex/0.169.0', 'GeminiCLI-tui/0.61.0/m (linux)', 'OpenAI/JS 7.57.0'][rowid + 1]");
        store.Open();
        (await store.RowsAsync("SELECT agent FROM ai_gateway.usage ORDER BY agent", Stop)).Select(row => row[0]).ShouldBe([null, "Claude Code", "Codex CLI", "Gemini CLI"]);
        (await store.OneAsync("SELECT count(*) FROM ai_gateway.coding_agent_activity", Stop)).ShouldBe("0");

        // What a row says later is the gateway's own word.
        store.Close();
        Change(store, "UPDATE ai_gateway.records SET agent = NULL");
        store.Open();
        (await store.OneAsync("SELECT count(agent) FROM ai_gateway.usage", Stop)).ShouldBe("0");
    }

    private static void Change(TestStore store, params string[] statements)
    {
        using var connection = new DuckDBConnection($"Data Source={store.DatabaseFile}");
        connection.Open();
        foreach (var statement in statements)
        {
            using var command = connection.CreateCommand();
            command.CommandText = statement;
            command.ExecuteNonQuery();
        }
    }
}
