using System.Text;
using System.Text.Json;

namespace Weir.StandIn.Coding;

/// <summary>An answer that streams, event by event.</summary>
internal sealed class AnswerEvents
{
    private readonly MemoryStream _body = new();
    private readonly List<int> _ends = [];

    /// <summary>Adds an event.</summary>
    /// <param name="data">What it holds.</param>
    /// <param name="name">Its name, where the dialect names events.</param>
    public void Add(object data, string? name = null)
    {
        var text = (name is null ? string.Empty : $"event: {name}\n") + $"data: {JsonSerializer.Serialize(data)}\n\n";
        _body.Write(Encoding.UTF8.GetBytes(text));
        _ends.Add((int)_body.Length);
    }

    /// <summary>The answer.</summary>
    /// <param name="beforeTheEnd">The stream's end comes so long after its last event.</param>
    public StandInAnswer ToAnswer(TimeSpan beforeTheEnd = default) => new()
    {
        ContentType = "text/event-stream",
        Body = _body.ToArray(),
        SplitAt = _ends,
        BeforePiece = beforeTheEnd == default ? null : (_ends.Count, Task.Delay(beforeTheEnd)),
    };
}
