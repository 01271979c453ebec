using Grpc.Core;

namespace Weir.Agents.Telemetry.Receiving;

/// <summary>The tables that a sender may name.</summary>
internal sealed class TelemetryTables
{
    /// <summary>The header that names one.</summary>
    public const string Header = "X-Databricks-UC-Table-Name";

    private readonly Dictionary<string, string> _tables = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="InvalidOperationException">A name in the settings is none of a table of telemetry.</exception>
    public TelemetryTables(TelemetryOptions options)
    {
        foreach (var table in options.Tables)
        {
            if (SignalOf(table) is null || table.Split('.') is not { Length: 3 } parts || parts.Any(string.IsNullOrWhiteSpace))
            {
                throw new InvalidOperationException($"Otlp:Tables has '{table}'. A name is catalog.schema.table, and the table's name ends with {string.Join(", ", TelemetrySignal.All.Select(signal => signal.TableSuffix))}.");
            }

            _tables[table] = table;
        }
    }

    /// <summary>The table that a header names for a signal, or NULL where it names none.</summary>
    /// <exception cref="TelemetryRefusal">There is no such table, or it is of another signal.</exception>
    public string? Find(string? header, TelemetrySignal signal)
    {
        var name = header?.Replace("`", string.Empty, StringComparison.Ordinal).Trim();
        if (string.IsNullOrEmpty(name))
        {
            return null;
        }

        if (SignalOf(name) != signal)
        {
            throw TelemetryRefusal.Invalid($"The header {Header} names '{Shorten(name)}' for {signal.Name}. The name of a table for {signal.Name} ends with {signal.TableSuffix}. Name such a table, or leave the header out.");
        }

        return _tables.GetValueOrDefault(name) ?? throw new TelemetryRefusal(404, StatusCode.NotFound, _tables.Values.Where(table => SignalOf(table) == signal).ToArray() is { Length: > 0 } known
            ? $"The table '{Shorten(name)}' of the header {Header} does not exist. Name one of {string.Join(", ", known)}, or leave the header out."
            : $"The table '{Shorten(name)}' of the header {Header} does not exist: the gateway has no tables for {signal.Name} by name. Leave the header out, or ask the gateway's operator to add the table to Otlp:Tables.");
    }

    private static TelemetrySignal? SignalOf(string table) => TelemetrySignal.All.FirstOrDefault(signal => table.EndsWith(signal.TableSuffix, StringComparison.OrdinalIgnoreCase));

    private static string Shorten(string name) => name.Length <= 200 ? name : name[..200] + "...";
}
