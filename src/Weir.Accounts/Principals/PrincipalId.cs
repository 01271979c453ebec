using System.Globalization;
using System.Security.Cryptography;

namespace Weir.Accounts.Principals;

/// <summary>Ids of principals and workspaces.</summary>
internal static class PrincipalId
{
    /// <summary>A new one: 16 random digits, and small enough (below 2^53) that a client which reads it as a floating-point number keeps it.</summary>
    public static string New() =>
        RandomNumberGenerator.GetInt32(1, 9).ToString(CultureInfo.InvariantCulture) + RandomNumberGenerator.GetString("0123456789", 15);
}
