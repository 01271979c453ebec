using Shouldly;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>A gateway with a real OpenID Connect provider, and room for the many attempts that tests make from one address.</summary>
public sealed class SignInServer : IAsyncLifetime
{
    private OpenIdProvider _provider = null!;

    public RunningWeir Weir { get; } = new();

    public async ValueTask InitializeAsync()
    {
        _provider = await OpenIdProvider.StartAsync();
        Weir.Set("WEIR_SignIn__AttemptsPerMinute", "10000");
        Weir.Set("WEIR_SignIn__OpenIdConnect__Authority", _provider.Address);
        Weir.Set("WEIR_SignIn__OpenIdConnect__ClientId", OpenIdProvider.ClientId);
        Weir.Set("WEIR_SignIn__OpenIdConnect__ClientSecret", OpenIdProvider.ClientSecret);
        Weir.Set("WEIR_SignIn__OpenIdConnect__DisplayName", "Example <SSO>");
        Weir.Set("WEIR_SignIn__OpenIdConnect__CreateUsers", "true");
        Weir.Set("WEIR_SignIn__OpenIdConnect__AllowedDomains", "welcome.example");
        Weir.Set("WEIR_TRUSTED_PROXIES", "127.0.0.1");
        await Weir.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Weir.DisposeAsync();
        await _provider.DisposeAsync();
    }

    /// <summary>The secret of a one-time link for a user.</summary>
    internal async Task<string> LinkAsync(string? user = null)
    {
        var (status, made) = await Weir.Client.CallAsync("POST", "/api/2.0/weir/sign-in-links", new { user_name = user });
        status.ShouldBe(200, made.ToString());
        return made.Text("url");
    }

    /// <summary>A browser in which a user is signed in, by a link.</summary>
    internal async Task<Browser> SignedInAsync(string user)
    {
        var browser = new Browser(Weir.Address);
        var page = await browser.PostAsync("/sign-in/link", ("link", await LinkAsync(user)));
        page.Status.ShouldBe(303, page.Words);
        return browser;
    }
}
