namespace Weir.Gateway.Providers.Credentials;

/// <summary>A bearer token with an end, as a token endpoint gave it.</summary>
/// <param name="Value">The token.</param>
/// <param name="ExpiresOn">When it ends.</param>
internal readonly record struct AccessToken(string Value, DateTimeOffset ExpiresOn)
{
    // A record's own ToString would print the token.
    public override string ToString() => $"a token until {ExpiresOn:O}";
}

/// <summary>
/// A bearer token, fetched when first needed, kept, and renewed behind the requests before it ends. Requests that find none wait for
/// one fetch together; its failure is theirs all, and the next request tries anew.
/// </summary>
/// <param name="fetch">Fetches a token; what it throws must be a <see cref="CredentialsException"/> or a cancellation.</param>
/// <param name="time">The clock.</param>
internal sealed class TokenCredential(Func<CancellationToken, Task<AccessToken>> fetch, TimeProvider time) : Credential
{
    private static readonly TimeSpan RenewAhead = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan RenewAgainAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestFetch = TimeSpan.FromSeconds(30);

    private readonly Lock _renewing = new();
    private volatile Token? _token;
    private Task<Token>? _fetch;

    public override ValueTask AuthorizeAsync(HttpRequestMessage request, ReadOnlyMemory<byte>? body, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_token is not { } token || now >= token.ExpiresOn)
        {
            return WaitAsync(request, now, cancellationToken);
        }

        if (now >= token.RenewOn)
        {
            Renew(token, now);
        }

        request.Headers.TryAddWithoutValidation("Authorization", token.Header);
        return ValueTask.CompletedTask;
    }

    private async ValueTask WaitAsync(HttpRequestMessage request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Task<Token> running;
        lock (_renewing)
        {
            running = _token is { } token && now < token.ExpiresOn ? Task.FromResult(token) : _fetch ??= Start();
        }

        var fetched = await running.WaitAsync(cancellationToken);
        request.Headers.TryAddWithoutValidation("Authorization", fetched.Header);
    }

    // Whoever waited may have gone by the time it fails.
    private Task<Token> Start()
    {
        var fetching = FetchAsync();
        _ = fetching.ContinueWith(static failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return fetching;
    }

    // A failure here is nobody's yet: the old token is good for a while, and another attempt follows.
    private void Renew(Token token, DateTimeOffset now)
    {
        lock (_renewing)
        {
            if (_fetch is not null || !ReferenceEquals(_token, token))
            {
                return;
            }

            _token = token with { RenewOn = now + RenewAgainAfter };
            _fetch = Start();
        }
    }

    private async Task<Token> FetchAsync()
    {
        // The caller holds the lock, and a fetch may begin with work of its own.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            using var patience = new CancellationTokenSource(LongestFetch, time);
            var asked = time.GetUtcNow();
            var fetched = await fetch(patience.Token);
            var ahead = TimeSpan.FromTicks(Math.Min(RenewAhead.Ticks, (fetched.ExpiresOn - asked).Ticks / 4));
            return _token = new Token("Bearer " + fetched.Value, fetched.ExpiresOn, fetched.ExpiresOn - ahead);
        }
        catch (OperationCanceledException slow)
        {
            throw new CredentialsException($"The token endpoint did not answer within {LongestFetch.TotalSeconds:0} seconds. Check that it can be reached from here.", slow);
        }
        finally
        {
            lock (_renewing)
            {
                _fetch = null;
            }
        }
    }

    private sealed record Token(string Header, DateTimeOffset ExpiresOn, DateTimeOffset RenewOn)
    {
        public override string ToString() => $"a token until {ExpiresOn:O}";
    }
}
