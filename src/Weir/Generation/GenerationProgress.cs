using System.Globalization;

namespace Weir.Generation;

/// <summary>Says how far a generation is: in place on a terminal, a line for each tenth else.</summary>
internal sealed class GenerationProgress(long rows, TextWriter output, TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();
    private readonly bool _isTerminal = !Console.IsErrorRedirected;
    private long _first = -1;
    private long _tenth;

    /// <summary>Since the start.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_started);

    /// <summary>So many rows are there.</summary>
    public void Report(long done)
    {
        if (_first < 0)
        {
            // What an earlier run left is not this one's speed.
            _first = Math.Max(0, done - SliceFiles.Rows);
        }

        var speed = (done - _first) / Elapsed.TotalSeconds;
        var text = string.Create(CultureInfo.InvariantCulture, $"{done:#,0} of {rows:#,0} rows, {speed:#,0} rows/s, {TimeSpan.FromSeconds(Math.Ceiling((rows - done) / speed)):h\\:mm\\:ss} left");
        if (_isTerminal)
        {
            output.Write($"\r{text}   ");
        }
        else if (done * 10 / rows > _tenth)
        {
            _tenth = done * 10 / rows;
            output.WriteLine(text);
        }
    }

    /// <summary>Leaves the line.</summary>
    public void End()
    {
        if (_isTerminal && _first >= 0)
        {
            output.WriteLine();
        }
    }
}
