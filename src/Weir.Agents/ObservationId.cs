using System.Security.Cryptography;
using System.Text;

namespace Weir.Agents;

/// <summary>Names things by what they are, so that a thing told twice has one name.</summary>
public static class ObservationId
{
    /// <summary>The identifier of what these parts say; the same parts give the same one, on every machine.</summary>
    public static Guid Of(params ReadOnlySpan<string?> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var part in parts)
        {
            // The lengths keep ("ab", "c") and ("a", "bc") apart.
            var bytes = Encoding.UTF8.GetBytes(part ?? string.Empty);
            BitConverter.TryWriteBytes(length, part is null ? -1 : bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return new Guid(hash.GetHashAndReset().AsSpan(0, 16));
    }
}
