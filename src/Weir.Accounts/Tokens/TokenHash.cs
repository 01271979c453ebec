using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Weir.Accounts.Tokens;

/// <summary>
/// The SHA-256 of a token: all that is ever stored of one. A token has 256 random bits, so a fast hash is enough, and looking one up
/// by its hash tells an attacker's clock nothing of the token.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct TokenHash
{
    private const int LongestToken = 4096;
    private readonly UInt128 _high;
    private readonly UInt128 _low;

    private TokenHash(ReadOnlySpan<byte> digest)
    {
        _high = MemoryMarshal.Read<UInt128>(digest);
        _low = MemoryMarshal.Read<UInt128>(digest[16..]);
    }

    /// <summary>The hash of a token; false for a text that is too long to be one.</summary>
    public static bool TryCompute(ReadOnlySpan<char> token, out TokenHash hash)
    {
        if (token.Length > LongestToken)
        {
            hash = default;
            return false;
        }

        // A signed token has some 700 characters: it too is hashed without a trace on the heap.
        var length = Encoding.UTF8.GetByteCount(token);
        Span<byte> bytes = length <= 2048 ? stackalloc byte[length] : new byte[length];
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(token, bytes)], digest);
        hash = new TokenHash(digest);
        return true;
    }

    /// <summary>A hash as it was stored.</summary>
    public static TokenHash FromBytes(byte[] digest) => new(digest);

    /// <summary>The 32 bytes to store.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[SHA256.HashSizeInBytes];
        MemoryMarshal.Write(bytes, in _high);
        MemoryMarshal.Write(bytes.AsSpan(16), in _low);
        return bytes;
    }
}
