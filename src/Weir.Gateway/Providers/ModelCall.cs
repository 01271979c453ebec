using Weir.Gateway.Dialects;

namespace Weir.Gateway.Providers;

/// <summary>One call of a model, as far as its address depends on it.</summary>
/// <param name="Operation">What is asked.</param>
/// <param name="Version">The API version that the client named in its path, for APIs that have several.</param>
/// <param name="Stream">Whether the body asks for a stream; some providers have an address of its own for it.</param>
/// <param name="Path">The path of a call that is passed through, from the API's root on (<c>/files/file-1/content</c>); else NULL.</param>
internal readonly record struct ModelCall(Operation Operation, string? Version = null, bool Stream = false, string? Path = null);
