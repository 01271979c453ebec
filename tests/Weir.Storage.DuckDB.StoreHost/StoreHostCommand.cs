using System.Diagnostics;

namespace Weir.Storage.DuckDB.StoreHost;

/// <summary>How this program is started.</summary>
public static class StoreHostCommand
{
    /// <summary>As the store's process.</summary>
    public static ProcessStartInfo Store(string directory, string socket) => Of("store", directory, socket);

    /// <summary>As the parent of a store's process.</summary>
    public static ProcessStartInfo Parent(string directory) => Of("parent", directory);

    private static ProcessStartInfo Of(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet");

        // Far from UTC, so that a time which is the machine's shows.
        start.Environment["TZ"] = "America/New_York";
        start.ArgumentList.Add(typeof(StoreHostCommand).Assembly.Location);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }
}
