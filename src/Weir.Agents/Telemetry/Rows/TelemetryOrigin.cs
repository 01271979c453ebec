using Weir.Agents.Telemetry.Protocol;

namespace Weir.Agents.Telemetry.Rows;

/// <summary>What sent telemetry, and the part of its code that made it.</summary>
internal sealed class TelemetryOrigin(Resource? resource, string resourceSchemaUrl, InstrumentationScope? scope, string scopeSchemaUrl)
{
    private string? _identity;

    public AttributeSet Resource { get; } = AttributeSet.Of(resource?.Attributes);

    public uint ResourceDropped => resource?.DroppedAttributesCount ?? 0;

    public string ResourceSchemaUrl => resourceSchemaUrl;

    public string ScopeName => scope?.Name ?? string.Empty;

    public string ScopeVersion => scope?.Version ?? string.Empty;

    public AttributeSet Scope { get; } = AttributeSet.Of(scope?.Attributes);

    public uint ScopeDropped => scope?.DroppedAttributesCount ?? 0;

    public string ScopeSchemaUrl => scopeSchemaUrl;

    /// <summary>The same for the same origin.</summary>
    public string Identity => _identity ??= ObservationId.Of(Resource.Identity, ScopeName, ScopeVersion, Scope.Identity).ToString("N");
}
