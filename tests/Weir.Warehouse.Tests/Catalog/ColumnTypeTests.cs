using Shouldly;
using Weir.Usage.Agents;
using Weir.Usage.Auditing;
using Weir.Usage.Payloads;
using Weir.Usage.Records;
using Weir.Usage.Telemetry;
using Weir.Warehouse.Catalog;
using Xunit;

namespace Weir.Warehouse.Tests.Catalog;

/// <summary>Types of columns in the words of Databricks.</summary>
public sealed class ColumnTypeTests
{
    [Theory]
    [InlineData("BIGINT", "LONG", "bigint", 0, 0)]
    [InlineData("INTEGER", "INT", "int", 0, 0)]
    [InlineData("VARCHAR", "STRING", "string", 0, 0)]
    [InlineData("VARCHAR[]", "ARRAY", "array<string>", 0, 0)]
    [InlineData("DECIMAL(38,18)", "DECIMAL", "decimal(38,18)", 38, 18)]
    [InlineData("MAP(VARCHAR, VARCHAR)", "MAP", "map<string,string>", 0, 0)]
    [InlineData("STRUCT(name VARCHAR, \"type\" VARCHAR)[]", "ARRAY", "array<struct<name:string,type:string>>", 0, 0)]
    [InlineData("STRUCT(attempts STRUCT(cost DECIMAL(38,18), code INTEGER)[])", "STRUCT", "struct<attempts:array<struct<cost:decimal(38,18),code:int>>>", 0, 0)]
    public void A_type_is_spelled_as_databricks_does(string type, string name, string text, int precision, int scale)
    {
        var column = ColumnAnswer.Of("c", type, string.Empty, 0);
        (column.TypeName, column.TypeText, column.TypePrecision, column.TypeScale).ShouldBe((name, text, precision, scale));
    }

    [Fact]
    public void Every_column_of_every_table_has_a_type_that_databricks_knows()
    {
        var kinds = RecordColumns.Usage.Concat(CostColumns.Spend).Concat(CostColumns.ExternalModelSpend).Concat(CostColumns.ListPrices).Concat(QuarterHourTables.Usage.Columns).Concat(QuarterHourTables.Spend.Columns).Concat(AnomalyColumns.Table).Concat(AuditColumns.Table).Concat(PayloadColumns.Table)
            .Concat(ActivityColumns.Table).Concat(TelemetryColumns.Metrics).Concat(TelemetryColumns.Logs).Concat(TelemetryColumns.Spans).Concat(TelemetryColumns.Sender)
            .Select(column => ColumnAnswer.Of(column.Name, column.SqlType, string.Empty, 0).TypeName).Distinct(StringComparer.Ordinal);
        kinds.Except(["STRING", "INT", "LONG", "DOUBLE", "DECIMAL", "DATE", "TIMESTAMP", "BOOLEAN", "MAP", "STRUCT", "ARRAY"], StringComparer.Ordinal).ShouldBeEmpty();
    }
}
