using System.Security.Cryptography;
using System.Text.Json;

namespace Weir.Dashboards.Results;

/// <summary>What the result of a statement depends on, as a text: results of equal keys are shared among people.</summary>
internal static class ResultKey
{
    private static readonly string[] WhoReads = ["current_user", "session_user", "user"];

    // Functions, and the tables whose rows are those of hours and days that are over.
    private static readonly string[] WhatTime =
    [
        "current_date", "current_localtime", "current_localtimestamp", "current_time", "current_timestamp", "curdate", "get_current_timestamp", "localtime", "localtimestamp", "now", "today", "unix_timestamp",
        "external_model_spend", "spend_anomalies",
    ];

    /// <summary>Whether a statement's result changes with time, whatever the tables do. Relative dates are values of their own each day.</summary>
    public static bool AsksTheTime(WidgetStatement statement) => Names(statement, WhatTime);

    /// <summary>The key.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="tables">What its reader may read.</param>
    /// <param name="reader">The reader's name, which counts when the statement asks who reads.</param>
    public static string Of(WidgetStatement statement, IReadOnlyList<string> tables, string reader)
    {
        var asks = Names(statement, WhoReads);
        var parts = new KeyParts(statement.Sql, statement.Parameters, statement.Catalog, statement.Schema, [.. tables.Order(StringComparer.Ordinal)], asks ? reader : null);
        return Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(parts)));
    }

    private static bool Names(WidgetStatement statement, string[] functions) =>
        SqlPieces.Read(statement.Sql).Exists(piece => piece.Kind is SqlPieceKind.Word or SqlPieceKind.Name && functions.Contains(piece.Content, StringComparer.OrdinalIgnoreCase));

    private sealed record KeyParts(string Sql, IReadOnlyList<StatementParameter> Parameters, string? Catalog, string? Schema, IReadOnlyList<string> Tables, string? Reader);
}
