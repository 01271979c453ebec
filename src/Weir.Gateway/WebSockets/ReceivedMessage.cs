namespace Weir.Gateway.WebSockets;

/// <summary>What came from a client.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The text of a message.</param>
internal readonly record struct ReceivedMessage(ReceivedKind Kind, ReadOnlyMemory<byte> Text = default);

/// <summary>What can come from a client.</summary>
internal enum ReceivedKind
{
    /// <summary>A whole text.</summary>
    Text,

    /// <summary>Bytes that are no text.</summary>
    Binary,

    /// <summary>The beginning of a message that is too long.</summary>
    TooLong,

    /// <summary>The client closes, or is gone.</summary>
    End,
}
