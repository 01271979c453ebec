using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Agents.Cursor;
using Weir.Agents.Tests.Telemetry;
using Weir.Usage.Telemetry;

namespace Weir.Agents.Tests.Cursor;

/// <summary>The importer as a host runs it, against the stand-in, with a clock that is moved by hand.</summary>
internal sealed class CursorRun : IAsyncDisposable
{
    public const string Key = "crsr_secret-of-the-team";
    public const string Workspace = "1234567890123456";
    public static readonly DateTimeOffset Start = new(2026, 11, 26, 10, 20, 0, TimeSpan.Zero);

    // Usage and commits.
    private const int Lists = 2;
    private readonly ServiceProvider _services;
    private readonly IHostedService _import;
    private readonly LogLines _log = new();

    private CursorRun(string url, PauseClock clock, CollectingJournal journal, Action<CursorOptions>? configure, IReadOnlyList<string> users)
    {
        (Clock, Journal) = (clock, journal);
        var options = new CursorOptions { ApiKey = Key, BaseUrl = url, WorkspaceId = Workspace };
        configure?.Invoke(options);
        _services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_log))
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton<ITelemetryJournal>(journal)
            .AddSingleton<ICursorUsers>(new KnownUsers(users))
            .AddCursorImport(options)
            .BuildServiceProvider();
        _import = _services.GetServices<IHostedService>().Single();
    }

    public PauseClock Clock { get; }

    public CollectingJournal Journal { get; }

    /// <summary>What was logged at the level of a warning or above.</summary>
    public IReadOnlyCollection<string> Complaints => [.. _log.Lines.Where(line => line.Level >= LogLevel.Warning).Select(line => line.Text)];

    /// <summary>All that was logged, by the HTTP client too, with what exceptions say.</summary>
    public string Everything => string.Join('\n', _log.Lines.Select(line => line.Text));

    public IReadOnlyList<JsonElement> Edits => Journal.Observations("edit");

    /// <summary>Starts the importer. It asks at once.</summary>
    public static async Task<CursorRun> StartAsync(CursorStandIn standIn, CollectingJournal? journal = null, DateTimeOffset? start = null, Action<CursorOptions>? configure = null, params string[] users)
    {
        var run = new CursorRun(standIn.Url, new PauseClock(start ?? Start), journal ?? new CollectingJournal(), configure, users);
        await run._import.StartAsync(CancellationToken.None);
        return run;
    }

    /// <summary>Starts the importer, and waits until it has read both lists and rests.</summary>
    public static async Task<CursorRun> ImportAsync(CursorStandIn standIn, CollectingJournal? journal = null, DateTimeOffset? start = null, Action<CursorOptions>? configure = null, params string[] users)
    {
        var run = await StartAsync(standIn, journal, start, configure, users);
        await run.RestAsync();
        return run;
    }

    /// <summary>Waits until both lists rest; answers how long.</summary>
    public async Task<TimeSpan[]> RestAsync()
    {
        var pauses = new TimeSpan[Lists];
        for (var i = 0; i < Lists; i++)
        {
            pauses[i] = await Clock.PauseAsync();
        }

        return [.. pauses.Order()];
    }

    /// <summary>Moves the clock on by an hour and waits until both lists were read again.</summary>
    public async Task AgainAsync()
    {
        Clock.Advance(TimeSpan.FromHours(1));
        await RestAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _import.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }

    private sealed class LogLines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<(LogLevel Level, string Text)> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue((logLevel, $"{formatter(state, exception)} {exception}"));

        public void Dispose()
        {
        }
    }

    private sealed class KnownUsers(IReadOnlyList<string> names) : ICursorUsers
    {
        public string? RequesterOf(string email) => names.FirstOrDefault(name => name.Equals(email, StringComparison.OrdinalIgnoreCase));
    }
}
