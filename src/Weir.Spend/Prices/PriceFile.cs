using System.Text.Json;

namespace Weir.Spend.Prices;

/// <summary>Prices that are kept in a file, <c>WEIR_Prices__File</c>: JSON with the list <c>prices</c>, each as the API takes it. Read at each start.</summary>
public static class PriceFile
{
    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidDataException">It cannot be read; the message says why.</exception>
    public static IReadOnlyList<PriceOverride> Read(string path, IReadOnlyCollection<string> providers)
    {
        try
        {
            var document = JsonSerializer.Deserialize<Document>(File.ReadAllBytes(path), PriceDocument.Json);
            return [.. (document?.Prices ?? throw new InvalidDataException("it has no list 'prices'.")).Select(price =>
                price?.ValidFrom is null ? throw new InvalidDataException("each price needs 'valid_from': what holds must not depend on when the gateway was started.") : price.Checked(providers, PriceLayer.File, default))];
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"The file of prices {path} (WEIR_Prices__File) cannot be taken: {unreadable.Message}", unreadable);
        }
    }

    private sealed record Document(IReadOnlyList<PriceDocument?>? Prices);
}
