using Weir.Accounts;
using Weir.Accounts.Http;

namespace Weir.Dashboards.Library;

/// <summary>The folders that dashboards are in. There are two: one's own, and the shared one; neither gives anybody a right.</summary>
internal static class DashboardFolder
{
    private const string Shared = "/Shared";
    private const string Workspace = "/Workspace";

    /// <summary>Whether a path means the shared folder; else it is the caller's own.</summary>
    /// <param name="caller">Who makes a dashboard.</param>
    /// <param name="path">As it was sent; NULL or empty for the caller's own.</param>
    /// <exception cref="ApiException">404: there is no such folder.</exception>
    public static bool IsShared(Caller caller, string? path)
    {
        if (string.IsNullOrEmpty(path))
        {
            return false;
        }

        var asked = path.StartsWith(Workspace + "/", StringComparison.Ordinal) ? path[Workspace.Length..] : path;
        return asked == Shared || (string.Equals(asked, OwnOf(caller.PrincipalName), StringComparison.OrdinalIgnoreCase)
            ? false
            : throw ApiException.NotFound($"Path ({path}) doesn't exist."));
    }

    /// <summary>The path of the folder that a dashboard is in.</summary>
    /// <param name="dashboard">The dashboard.</param>
    /// <param name="owner">The name of its owner; NULL for one who was deleted.</param>
    public static string PathOf(Dashboard dashboard, string? owner) =>
        dashboard.TrashTime is not null ? $"{OwnOf(owner ?? dashboard.OwnerId)}/Trash" : dashboard.IsInSharedFolder ? Shared : OwnOf(owner ?? dashboard.OwnerId);

    private static string OwnOf(string name) => $"/Users/{name}";
}
