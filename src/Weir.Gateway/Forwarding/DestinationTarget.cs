using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Providers;
using Weir.Gateway.Providers.Credentials;

namespace Weir.Gateway.Forwarding;

/// <summary>What reaching a destination needs, worked out once for each version of its configuration.</summary>
internal sealed class DestinationTarget
{
    private readonly ConcurrentDictionary<ModelCall, Uri> _addresses = new();
    private readonly string _baseUrl;

    public DestinationTarget(Destination destination, HttpMessageInvoker invoker, Timeouts timeouts, CircuitBreaker circuit, long maxUploadBytes, TimeProvider time)
    {
        MaxUploadBytes = maxUploadBytes;
        Timeouts = timeouts;
        Circuit = circuit;
        Destination = destination;
        Invoker = invoker;
        Provider = ProviderRegistry.Get(destination.Model.Provider);
        ModelJson = JsonSerializer.SerializeToUtf8Bytes(destination.Model.Name);
        Credential = Provider.CredentialOf(destination.Model, new CredentialSources(invoker, time));
        _baseUrl = (destination.Model.BaseUrl ?? Provider.BaseUrlOf(destination.Model) ?? throw new InvalidOperationException($"Destination {destination.Name} has no base_url.")).TrimEnd('/');
    }

    public Destination Destination { get; }

    public HttpMessageInvoker Invoker { get; }

    public Provider Provider { get; }

    public Timeouts Timeouts { get; }

    public CircuitBreaker Circuit { get; }

    /// <summary>The largest file that is passed on, in bytes.</summary>
    public long MaxUploadBytes { get; }

    /// <summary>Shows the provider who is calling, and keeps the tokens for it.</summary>
    public Credential Credential { get; }

    /// <summary>The model's name as a JSON string in UTF-8.</summary>
    public ReadOnlyMemory<byte> ModelJson { get; }

    /// <summary>The address of a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="query">The client's query without secrets, <c>?</c> included, or empty.</param>
    public Uri AddressOf(ModelCall call, string query)
    {
        // A path that is passed through holds ids: as many addresses as there are files.
        var address = call.Path is not null
            ? AddressOf(call)
            : _addresses.GetOrAdd(call, static (key, target) => target.AddressOf(key), this);
        if (query.Length == 0 || !Provider.TakesQuery(call.Operation))
        {
            return address;
        }

        var text = address.OriginalString;
        return new Uri(text.Contains('?', StringComparison.Ordinal) ? $"{text}&{query.AsSpan(1)}" : text + query);
    }

    private Uri AddressOf(ModelCall call) => new(Provider.UrlOf(Destination.Model, _baseUrl, call));
}

/// <summary>The targets of the destinations in use; one goes when its destination's configuration goes.</summary>
internal sealed class DestinationTargets(ConnectionPools pools, GatewayOptions options, TimeProvider time)
{
    private readonly ConditionalWeakTable<Destination, DestinationTarget> _targets = [];

    public DestinationTarget Get(GatewayEndpoint endpoint, Destination destination) =>
        _targets.TryGetValue(destination, out var target) ? target : _targets.GetValue(destination, made => Open(endpoint, made));

    private DestinationTarget Open(GatewayEndpoint endpoint, Destination destination)
    {
        var own = destination.Model.Timeouts;
        var timeouts = new Timeouts(
            Seconds(own?.ConnectSeconds) ?? options.ConnectTimeout,
            Seconds(own?.FirstTokenSeconds) ?? options.FirstByteTimeout,
            Seconds(own?.IdleSeconds) ?? options.IdleTimeout,
            Seconds(own?.TotalSeconds) ?? options.TotalTimeout);
        return new DestinationTarget(destination, pools.Get(destination.Model, timeouts.Connect), timeouts, new CircuitBreaker(endpoint.CircuitBreaker, time), options.MaxUploadBytes, time);
    }

    private static TimeSpan? Seconds(double? seconds) => seconds is { } known ? TimeSpan.FromSeconds(known) : null;
}
