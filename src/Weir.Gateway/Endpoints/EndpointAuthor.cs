using Weir.Accounts;
using Weir.Accounts.Http;

namespace Weir.Gateway.Endpoints;

/// <summary>Who writes an endpoint's document, and what only an account admin may write there.</summary>
/// <param name="Name">The principal's name.</param>
/// <param name="IsAccountAdmin">Whether it administers the account.</param>
public sealed record EndpointAuthor(string Name, bool IsAccountAdmin)
{
    /// <summary>The author that a caller is.</summary>
    public static EndpointAuthor Of(Caller caller) => new(caller.PrincipalName, caller.IsAccountAdmin);

    // A destination that somebody else wrote is not blessed by an admin's edit of another one beside it.
    internal bool AllowsPrivateAddress(StoredEndpoint before, EndpointDocument after)
    {
        var known = ModelsOf(before.Document).ToList();
        var kept = ModelsOf(after).Count(model => known.Exists(other => ModelSecret.GoToSamePlace(other, model)));
        return kept == ModelsOf(after).Count() ? before.AllowPrivateAddress : IsAccountAdmin && (before.AllowPrivateAddress || kept == 0);
    }

    // A table of payloads is shared by its name, so that anyone's endpoint could write into another's.
    internal void RequireMayName(InferenceTableDocument? table, InferenceTableDocument? before)
    {
        if (!IsAccountAdmin && table is not null && table != before)
        {
            throw new ApiException(403, "PERMISSION_DENIED", "Only an account admin can set 'config.inference_table'.");
        }
    }

    // The server's own identity at a cloud goes to whatever address the destination has, and its owner pays.
    internal void RequireMayUseServerIdentity(EndpointDocument document, EndpointDocument? before)
    {
        var known = before is null ? [] : ModelsOf(before).Where(ModelSecret.IsServerIdentity).ToList();
        foreach (var model in ModelsOf(document).Where(model => ModelSecret.IsServerIdentity(model) && !known.Exists(other => ModelSecret.GoToSamePlace(other, model))))
        {
            RequireMayUseServerIdentity(model);
        }
    }

    internal void RequireMayUseServerIdentity(ModelDocument model)
    {
        if (!IsAccountAdmin && ModelSecret.IsServerIdentity(model))
        {
            throw new ApiException(403, "PERMISSION_DENIED", $"A destination of the provider {model.Provider} without a credential of its own would use the server's. Only an account admin can make one; give it a key of your own.");
        }
    }

    private static IEnumerable<ModelDocument> ModelsOf(EndpointDocument document) =>
        document.Config!.Destinations!.Concat(document.Config.Fallbacks ?? []).Select(destination => destination.ExternalModelConfig!);
}
