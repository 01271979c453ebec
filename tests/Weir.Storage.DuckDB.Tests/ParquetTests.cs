using Shouldly;
using Weir.Storage.DuckDB.Queries;
using Weir.Warehouse.Engines;
using Xunit;

namespace Weir.Storage.DuckDB.Tests;

/// <summary>A result as a Parquet file, read back and compared with what the statement answered.</summary>
public sealed class ParquetTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("weir-parquet-test-");

    public static TheoryData<string, string> Types => new()
    {
        { "1::TINYINT, (-1)::TINYINT, NULL", "TINYINT" },
        { "1::SMALLINT, (-32768)::SMALLINT, NULL", "SMALLINT" },
        { "1::INTEGER, NULL", "INTEGER" },
        { "9223372036854775807::BIGINT, (-9223372036854775808)::BIGINT, NULL", "BIGINT" },
        { "4294967295::UINTEGER, NULL", "BIGINT" },
        { "18446744073709551615::UBIGINT, NULL", "DECIMAL(38,0)" },
        { "99999999999999999999999999999999999999::HUGEINT, NULL", "DECIMAL(38,0)" },
        { "12345678901234567890.123456789012345678::DECIMAL(38,18), (-0.000000000000000001)::DECIMAL(38,18), NULL", "DECIMAL(38,18)" },
        { "0.1::DOUBLE, 'nan'::DOUBLE, '-inf'::DOUBLE, 1e300::DOUBLE, NULL", "DOUBLE" },
        { "0.5::FLOAT, NULL", "FLOAT" },
        { "true, false, NULL", "BOOLEAN" },
        { "'', 'NULL', 'a \"b\" <ü> \\ ''c'' 😀', chr(10) || chr(9), NULL", "VARCHAR" },
        { "DATE '2026-01-20', DATE '1969-12-31', DATE '0044-03-15', NULL", "DATE" },
        { "TIMESTAMP '2026-01-20 19:48:08.123456', TIMESTAMP '1969-12-31 23:59:59.999999', TIMESTAMP '1901-01-01 00:00:00', NULL", "TIMESTAMP WITH TIME ZONE" },
        { "TIMESTAMPTZ '2026-01-20 19:48:08.5+02', NULL", "TIMESTAMP WITH TIME ZONE" },
        { "'\\x00\\xFFab'::BLOB, NULL", "BLOB" },
        { "NULL, NULL", "INTEGER" },
        { "uuid '0123456789abcdef0123456789abcdef', NULL", "VARCHAR" },
        { "[1, NULL, 3], [], NULL", "INTEGER[]" },
        { "[12345678901234567890.123456789012345678::DECIMAL(38,18), NULL], NULL", "DECIMAL(38,18)[]" },
        { "MAP {'k': 'v', 'a \"quote\"': NULL}, MAP {}, NULL", "MAP(VARCHAR, VARCHAR)" },
        { "MAP {7: [1.50::DECIMAL(10,2)]}, NULL", "MAP(INTEGER, DECIMAL(10,2)[])" },
        { "{'a': 9007199254740993::BIGINT, 'b': {'t': TIMESTAMPTZ '1950-01-20 19:48:08.000001+00', 'n': NULL::INTEGER}}, NULL", "STRUCT(a BIGINT, b STRUCT(t TIMESTAMP WITH TIME ZONE, n INTEGER))" },
        { "{'a, (b\"': 'x', 'A quote': [true]}, NULL", "STRUCT(\"a, (b\"\"\" VARCHAR, \"A quote\" BOOLEAN[])" },
        { "[{'d': DATE '1960-02-29', 'x': 0.1::DOUBLE, 'h': 99999999999999999999::HUGEINT}]", "STRUCT(d DATE, x DOUBLE, h DECIMAL(38,0))[]" },
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Each_value_of_a_type_is_in_the_file_as_the_statement_answered_it(string values, string type)
    {
        using var store = new TestStore();
        var result = await store.Engine.ExecuteAsync(TestStore.Statement($"SELECT unnest([{values}]) AS v"), Stop);
        var back = await ReadBackAsync(result);
        back.Types.ShouldBe([type]);
        TestStore.Rows(back.Result).ShouldBe(TestStore.Rows(result));
    }

    [Fact]
    public async Task Columns_of_one_name_with_quotes_or_without_rows_are_all_in_the_file()
    {
        using var store = new TestStore();
        var result = await store.Engine.ExecuteAsync(TestStore.Statement("SELECT 1 AS a, 2 AS b, 'x' AS \"say \"\"hi\"\"; --\", NULL AS nothing WHERE false"), Stop);
        var renamed = result with { Columns = [result.Columns[0], result.Columns[1] with { Name = "A" }, result.Columns[2], result.Columns[3] with { Name = string.Empty }] };
        var back = await ReadBackAsync(renamed);
        back.Result.Columns.Select(column => column.Name).ShouldBe(["a", "A_2", "say \"hi\"; --", "column"]);
        back.Result.RowCount.ShouldBe(0);
    }

    [Fact]
    public async Task Random_rows_of_many_chunks_come_in_their_order_and_nothing_is_left_on_the_disk()
    {
        using var store = new TestStore();
        const string Sql = """
            SELECT i, (hash(i) % 1000000007)::BIGINT AS h, ((hash(i) % 10000000000)::DECIMAL(20,0) / 7)::DECIMAL(38,18) AS d,
              TIMESTAMP '1900-01-01' + to_microseconds((hash(i, 1) % 6000000000000000)::BIGINT) AS t,
              CASE WHEN i % 3 = 0 THEN NULL ELSE [i::VARCHAR, NULL] END AS l, MAP {'k' || i: (i / 3)::DOUBLE} AS m, {'x': i, 'y': {'z': (i / 7)::DECIMAL(30,15)}} AS s
            FROM range(25000) AS r(i)
            """;
        var result = await store.Engine.ExecuteAsync(TestStore.Statement(Sql), Stop);
        result.Chunks.Count.ShouldBe(25);
        var back = await ReadBackAsync(result);
        TestStore.Rows(back.Result).ShouldBe(TestStore.Rows(result));
        Directory.GetFileSystemEntries(Path.Combine(_directory.FullName, "files")).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_store_s_process_makes_the_file()
    {
        await using var store = await RunningStore.StartAsync();
        var result = await store.Engine.ExecuteAsync(TestStore.Statement("SELECT range AS i, 'text ' || range AS t FROM range(5000)"), Stop);
        var file = await store.Files.ToParquetAsync(result, Stop);
        using var here = new TestStore();
        TestStore.Rows((await ReadAsync(here, file)).Result).ShouldBe(TestStore.Rows(result));
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private async Task<(EngineResult Result, List<string> Types)> ReadBackAsync(EngineResult result)
    {
        using var files = new ParquetFiles(_directory.FullName);
        using var store = new TestStore();
        return await ReadAsync(store, await files.ToParquetAsync(result, Stop));
    }

    // Where the engine may read: the directory that ingest uses.
    private static async Task<(EngineResult Result, List<string> Types)> ReadAsync(TestStore store, byte[] parquet)
    {
        var file = Path.Combine(store.Database.IngestDirectory, "back.parquet");
        await File.WriteAllBytesAsync(file, parquet, Stop);
        var types = new List<string>();
        using (var connection = store.Database.Connect())
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"DESCRIBE SELECT * FROM read_parquet('{file}')";
            using var reader = await command.ExecuteReaderAsync(Stop);
            while (await reader.ReadAsync(Stop))
            {
                types.Add(reader.GetString(1));
            }
        }

        return (await store.Engine.ExecuteAsync(TestStore.Statement($"SELECT * FROM read_parquet('{file}')"), Stop), types);
    }
}
