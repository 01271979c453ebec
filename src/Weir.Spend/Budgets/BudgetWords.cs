using System.Text.Json;

namespace Weir.Spend.Budgets;

/// <summary>The words of the API for keys and periods, for example <c>USER_DEFAULT</c>.</summary>
public static class BudgetWords
{
    /// <summary>The word.</summary>
    public static string ToApi<TWord>(this TWord word)
        where TWord : struct, Enum => JsonNamingPolicy.SnakeCaseUpper.ConvertName(word.ToString());

    internal static IEnumerable<string> Of<TWord>()
        where TWord : struct, Enum => Enum.GetValues<TWord>().Select(word => word.ToApi());
}
