namespace Weir.Health;

/// <summary>Keeps the last warnings and errors of the log in memory, so that an operator who has only a browser sees them.</summary>
internal sealed class RecentProblems(TimeProvider time) : ILoggerProvider
{
    /// <summary>At most so many are kept.</summary>
    public const int Most = 100;

    /// <summary>A longer message is cut.</summary>
    public const int LongestMessage = 1000;

    private readonly Queue<Problem> _problems = new(Most);
    private readonly Lock _lock = new();

    /// <summary>The newest first.</summary>
    public IReadOnlyList<Problem> List()
    {
        lock (_lock)
        {
            return [.. _problems.Reverse()];
        }
    }

    public ILogger CreateLogger(string categoryName) => new ProblemLogger(this, categoryName);

    public void Dispose()
    {
    }

    private DateTimeOffset Now => time.GetUtcNow();

    private void Add(Problem problem)
    {
        lock (_lock)
        {
            if (_problems.Count == Most)
            {
                _problems.Dequeue();
            }

            _problems.Enqueue(problem);
        }
    }

    private sealed class ProblemLogger(RecentProblems problems, string source) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
            {
                return;
            }

            var message = formatter(state, exception);
            if (exception is not null)
            {
                message = $"{message} ({exception.GetType().Name}: {exception.Message})";
            }

            problems.Add(new Problem(problems.Now, logLevel.ToString().ToUpperInvariant(), source, message.Length > LongestMessage ? message[..LongestMessage] + "…" : message));
        }
    }
}
