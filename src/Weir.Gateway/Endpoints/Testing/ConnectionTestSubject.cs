using Weir.Accounts;
using Weir.Accounts.Http;
using Weir.Accounts.Permissions;

namespace Weir.Gateway.Endpoints.Testing;

/// <summary>Makes a document into the destination that is tested: with the stored secret where it may be used, and with the rule on private addresses that requests have.</summary>
internal sealed class ConnectionTestSubject(EndpointCatalog catalog, PermissionDirectory permissions, ICredentialProtector protector)
{
    /// <summary>The destination.</summary>
    /// <exception cref="ApiException">The document is not right, or the caller may not manage the endpoint that it names.</exception>
    public Destination Of(Caller caller, ConnectionTestDocument document)
    {
        var destination = document.Destination ?? throw ApiException.Invalid("'destination' is missing. It is a destination as an endpoint has it.");
        EndpointRules.CheckDestination("destination", destination);
        var model = destination.ExternalModelConfig!;
        ModelRules.CheckServiceAccount(destination.Name!, model.ServiceAccountJson);
        var author = EndpointAuthor.Of(caller);
        if (document.EndpointName is not { } name)
        {
            author.RequireMayUseServerIdentity(model);
            return EndpointCatalog.DestinationOf(destination, model, string.Empty, author.IsAccountAdmin);
        }

        var endpoint = catalog.FindStored(caller.WorkspaceId, name) ?? throw EndpointEditor.NotFound(name);
        permissions.Require(caller, EndpointPermissions.Of(endpoint), ObjectType.CanManage);
        var tested = WithStoredSecret(endpoint, destination);
        if (!DestinationsOf(endpoint.Document).Any(other => ModelSecret.IsServerIdentity(other.ExternalModelConfig!) && ModelSecret.GoToSamePlace(other.ExternalModelConfig!, tested)))
        {
            author.RequireMayUseServerIdentity(tested);
        }

        return EndpointCatalog.DestinationOf(destination, tested, string.Empty, author.AllowsPrivateAddress(endpoint, With(endpoint, destination)));
    }

    // A stored secret goes where it was given for and nowhere else: whoever could choose the address could read it there.
    private ModelDocument WithStoredSecret(StoredEndpoint endpoint, DestinationDocument destination)
    {
        var model = destination.ExternalModelConfig!;
        if (ModelSecret.IsIn(model))
        {
            return model;
        }

        var namesakes = DestinationsOf(endpoint.Document).Where(other => other.Name == destination.Name).Select(other => other.ExternalModelConfig!).ToList();
        if (namesakes.Find(other => ModelSecret.GoToSamePlace(other, model)) is { } stored)
        {
            return ModelSecret.Map(ModelSecret.Keep(model, stored), protector.Unprotect);
        }

        return namesakes.Exists(ModelSecret.IsIn)
            ? throw ApiException.Invalid($"The stored key of '{destination.Name}' is for its provider at its address, and this is another. State 'destination.external_model_config.api_key' (or what the provider takes) again to test it.")
            : model;
    }

    private static IEnumerable<DestinationDocument> DestinationsOf(EndpointDocument document) => document.Config!.Destinations!.Concat(document.Config.Fallbacks ?? []);

    // The endpoint as it would be if the tested destination were saved.
    private static EndpointDocument With(StoredEndpoint endpoint, DestinationDocument destination)
    {
        var config = endpoint.Document.Config!;
        var isFallback = config.Destinations!.TrueForAll(other => other.Name != destination.Name) && config.Fallbacks?.Exists(other => other.Name == destination.Name) == true;
        return endpoint.Document with
        {
            Config = isFallback ? config with { Fallbacks = Put(config.Fallbacks!) } : config with { Destinations = Put(config.Destinations!) },
        };

        List<DestinationDocument> Put(List<DestinationDocument> before) => [.. before.Where(other => other.Name != destination.Name), destination];
    }
}
