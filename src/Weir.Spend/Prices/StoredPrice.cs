using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Weir.Spend.Prices;

/// <summary>A price that was entered or imported.</summary>
/// <param name="Entry">The price.</param>
/// <param name="CreatedBy">Who entered it.</param>
/// <param name="CreatedTime">When, UTC.</param>
public sealed record StoredPrice(PriceOverride Entry, string CreatedBy, DateTime CreatedTime)
{
    /// <summary>Made of everything that a price is for, so that entering it again replaces it: 16 hexadecimal digits.</summary>
    public string Id => field ??= IdOf(Entry);

    private static string IdOf(PriceOverride entry)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{entry.Layer}|{entry.Provider}|{entry.Model.ToLowerInvariant()}|{entry.ValidFrom:O}|{entry.ServiceTier}|{entry.UsageType.ToSql()}|{entry.ContextTier}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 8));
    }
}
