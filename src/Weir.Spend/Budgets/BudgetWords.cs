using System.Text.Json;

namespace Weir.Spend.Budgets;

/// <summary>The words of the API for keys and periods, for example <c>USER_DEFAULT</c>.</summary>
internal static class BudgetWords
{
    public static string ToApi<TWord>(this TWord word)
        where TWord : struct, Enum => JsonNamingPolicy.SnakeCaseUpper.ConvertName(word.ToString());

    public static IEnumerable<string> Of<TWord>()
        where TWord : struct, Enum => Enum.GetValues<TWord>().Select(word => word.ToApi());
}
