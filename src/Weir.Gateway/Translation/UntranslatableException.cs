namespace Weir.Gateway.Translation;

/// <summary>A request that cannot be said in another dialect: the client gets a 400 that names the field.</summary>
internal sealed class UntranslatableException(string field, string why) : Exception($"'{field}' {why}")
{
    /// <summary>Where it stands in the request.</summary>
    public string Field { get; } = field;
}
