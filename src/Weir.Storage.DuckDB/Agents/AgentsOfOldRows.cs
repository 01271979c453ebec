using Weir.Storage.DuckDB.Spend;

namespace Weir.Storage.DuckDB.Agents;

/// <summary>Gives the rows of a version that did not record agents the agent that their user agent names, once.</summary>
internal static class AgentsOfOldRows
{
    private const string Upgrade = "agents of old rows";

    private const string AgentOf = """
        CASE
          WHEN api_type LIKE 'cursor/%' THEN 'Cursor'
          WHEN user_agent LIKE 'ucode/% claude/%' OR user_agent LIKE 'claude-cli/%' OR user_agent LIKE 'claude-code/%' THEN 'Claude Code'
          WHEN user_agent LIKE 'ucode/% codex/%' OR starts_with(user_agent, 'codex_') OR starts_with(user_agent, 'codex-') THEN 'Codex CLI'
          WHEN user_agent LIKE 'ucode/% gemini/%' OR starts_with(user_agent, 'GeminiCLI') THEN 'Gemini CLI'
          WHEN user_agent LIKE 'ucode/% opencode/%' OR starts_with(user_agent, 'opencode/') THEN 'opencode'
          WHEN starts_with(user_agent, 'QwenCode/') THEN 'Qwen Code'
          WHEN starts_with(user_agent, 'Cursor/') THEN 'Cursor'
        END
        """;

    /// <summary>The statements, for a database whose tables have their columns. They may be broken off and run again.</summary>
    public static IEnumerable<string> Statements()
    {
        yield return "CREATE TABLE IF NOT EXISTS ai_gateway.upgrades (name VARCHAR PRIMARY KEY)";
        foreach (var table in new[] { "ai_gateway.records", BilledAttempts.Table })
        {
            yield return $"UPDATE {table} SET agent = {AgentOf} WHERE agent IS NULL AND ({AgentOf}) IS NOT NULL AND NOT EXISTS (FROM ai_gateway.upgrades WHERE name = '{Upgrade}')";
        }

        yield return $"INSERT OR IGNORE INTO ai_gateway.upgrades VALUES ('{Upgrade}')";
    }
}
