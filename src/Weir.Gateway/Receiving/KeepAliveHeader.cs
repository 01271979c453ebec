using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Weir.Gateway.Receiving;

/// <summary>The header <c>Weir-Keep-Alive</c>: after how many seconds of silence a stream's client wants a comment.</summary>
internal static class KeepAliveHeader
{
    private const string Name = "Weir-Keep-Alive";
    private const double Shortest = 1;
    private const double Longest = 300;

    /// <summary>Reads it.</summary>
    /// <param name="headers">The request's headers.</param>
    /// <param name="otherwise">What holds without it.</param>
    /// <returns>The interval, NULL for none, or why the request is refused.</returns>
    public static (TimeSpan? Interval, Refusal? Refusal) Read(IHeaderDictionary headers, TimeSpan? otherwise)
    {
        if (!headers.TryGetValue(Name, out var text))
        {
            return (otherwise, null);
        }

        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is >= Shortest and <= Longest
            ? (TimeSpan.FromSeconds(seconds), null)
            : (null, new Refusal(400, RefusalCodes.InvalidBody, $"The header {Name} must be a number of seconds from {Shortest} to {Longest}."));
    }
}
