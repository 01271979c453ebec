using System.Globalization;
using System.Text.Json;

namespace Weir.Spend.Prices.Import;

/// <summary>A price of an imported list: exact, and refused where nobody can have meant it.</summary>
internal static class ImportedRate
{
    // The dearest models cost hundreds of dollars: beyond this, somebody took the price of a million tokens for that of one.
    private const decimal Highest = 1_000_000;
    private const int Digits = 9;

    /// <summary>Reads a price, in USD for a million tokens.</summary>
    /// <param name="price">The price as the list states it.</param>
    /// <param name="factor">What makes it one of a million tokens.</param>
    /// <param name="member">The member that it is of, for messages.</param>
    /// <param name="model">The model that it is of, for messages.</param>
    /// <exception cref="InvalidDataException">It is no price.</exception>
    public static decimal Read(JsonElement price, decimal factor, string member, string model)
    {
        // The text and not the number: most prices of one token are no double's exact value.
        if (price.ValueKind != JsonValueKind.Number || !decimal.TryParse(price.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            throw new InvalidDataException($"'{member}' of '{model}' must be a number.");
        }

        return value >= 0 && value <= Highest / factor
            ? decimal.Round(value * factor, Digits)
            : throw new InvalidDataException($"'{member}' of '{model}' is {price.GetRawText()}: a price must be from 0 to {Highest.ToString("N0", CultureInfo.InvariantCulture)} USD for a million tokens.");
    }
}
