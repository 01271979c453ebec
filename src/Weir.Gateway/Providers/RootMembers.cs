using System.Text.Encodings.Web;
using System.Text.Json;

namespace Weir.Gateway.Providers;

/// <summary>
/// Copies a JSON object without some of its root members and with others added in front: what stays, stays byte for byte. No objects
/// are built.
/// </summary>
internal static class RootMembers
{
    // As deep as the scan of requests goes.
    private const int DeepestNesting = 512;

    /// <summary>A member whose value is a text, as JSON in UTF-8.</summary>
    public static byte[] Text(string name, string value) => JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>(StringComparer.Ordinal) { [name] = value }, Relaxed)[1..^1];

    /// <summary>A member whose value is a list of texts, as JSON in UTF-8.</summary>
    public static byte[] Texts(string name, IEnumerable<string> values) =>
        JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, IEnumerable<string>>(StringComparer.Ordinal) { [name] = values }, Relaxed)[1..^1];

    /// <summary>Whether the object has a root member of that name.</summary>
    public static bool Has(ReadOnlySpan<byte> body, string name)
    {
        var json = Open(body);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals(name))
            {
                return true;
            }

            json.Read();
            json.Skip();
        }

        return false;
    }

    /// <summary>Copies an object.</summary>
    /// <param name="body">A JSON object.</param>
    /// <param name="without">The names of the root members left out, each time they occur.</param>
    /// <param name="with">The members put in front, each as <see cref="Text"/> makes it.</param>
    /// <exception cref="JsonException">The body is not a JSON object.</exception>
    public static byte[] Copy(ReadOnlySpan<byte> body, ReadOnlySpan<string> without, ReadOnlySpan<byte[]> with)
    {
        var kept = Kept(body, without);
        var length = 2 + kept.Sum(run => run.End.Value - run.Start.Value) + Math.Max(0, kept.Count + with.Length - 1);
        foreach (var member in with)
        {
            length += member.Length;
        }

        var copy = GC.AllocateUninitializedArray<byte>(length);
        copy[0] = (byte)'{';
        var position = 1;
        foreach (var member in with)
        {
            Put(member, copy, ref position);
        }

        foreach (var run in kept)
        {
            Put(body[run], copy, ref position);
        }

        copy[position] = (byte)'}';
        return copy;
    }

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static void Put(ReadOnlySpan<byte> members, byte[] copy, ref int position)
    {
        if (position > 1)
        {
            copy[position++] = (byte)',';
        }

        members.CopyTo(copy.AsSpan(position));
        position += members.Length;
    }

    // Members that stand side by side are one run, white space and commas between them included.
    private static List<Range> Kept(ReadOnlySpan<byte> body, ReadOnlySpan<string> without)
    {
        var kept = new List<Range>(without.Length + 1);
        var json = Open(body);
        var start = -1;
        var end = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (!IsOneOf(ref json, without))
            {
                start = start < 0 ? (int)json.TokenStartIndex : start;
                json.Read();
                json.Skip();
                end = (int)json.BytesConsumed;
                continue;
            }

            if (start >= 0)
            {
                kept.Add(start..end);
                start = -1;
            }

            json.Read();
            json.Skip();
        }

        if (start >= 0)
        {
            kept.Add(start..end);
        }

        return kept;
    }

    private static bool IsOneOf(ref Utf8JsonReader json, ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (json.ValueTextEquals(name))
            {
                return true;
            }
        }

        return false;
    }

    private static Utf8JsonReader Open(ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = DeepestNesting });
        return json.Read() && json.TokenType == JsonTokenType.StartObject ? json : throw new JsonException("The body is not a JSON object.");
    }
}
