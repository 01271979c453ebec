using System.Diagnostics;
using Shouldly;
using Weir.Warehouse.Engines;
using Xunit;

namespace Weir.Storage.DuckDB.Tests;

public sealed class QueryTests
{
    private const string Endless = "SELECT sum(a.range * b.range % 7) FROM range(10000000) a, range(10000000) b";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string, string?> Types => new()
    {
        { "1::BIGINT", "LONG", "BIGINT", "1" },
        { "1::INTEGER", "INT", "INT", "1" },
        { "1::SMALLINT", "SHORT", "SMALLINT", "1" },
        { "1::TINYINT", "BYTE", "TINYINT", "1" },
        { "sum(1::BIGINT)", "DECIMAL", "DECIMAL(38,0)", "1" },
        { "170141183460469231731687303715884105727::HUGEINT", "DECIMAL", "DECIMAL(38,0)", "170141183460469231731687303715884105727" },
        { "1.50::DECIMAL(10,2)", "DECIMAL", "DECIMAL(10,2)", "1.50" },
        { "0.1::DOUBLE", "DOUBLE", "DOUBLE", "0.1" },
        { "0.5::FLOAT", "FLOAT", "FLOAT", "0.5" },
        { "'nan'::DOUBLE", "DOUBLE", "DOUBLE", "NaN" },
        { "'-inf'::DOUBLE", "DOUBLE", "DOUBLE", "-Infinity" },
        { "true", "BOOLEAN", "BOOLEAN", "true" },
        { "'a \"b\" <ü>'", "STRING", "STRING", "a \"b\" <ü>" },
        { "DATE '2026-01-20'", "DATE", "DATE", "2026-01-20" },
        { "TIMESTAMP '2026-01-20 19:48:08'", "TIMESTAMP", "TIMESTAMP", "2026-01-20T19:48:08.000Z" },
        { "TIMESTAMP '2026-01-20 19:48:08.12'", "TIMESTAMP", "TIMESTAMP", "2026-01-20T19:48:08.120Z" },
        { "TIMESTAMP '2026-01-20 19:48:08.123456'", "TIMESTAMP", "TIMESTAMP", "2026-01-20T19:48:08.123456Z" },
        { "TIMESTAMPTZ '2026-01-20 19:48:08+02'", "TIMESTAMP", "TIMESTAMP", "2026-01-20T17:48:08.000Z" },
        { "'ab'::BLOB", "BINARY", "BINARY", "YWI=" },
        { "MAP {'k': 'v'}", "MAP", "MAP<STRING, STRING>", "{\"k\":\"v\"}" },
        { "{'a': 1::BIGINT, 'b': {'t': TIMESTAMP '2026-01-20 19:48:08', 'n': NULL::INTEGER}}", "STRUCT", "STRUCT<a: BIGINT, b: STRUCT<t: TIMESTAMP, n: INT>>", "{\"a\":1,\"b\":{\"t\":\"2026-01-20 19:48:08\",\"n\":null}}" },
        { "[1.5::DECIMAL(4,1), NULL]", "ARRAY", "ARRAY<DECIMAL(4,1)>", "[1.5,null]" },
        { "[MAP {'k': [true]}]", "ARRAY", "ARRAY<MAP<STRING, ARRAY<BOOLEAN>>>", "[{\"k\":[true]}]" },
        { "{'a, (b\"': 'x'}", "STRUCT", "STRUCT<a, (b\": STRING>", "{\"a, (b\\\"\":\"x\"}" },
        { "NULL::BIGINT", "LONG", "BIGINT", null },
        { "uuid '0123456789abcdef0123456789abcdef'", "STRING", "STRING", "01234567-89ab-cdef-0123-456789abcdef" },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_value_of_each_type_is_answered_in_the_api_s_words(string expression, string typeName, string typeText, string? value)
    {
        using var store = new TestStore();
        var result = await store.Engine.ExecuteAsync(TestStore.Statement($"SELECT {expression} AS v"), Stop);
        var column = result.Columns.Single();
        (column.Name, column.TypeName, column.TypeText).ShouldBe(("v", typeName, typeText));
        TestStore.Rows(result).Single().ShouldBe([value]);
    }

    [Fact]
    public async Task A_decimal_states_its_precision_and_scale()
    {
        using var store = new TestStore();
        var result = await store.Engine.ExecuteAsync(TestStore.Statement("SELECT 1.5::DECIMAL(10,2) AS v"), Stop);
        (result.Columns[0].TypePrecision, result.Columns[0].TypeScale).ShouldBe((10, 2));
    }

    [Fact]
    public async Task Rows_come_in_the_statement_s_order_in_chunks_up_to_the_limit()
    {
        using var store = new TestStore();
        var result = await store.Engine.ExecuteAsync(TestStore.Statement("SELECT range FROM range(200000) ORDER BY range DESC", rowLimit: 2500, chunkRows: 1000), Stop);
        result.Chunks.Select(chunk => (chunk.RowOffset, chunk.RowCount)).ShouldBe([(0, 1000), (1000, 1000), (2000, 500)]);
        (result.RowCount, result.Truncated).ShouldBe((2500, true));
        TestStore.Rows(result).Select(row => row[0]).ShouldBe(Enumerable.Range(0, 2500).Select(i => $"{199999 - i}"));
    }

    [Fact]
    public async Task A_result_of_just_the_limit_is_not_truncated()
    {
        using var store = new TestStore();
        var result = await store.Engine.ExecuteAsync(TestStore.Statement("SELECT range FROM range(10)", rowLimit: 10), Stop);
        (result.RowCount, result.Truncated).ShouldBe((10, false));
    }

    [Fact]
    public async Task A_result_beyond_the_byte_limit_is_cut()
    {
        using var store = new TestStore();
        var result = await store.Engine.ExecuteAsync(TestStore.Statement("SELECT repeat('x', 1000) FROM range(1000)", byteLimit: 50_000, chunkRows: 10), Stop);
        result.Truncated.ShouldBeTrue();
        result.Chunks.Sum(chunk => chunk.DataArray.Length).ShouldBeInRange(49_000, 53_000);
    }

    [Fact]
    public async Task An_empty_result_still_states_its_columns()
    {
        using var store = new TestStore();
        var result = await store.Engine.ExecuteAsync(TestStore.Statement("SELECT request_id FROM ai_gateway.usage"), Stop);
        (result.RowCount, result.Chunks.Count, result.Columns.Single().TypeText).ShouldBe((0, 0, "STRING"));
    }

    [Fact]
    public async Task Every_connection_orders_nulls_first()
    {
        using var store = new TestStore();
        (await store.RowsAsync("SELECT x FROM (VALUES (1), (NULL)) t(x) ORDER BY x", Stop)).ShouldBe([[null], ["1"]]);
    }

    [Theory]
    [InlineData("SELEC 1", "BAD_REQUEST", "[PARSE_SYNTAX_ERROR]")]
    [InlineData("SELECT nope FROM ai_gateway.usage", "BAD_REQUEST", "[UNRESOLVED_COLUMN.WITH_SUGGESTION]")]
    [InlineData("SELECT * FROM ai_gateway.nope", "BAD_REQUEST", "[TABLE_OR_VIEW_NOT_FOUND]")]
    [InlineData("SELECT nope(1)", "BAD_REQUEST", "[UNRESOLVED_ROUTINE]")]
    [InlineData("SELECT 'x'::INTEGER", "BAD_REQUEST", "[CAST_INVALID_INPUT]")]
    [InlineData("SELECT list(range || 'some text to fill the memory with') FROM range(50000000)", "RESOURCE_EXHAUSTED", "[OUT_OF_MEMORY]")]
    public async Task An_error_is_said_in_the_api_s_words(string sql, string errorCode, string begins)
    {
        using var store = new TestStore(options => options.MaxTemporaryMb = 1);
        var failed = await Should.ThrowAsync<SqlEngineException>(() => store.Engine.ExecuteAsync(TestStore.Statement(sql), Stop));
        failed.ErrorCode.ShouldBe(errorCode);
        failed.Message.ShouldStartWith(begins);
        (await store.OneAsync("SELECT 1", Stop)).ShouldBe("1");
    }

    [Theory]
    [InlineData("SELECT * FROM read_text('/etc/hostname')")]
    [InlineData("SELECT * FROM read_csv('/etc/passwd')")]
    [InlineData("SELECT * FROM glob('/*')")]
    public async Task Even_without_the_dialect_s_guard_no_file_can_be_read(string sql)
    {
        using var store = new TestStore();
        (await Should.ThrowAsync<SqlEngineException>(() => store.Engine.ExecuteAsync(TestStore.Statement(sql), Stop))).Message.ShouldContain("disabled");
    }

    [Theory]
    [InlineData(Endless)]
    [InlineData("WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r WHERE i < 2000000000) SELECT max(i) FROM r")]
    [InlineData("SELECT max(a.range) FROM range(100000000) a, range(100000000) b GROUP BY b.range % 10 ORDER BY 1")]
    public async Task A_heavy_statement_stops_within_two_seconds_of_its_cancellation(string sql)
    {
        using var store = new TestStore();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var running = store.Engine.ExecuteAsync(TestStore.Statement(sql), cancel.Token);
        await Task.Delay(400, Stop);
        running.IsCompleted.ShouldBeFalse();
        var watch = Stopwatch.StartNew();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => running);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2));
        store.Engine.LongestCancelled.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_statement_cancelled_at_any_moment_of_its_start_stops()
    {
        using var store = new TestStore(options => options.MaxConcurrentStatements = 2);
        for (var i = 0; i < 25; i++)
        {
            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
            var running = store.Engine.ExecuteAsync(TestStore.Statement(Endless), cancel.Token);
            cancel.CancelAfter(TimeSpan.FromMilliseconds(i / 2));
            await Should.ThrowAsync<OperationCanceledException>(() => running.WaitAsync(TimeSpan.FromSeconds(10), Stop));
        }
    }

    [Fact]
    public async Task Beyond_its_slots_and_its_queue_the_engine_refuses_statements()
    {
        using var store = new TestStore(options => (options.MaxConcurrentStatements, options.MaxQueuedStatements) = (1, 1));
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var running = store.Engine.ExecuteAsync(TestStore.Statement(Endless), cancel.Token);
        var waiting = store.Engine.ExecuteAsync(TestStore.Statement("SELECT 1"), Stop);
        (await Should.ThrowAsync<SqlEngineException>(() => store.Engine.ExecuteAsync(TestStore.Statement("SELECT 2"), Stop))).ErrorCode.ShouldBe("RESOURCE_EXHAUSTED");
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => running);
        TestStore.Rows(await waiting).Single().ShouldBe(["1"]);
    }

    [Fact]
    public async Task What_does_not_fit_in_memory_goes_to_disk_and_is_answered()
    {
        using var store = new TestStore(options => options.MemoryLimitMb = 64);
        var result = await store.Engine.ExecuteAsync(TestStore.Statement("SELECT md5(range::VARCHAR) AS m, range FROM range(2000000) ORDER BY m", rowLimit: 1), Stop);
        result.RowCount.ShouldBe(1);
        (await store.OneAsync("SELECT count(*) FROM (SELECT DISTINCT md5(range::VARCHAR) FROM range(2000000))", Stop)).ShouldBe("2000000");
    }
}
