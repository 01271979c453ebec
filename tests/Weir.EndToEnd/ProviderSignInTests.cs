using Shouldly;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>Signing in with a real OpenID Connect provider, redirect by redirect.</summary>
public sealed class ProviderSignInTests(SignInServer server) : IClassFixture<SignInServer>
{
    private RunningWeir Weir => server.Weir;

    [Fact]
    public async Task A_user_whom_the_provider_vouches_for_is_signed_in_and_lands_where_they_wanted_to_be()
    {
        var (_, name) = await Weir.UserAsync();
        using var browser = new Browser(Weir.Address);
        (await browser.GetAsync("/sign-in?return_to=%2Fapi%2F2.0%2Fweir%2Fsession")).Text.ShouldContain("/sign-in/provider?return_to=%2Fapi");
        var entered = await ThroughAsync(browser, name, "/api/2.0/weir/session?x=1");
        entered.Status.ShouldBe(303, entered.Words);
        entered.Headers.Location!.ToString().ShouldBe("/api/2.0/weir/session?x=1");
        entered.SetCookie.ShouldContain("httponly", Case.Insensitive);
        var session = (await browser.GetAsync("/api/2.0/weir/session")).Json;
        session.Text("user_name").ShouldBe(name);
        session.GetProperty("session").Text("sign_in_method").ShouldBe("oidc");
        await RunningWeir.EventuallyAsync(async () => (await Weir.SqlAsync($"SELECT service_name, response.status_code FROM system.access.audit WHERE action_name = 'oidcBrowserLogin' AND user_identity.email = '{name}'")).Single().ShouldBe(["accounts", "303"]));
    }

    [Fact]
    public async Task The_case_of_an_e_mail_does_not_count()
    {
        var (_, name) = await Weir.UserAsync();
        using var browser = new Browser(Weir.Address);
        (await ThroughAsync(browser, name.ToUpperInvariant(), verified: "true")).Status.ShouldBe(303);
    }

    [Theory]
    [InlineData("stranger@example.com", null, 403, "is no user here. An account admin can add you")]
    [InlineData("stranger@notwelcome.example", null, 403, "is no user here")]
    [InlineData("admin@weir.local", "false", 403, "has not verified your e-mail address")]
    [InlineData("nameless", null, 403, "no usable claim 'email'")]
    [InlineData("refused", null, 403, "You cancelled at Example <SSO>")]
    public async Task Who_may_not_come_in_is_told_why(string person, string? verified, int status, string words)
    {
        using var browser = new Browser(Weir.Address);
        var page = await ThroughAsync(browser, person, verified: verified);
        page.Status.ShouldBe(status, page.Words);
        page.Words.ShouldContain(words);
        page.Text.ShouldNotContain("<SSO>", customMessage: "what comes from outside is encoded");
        browser.Session.ShouldBeNull();
    }

    [Fact]
    public async Task Somebody_of_an_allowed_domain_is_made_a_member_of_the_first_workspace()
    {
        var name = $"{Guid.NewGuid():N}@Welcome.example";
        using var browser = new Browser(Weir.Address);
        (await ThroughAsync(browser, name)).Status.ShouldBe(303);
        var session = (await browser.GetAsync("/api/2.0/weir/session")).Json;
        session.Text("user_name").ShouldBe(name);
        session.Text("display_name").ShouldBe("Ann Example");
        (session.Text("role"), session.GetProperty("is_account_admin").GetBoolean(), session.GetProperty("workspaces").GetArrayLength()).ShouldBe(("USER", false, 1));
    }

    [Fact]
    public async Task A_deactivated_user_is_refused()
    {
        var user = await Weir.UserAsync();
        (await Weir.Client.CallAsync("PATCH", $"{Identities.Scim}/Users/{user.Id}", """{"Operations":[{"op":"replace","value":{"active":false}}]}""")).Status.ShouldBe(200);
        using var browser = new Browser(Weir.Address);
        var page = await ThroughAsync(browser, user.Name);
        page.Status.ShouldBe(403);
        page.Words.ShouldContain("deactivated");
    }

    [Fact]
    public async Task An_answer_works_once_in_the_browser_that_asked_and_with_its_own_state()
    {
        var (_, name) = await Weir.UserAsync();
        using var browser = new Browser(Weir.Address);
        var callback = await CallbackAsync(browser, name);
        using var other = new Browser(Weir.Address);
        var stolen = await other.GetAsync(callback);
        stolen.Status.ShouldBe(400, stolen.Words);
        stolen.Words.ShouldContain("not begun in this browser");
        (await browser.GetAsync(callback.Replace("state=", "state=x", StringComparison.Ordinal))).Status.ShouldBe(400);
        (await browser.GetAsync(callback)).Status.ShouldBe(303);
        var replayed = await browser.GetAsync(callback);
        replayed.Status.ShouldBe(400, replayed.Words);
        (await other.GetAsync("/sign-in/provider/callback?error=access_denied")).Status.ShouldBeInRange(400, 499);
        (await other.GetAsync("/sign-in/provider/callback")).Status.ShouldBeInRange(400, 499);
        Weir.Log.ShouldNotContain(OpenIdProvider.ClientSecret);
    }

    [Fact]
    public async Task A_code_that_the_provider_refuses_signs_nobody_in()
    {
        using var browser = new Browser(Weir.Address);
        var callback = await CallbackAsync(browser, "admin@weir.local");
        var page = await browser.GetAsync(callback.Replace("code=", "code=made-up", StringComparison.Ordinal));
        page.Status.ShouldBe(502, page.Words);
        browser.Session.ShouldBeNull();
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("https:evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/%2Fevil.example")]
    [InlineData("/%5Cevil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("/a\r\nSet-Cookie: x=y")]
    [InlineData("/a%0d%0aSet-Cookie: x=y")]
    [InlineData("evil.example")]
    [InlineData("")]
    public async Task Nobody_is_sent_elsewhere_after_signing_in(string returnTo)
    {
        using var browser = new Browser(Weir.Address);
        var entered = await ThroughAsync(browser, "admin@weir.local", returnTo);
        (entered.Status, entered.Headers.Location!.ToString()).ShouldBe((303, "/"));
        (await browser.GetAsync("/sign-in?return_to=" + Uri.EscapeDataString(returnTo))).Status.ShouldBe(200, "who is signed in sees that, and goes nowhere");
        using var linked = new Browser(Weir.Address);
        var page = await linked.PostAsync("/sign-in/link", ("link", await server.LinkAsync()), ("return_to", returnTo));
        (page.Status, page.Headers.Location!.ToString()).ShouldBe((303, "/"));
    }

    // To the provider, where somebody signs in, and back.
    private static async Task<string> CallbackAsync(Browser browser, string person, string? returnTo = null, string? verified = null)
    {
        var begun = await browser.GetAsync("/sign-in/provider" + (returnTo is null ? string.Empty : "?return_to=" + Uri.EscapeDataString(returnTo)));
        begun.Status.ShouldBe(302, begun.Words);
        var authorize = begun.Headers.Location!.ToString();
        authorize.ShouldContain("code_challenge_method=S256");
        authorize.ShouldContain("nonce=");
        var answered = await browser.GetAsync($"{authorize}&login_hint={Uri.EscapeDataString(person)}{(verified is null ? string.Empty : "&verified=" + verified)}");
        answered.Status.ShouldBe(302, answered.Text);
        return answered.Headers.Location!.ToString();
    }

    private static async Task<Page> ThroughAsync(Browser browser, string person, string? returnTo = null, string? verified = null) =>
        await browser.GetAsync(await CallbackAsync(browser, person, returnTo, verified));
}
