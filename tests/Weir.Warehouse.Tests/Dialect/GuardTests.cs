using Shouldly;
using Weir.Warehouse.Engines;
using Xunit;

namespace Weir.Warehouse.Tests.Dialect;

/// <summary>SQL reads the gateway's tables and nothing of the server.</summary>
public sealed class GuardTests(SampleDatabase database)
{
    [Theory]
    [InlineData("SELECT * FROM '/etc/passwd'")]
    [InlineData("SELECT * FROM `/etc/passwd`")]
    [InlineData("SELECT * FROM read_csv('/etc/passwd')")]
    [InlineData("SELECT * FROM read_text('/etc/passwd')")]
    [InlineData("SELECT * FROM read_blob('usage.duckdb')")]
    [InlineData("SELECT * FROM glob('/*')")]
    [InlineData("SELECT * FROM sniff_csv('/etc/passwd')")]
    [InlineData("SELECT * FROM parquet_metadata('x.parquet')")]
    [InlineData("SELECT (SELECT content FROM read_text('/etc/passwd'))")]
    [InlineData("WITH x AS (SELECT * FROM read_text('/etc/passwd')) SELECT * FROM x")]
    [InlineData("WITH usage AS (SELECT * FROM read_text('/etc/passwd')) SELECT * FROM usage")]
    [InlineData("SELECT list_transform([1], x -> (SELECT content FROM read_text('/etc/passwd')))")]
    [InlineData("SELECT getenv('HOME')")]
    [InlineData("SELECT current_setting('memory_limit')")]
    [InlineData("SELECT getvariable('x')")]
    [InlineData("SELECT * FROM duckdb_settings()")]
    [InlineData("SELECT * FROM duckdb_secrets()")]
    [InlineData("SELECT * FROM pragma_database_list()")]
    [InlineData("SELECT * FROM information_schema.tables")]
    [InlineData("SELECT * FROM sqlite_master")]
    [InlineData("WITH sqlite_master AS (SELECT * FROM sqlite_master) SELECT * FROM sqlite_master")]
    [InlineData("SELECT * FROM (WITH sqlite_master AS (SELECT 1) SELECT * FROM sqlite_master) a, sqlite_master")]
    [InlineData("SELECT * FROM pg_catalog.pg_tables")]
    [InlineData("SELECT * FROM ai_gateway.records")]
    [InlineData("SELECT * FROM ai_gateway.ingest_position")]
    [InlineData("SELECT * FROM usage.ai_gateway.records")]
    [InlineData("SELECT * FROM main.ai_gateway.usage")]
    [InlineData("SELECT * FROM query('SELECT 1')")]
    [InlineData("SELECT * FROM query_table('ai_gateway.records')")]
    [InlineData("SELECT json_execute_serialized_sql('x')")]
    [InlineData("SELECT * FROM json_execute_serialized_sql('x')")]
    [InlineData("SELECT json_serialize_sql('SELECT 1')")]
    [InlineData("SELECT write_log('x')")]
    [InlineData("SELECT pg_sleep(100)")]
    [InlineData("SELECT sleep_ms(100000)")]
    [InlineData("SELECT repeat('x', 2000000000)")]
    [InlineData("SELECT nextval('x')")]
    [InlineData("SELECT system.main.getenv('HOME')")]
    [InlineData("SELECT main.getenv('HOME')")]
    [InlineData("SELECT \"getenv\"('HOME') FROM x")]
    [InlineData("SELECT `getenv`('HOME')")]
    [InlineData("SELECT 1; SELECT 2")]
    [InlineData("SELECT 1; DROP TABLE ai_gateway.records")]
    [InlineData("DROP TABLE ai_gateway.records")]
    [InlineData("DELETE FROM system.ai_gateway.usage")]
    [InlineData("INSERT INTO system.ai_gateway.usage VALUES (1)")]
    [InlineData("UPDATE system.ai_gateway.usage SET status_code = 1")]
    [InlineData("CREATE TEMP MACRO count(x) AS 1")]
    [InlineData("COPY (SELECT 1) TO '/tmp/x.csv'")]
    [InlineData("ATTACH '/tmp/x.duckdb' AS \"System\"")]
    [InlineData("INSTALL httpfs")]
    [InlineData("LOAD httpfs")]
    [InlineData("SET memory_limit = '100GB'")]
    [InlineData("PRAGMA database_list")]
    [InlineData("CALL duckdb_settings()")]
    [InlineData("EXPORT DATABASE '/tmp/x'")]
    [InlineData("EXPLAIN ANALYZE SELECT 1")]
    [InlineData("USE main")]
    [InlineData("BEGIN TRANSACTION")]
    [InlineData("CHECKPOINT")]
    [InlineData("SHOW ALL TABLES")]
    [InlineData("SELECT * FROM (SHOW ALL TABLES)")]
    [InlineData("SELECT * FROM (DESCRIBE ai_gateway.records)")]
    [InlineData("/* */ ; ; SELECT 1")]
    [InlineData("SELECT $1")]
    [InlineData("SELECT ?")]
    [InlineData("SELECT 'a' FROM system.ai_gateway.usage AT (VERSION => 1)")]
    [InlineData("SELECT routing_information.attempts[status_code] FROM system.ai_gateway.usage")]
    [InlineData("SELECT routing_information.attempts[-1] FROM system.ai_gateway.usage")]
    [InlineData("")]
    [InlineData("   ;  ")]
    [InlineData("SELECT 'unclosed")]
    [InlineData("SELECT /* unclosed")]
    public async Task It_is_refused_with_a_message(string sql)
    {
        var refused = await Should.ThrowAsync<SqlEngineException>(() => database.RunAsync(sql));
        refused.ErrorCode.ShouldBe("BAD_REQUEST");
        refused.Message.ShouldNotBeNullOrWhiteSpace();
        refused.Message.ShouldNotContain("root:");
    }

    [Fact]
    public async Task Who_may_not_read_the_table_is_told_in_the_words_that_clients_match()
    {
        var refused = await Should.ThrowAsync<SqlEngineException>(() => database.RunAsync("SELECT * FROM system.ai_gateway.usage", admin: false));
        refused.Message.ShouldStartWith("[INSUFFICIENT_PERMISSIONS]");
        refused.Message.ShouldContain("system.ai_gateway.usage");
        refused.SqlState.ShouldBe("42501");
    }

    [Theory]
    [InlineData("SELECT no_such FROM system.ai_gateway.usage", "[UNRESOLVED_COLUMN")]
    [InlineData("SELECT * FROM system.ai_gateway.nope", "[TABLE_OR_VIEW_NOT_FOUND]")]
    [InlineData("SELEC 1", "[UNSUPPORTED_FEATURE]")]
    [InlineData("SELECT FROM WHERE", "[PARSE_SYNTAX_ERROR]")]
    [InlineData("SELECT 1/0", "[DIVIDE_BY_ZERO]")]
    [InlineData("SELECT CAST('x' AS INT)", "[CAST_INVALID_INPUT]")]
    [InlineData("SELECT :missing", "[UNBOUND_SQL_PARAMETER]")]
    public async Task A_mistake_is_named(string sql, string sign) =>
        (await Should.ThrowAsync<SqlEngineException>(() => database.RunAsync(sql))).Message.ShouldContain(sign);

    [Fact]
    public async Task Statements_beyond_reason_are_refused_quickly()
    {
        await Should.ThrowAsync<SqlEngineException>(() => database.RunAsync("SELECT '" + new string('x', 70_000) + "'"));
        await Should.ThrowAsync<SqlEngineException>(() => database.RunAsync(string.Join(" UNION ALL ", Enumerable.Repeat("SELECT 1", 3000))));
        await Should.ThrowAsync<SqlEngineException>(() => database.RunAsync("SELECT " + new string('(', 20_000) + "1" + new string(')', 20_000)));
    }
}
