using System.Net;
using System.Net.Sockets;

namespace Weir.Accounts.Http;

/// <summary>
/// Whom a limit by address counts together. Addresses share a fixed number of places by their hash, so memory is bounded; of an IPv6 address the
/// network counts, since one customer has 2^64 of them.
/// </summary>
internal static class ClientNetwork
{
    private const int Places = 16384;

    /// <summary>The place of an address; one that is not known has a place too.</summary>
    public static int PlaceOf(IPAddress? address)
    {
        address = address is null ? IPAddress.None : address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bytes = address.GetAddressBytes();
        var hash = default(HashCode);
        hash.AddBytes(address.AddressFamily == AddressFamily.InterNetworkV6 ? bytes.AsSpan(0, 8) : bytes);
        return (int)((uint)hash.ToHashCode() % Places);
    }
}
