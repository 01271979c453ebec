namespace Weir.Agents.Cursor;

/// <summary>Cursor's API did not give what was asked for. The message says why, and what can be done about it.</summary>
internal sealed class CursorException(string message, Exception? inner = null) : Exception(message, inner);
