using System.Globalization;
using System.Text;
using Weir.Accounts.Http;

namespace Weir.Warehouse.Catalog;

/// <summary>A page of a list in the order of full names. The token is the last name of the page before, so that a table that comes or goes meanwhile moves no other.</summary>
internal static class CatalogPage
{
    private const int Most = 1000;

    /// <summary>The page.</summary>
    /// <param name="all">The whole list, in the ordinal order of <paramref name="nameOf"/>.</param>
    /// <param name="nameOf">An element's full name.</param>
    /// <param name="maxResults">At most so many, up to 1000; NULL, empty or 0 for 1000.</param>
    /// <param name="token">The token of the page before; NULL or empty for the first page.</param>
    /// <exception cref="ApiException">A parameter is none.</exception>
    public static (IReadOnlyList<T> Page, string? NextToken) Of<T>(IReadOnlyList<T> all, Func<T, string> nameOf, string? maxResults, string? token)
    {
        var most = 0;
        if (!string.IsNullOrEmpty(maxResults) && (!int.TryParse(maxResults, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most > Most))
        {
            throw ApiException.Invalid($"'max_results' must be from 0 to {Most}; 0 is {Most}.");
        }

        var after = string.IsNullOrEmpty(token) ? null : NameIn(token);
        var rest = after is null ? all : [.. all.Where(one => string.CompareOrdinal(nameOf(one), after) > 0)];
        var page = rest.Take(most == 0 ? Most : most).ToList();
        return (page, page.Count < rest.Count ? Convert.ToBase64String(Encoding.UTF8.GetBytes(nameOf(page[^1]))) : null);
    }

    private static string NameIn(string token)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(token));
        }
        catch (FormatException)
        {
            throw ApiException.Invalid("'page_token' is not a 'next_page_token' of this list.");
        }
    }
}
