namespace Weir.Gateway.Providers.Credentials;

/// <summary>A key that goes into a header as it is.</summary>
internal sealed class HeaderCredential : Credential
{
    private readonly string _header;
    private readonly string? _value;

    private HeaderCredential(string header, string? value)
    {
        _header = header;
        _value = value;
    }

    /// <summary>No credential.</summary>
    public static HeaderCredential None { get; } = new("Authorization", null);

    /// <summary>A key in a header of that name; nothing when there is no key.</summary>
    public static HeaderCredential Of(string header, string? key) => new(header, string.IsNullOrEmpty(key) ? null : key);

    /// <summary>A key as a bearer token; nothing when there is no key.</summary>
    public static HeaderCredential Bearer(string? key) => string.IsNullOrEmpty(key) ? None : new("Authorization", "Bearer " + key);

    public override ValueTask AuthorizeAsync(HttpRequestMessage request, ReadOnlyMemory<byte>? body, CancellationToken cancellationToken)
    {
        if (_value is not null)
        {
            request.Headers.TryAddWithoutValidation(_header, _value);
        }

        return ValueTask.CompletedTask;
    }
}
