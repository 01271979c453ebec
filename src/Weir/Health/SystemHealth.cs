namespace Weir.Health;

/// <summary>How the server is: <c>GET /api/2.0/weir/health</c>. Times are UTC.</summary>
/// <param name="Status"><c>ready</c> when requests are served, else <c>unready</c>.</param>
/// <param name="Version">The program's.</param>
/// <param name="Replica">The name of this replica's journal in every store.</param>
/// <param name="StartedTime">When the process started.</param>
/// <param name="Journals">The streams of the journal: requests, payloads, audit.</param>
/// <param name="Store">The table store.</param>
/// <param name="Disk">The disk of the data directory.</param>
/// <param name="RecentProblems">Warnings and errors of this process since it started, the newest first, at most <see cref="RecentProblems.Most"/>.</param>
internal sealed record SystemHealth(string Status, string Version, string Replica, DateTimeOffset StartedTime, IReadOnlyList<StreamHealth> Journals, StoreHealth Store, DiskHealth Disk, IReadOnlyList<Problem> RecentProblems);

/// <summary>A stream of the journal.</summary>
/// <param name="Stream"><c>requests</c>, <c>payloads</c> or <c>audit</c>.</param>
/// <param name="State"><c>ok</c>, or <c>failing</c> while it cannot be written.</param>
/// <param name="Failure">Why it cannot be written, or NULL.</param>
/// <param name="PendingBytes">Bytes in memory, on their way to the disk.</param>
/// <param name="WaitingBytes">Bytes on the disk that are no rows yet.</param>
/// <param name="OldestWaitingTime">When the oldest of those happened; NULL when everything is in the table.</param>
/// <param name="OldestWaitingSeconds">Its age; 0 when everything is in the table.</param>
/// <param name="LastTakenTime">When the table last took something, or NULL since the start.</param>
/// <param name="Trouble">Why the table does not take it, or NULL.</param>
internal sealed record StreamHealth(
    string Stream,
    string State,
    string? Failure,
    long PendingBytes,
    long WaitingBytes,
    DateTimeOffset? OldestWaitingTime,
    double OldestWaitingSeconds,
    DateTimeOffset? LastTakenTime,
    string? Trouble);

/// <summary>The table store.</summary>
/// <param name="Name">For example <c>duckdb</c>.</param>
/// <param name="State"><c>ok</c>, <c>behind</c> or <c>down</c>.</param>
/// <param name="Trouble">What is wrong with it, or NULL.</param>
internal sealed record StoreHealth(string Name, string State, string? Trouble);

/// <summary>The disk that the journal and the tables are on.</summary>
/// <param name="FreeBytes">What is left of it for this process.</param>
/// <param name="TotalBytes">Its size.</param>
internal sealed record DiskHealth(long FreeBytes, long TotalBytes);

/// <summary>A warning or an error of the log.</summary>
/// <param name="Time">When it was logged.</param>
/// <param name="Level"><c>WARNING</c>, <c>ERROR</c> or <c>CRITICAL</c>.</param>
/// <param name="Source">The part of the program that logged it.</param>
/// <param name="Message">What it says, cut to <see cref="RecentProblems.LongestMessage"/> characters.</param>
internal sealed record Problem(DateTimeOffset Time, string Level, string Source, string Message);
