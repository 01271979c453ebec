using System.Diagnostics;
using System.Net.Http.Json;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>Signing in with links and passwords, the sessions that come of it, and their ends.</summary>
public sealed class SignInTests(SignInServer server) : IClassFixture<SignInServer>
{
    private const string Password = "correct horse battery staple";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private RunningWeir Weir => server.Weir;

    [Fact]
    public async Task A_one_time_link_works_once()
    {
        var (_, name) = await Weir.UserAsync();
        var link = await server.LinkAsync(name);
        link.ShouldStartWith(Weir.Address + "/sign-in#link=");
        using var first = new Browser(Weir.Address, "Mozilla/5.0 (first)");
        var entered = await first.PostAsync("/sign-in/link", ("link", link), ("return_to", "/dashboards?a=b"));
        (entered.Status, entered.Headers.Location!.ToString()).ShouldBe((303, "/dashboards?a=b"));
        using var second = new Browser(Weir.Address);
        var refused = await second.PostAsync("/sign-in/link", ("link", link));
        refused.Status.ShouldBe(401);
        refused.Words.ShouldContain("works once");
        second.Session.ShouldBeNull();
        var session = (await first.CallAsync("GET", "/api/2.0/weir/sessions")).Json.GetProperty("sessions")[0];
        (session.Text("user_agent"), session.Text("ip_address"), session.Text("sign_in_method"), session.GetProperty("is_current").GetBoolean()).ShouldBe(("Mozilla/5.0 (first)", "127.0.0.1", "link", true));
        await AuditedAsync("tokenLogin", name, "303");
        await RunningWeir.EventuallyAsync(async () => (await Weir.SqlAsync("SELECT 1 FROM system.access.audit WHERE action_name = 'tokenLogin' AND response.status_code = 401")).ShouldNotBeEmpty());
        (await Weir.SqlAsync("SELECT CAST(request_params AS STRING) FROM system.access.audit")).ShouldAllBe(row => row[0] == null || !row[0]!.Contains(link.Split('=')[1], StringComparison.Ordinal));
        Weir.Log.ShouldNotContain(link.Split('=')[1]);
    }

    [Fact]
    public async Task The_command_line_makes_a_link_and_only_for_an_account_admin()
    {
        var (_, name) = await Weir.UserAsync();
        var (code, output, _) = await VerbAsync(RunningWeir.AdminToken, "--user", name);
        code.ShouldBe(0);
        using var browser = new Browser(Weir.Address);
        (await browser.PostAsync("/sign-in/link", ("link", output.Trim()))).Status.ShouldBe(303);
        (await browser.CallAsync("GET", "/api/2.0/weir/session")).Json.Text("user_name").ShouldBe(name);
        (await VerbAsync(RunningWeir.AdminToken, "--user", "nobody@example.com")).Errors.ShouldContain("There is no user");
        using var member = await Weir.ClientOfAsync(name);
        (await VerbAsync(member.DefaultRequestHeaders.Authorization!.Parameter!)).ShouldSatisfyAllConditions(ran => ran.Code.ShouldBe(1), ran => ran.Errors.ShouldContain("Only an account admin"));
        using var limited = await Weir.ClientOfAsync("admin@weir.local", ["authentication"]);
        (await limited.CallAsync("POST", "/api/2.0/weir/sign-in-links", new { })).Status.ShouldBe(403, "a limited token makes no session, which has no limits");
    }

    [Fact]
    public async Task A_session_opens_the_api_and_the_data_plane_and_is_no_token_of_a_list()
    {
        var (id, name) = await Weir.UserAsync();
        using var browser = await server.SignedInAsync(name);
        (await browser.CallAsync("GET", $"{Identities.Scim}/Me")).Json.Text("userName").ShouldBe(name);
        (await browser.CallAsync("POST", "/openai/v1/chat/completions", new { model = "sandbox", messages = Array.Empty<object>() })).Status.ShouldBe(200);
        (await browser.CallAsync("GET", "/openai/v1/models")).Status.ShouldBe(200);
        (await browser.CallAsync("GET", "/api/2.0/token/list")).Json.GetProperty("token_infos").GetArrayLength().ShouldBe(0);
        (await Weir.Client.CallAsync("GET", $"/api/2.0/token-management/tokens?created_by_id={id}")).Body.GetProperty("token_infos").GetArrayLength().ShouldBe(0);
        var session = (await browser.CallAsync("GET", "/api/2.0/weir/sessions")).Json.GetProperty("sessions")[0].Text("session_id");
        (await Weir.Client.CallAsync("GET", $"/api/2.0/token-management/tokens/{session}")).Status.ShouldBe(404);
        (await Weir.Client.CallAsync("POST", "/api/2.0/token/delete", new { token_id = session })).Status.ShouldBe(404);

        // Each secret in its own place alone.
        using var asToken = Weir.NewClient(browser.Session!);
        (await asToken.CallAsync("GET", $"{Identities.Scim}/Me")).Status.ShouldBe(401);
        using var asCookie = new Browser(Weir.Address);
        (await asCookie.GetAsync($"{Identities.Scim}/Me", ("Cookie", "weir-session=" + RunningWeir.AdminToken))).Status.ShouldBe(401);
        (await browser.GetAsync($"{Identities.Scim}/Me", ("Authorization", "Bearer wrong"))).Status.ShouldBe(401, "credentials of its own decide, also where they are wrong");
    }

    [Theory]
    [InlineData("POST", 403, "Sec-Fetch-Site", "cross-site")]
    [InlineData("POST", 403, "Sec-Fetch-Site", "same-site")]
    [InlineData("POST", 403, "Sec-Fetch-Site", "none")]
    [InlineData("POST", 403, "Origin", "https://evil.example")]
    [InlineData("POST", 403, "Origin", "null")]
    [InlineData("POST", 403, "X-Nothing", "at all")]
    [InlineData("POST", 200, "Sec-Fetch-Site", "same-origin")]
    [InlineData("POST", 200, "Origin", "own")]
    [InlineData("GET", 403, "Sec-Fetch-Site", "cross-site")]
    [InlineData("GET", 200, "Sec-Fetch-Site", "none")]
    [InlineData("GET", 200, "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document")]
    [InlineData("GET", 403, "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "iframe")]
    public async Task A_session_is_used_from_our_own_pages_alone(string method, int status, params string[] headers)
    {
        using var browser = await server.SignedInAsync((await Weir.UserAsync()).Name);
        var said = headers.Chunk(2).Select(pair => (pair[0], pair[1] == "own" ? Weir.Address : pair[1])).ToArray();
        HttpContent Body() => JsonContent.Create(new { statement = "SELECT 1" });
        var api = method == "GET" ? await browser.GetAsync("/api/2.0/sql/warehouses", said) : await browser.SendAsync(HttpMethod.Post, "/api/2.0/sql/statements", Body(), said);
        api.Status.ShouldBe(status, api.Text);
        var plane = method == "GET"
            ? await browser.GetAsync("/openai/v1/models", said)
            : await browser.SendAsync(HttpMethod.Post, "/openai/v1/chat/completions", JsonContent.Create(new { model = "sandbox", messages = Array.Empty<object>() }), said);
        plane.Status.ShouldBe(status, plane.Text);
        if (method == "POST" && status == 403)
        {
            api.Json.Text("message").ShouldContain("does not come from a page of this server");
            (await browser.SendAsync(HttpMethod.Post, "/sign-out", new FormUrlEncodedContent([]), said)).Status.ShouldBe(403);
            (await browser.CallAsync("GET", "/api/2.0/weir/session")).Status.ShouldBe(200, "nobody else signs a person out");
            using var stranger = new Browser(Weir.Address);
            (await stranger.SendAsync(HttpMethod.Post, "/sign-in/link", new FormUrlEncodedContent([KeyValuePair.Create("link", await server.LinkAsync())]), said)).Status.ShouldBe(403, "nor in");
        }
    }

    [Fact]
    public async Task Signing_out_ends_the_session_here_and_everywhere_ends_all()
    {
        var (_, name) = await Weir.UserAsync();
        using var laptop = await server.SignedInAsync(name);
        using var phone = await server.SignedInAsync(name);
        using var office = await server.SignedInAsync(name);
        var secret = office.Session!;
        var left = await office.PostAsync("/sign-out");
        (left.Status, office.Session).ShouldBe((303, null));
        using var thief = new Browser(Weir.Address);
        (await thief.GetAsync("/api/2.0/weir/session", ("Cookie", "weir-session=" + secret))).Status.ShouldBe(401, "the secret is worth nothing, not only forgotten");
        await AuditedAsync("logout", name, "303");
        (await phone.CallAsync("GET", "/api/2.0/weir/session")).Status.ShouldBe(200);

        using var other = await Weir.ClientOfAsync((await Weir.UserAsync()).Name);
        (await other.CallAsync("POST", "/api/2.0/weir/sessions/revoke-all", new { user_name = name })).Status.ShouldBe(403);
        (await other.CallAsync("GET", $"/api/2.0/weir/sessions?user_name={name}")).Status.ShouldBe(403);
        (await laptop.CallAsync("POST", "/api/2.0/weir/sessions/revoke-all", new { })).Json.GetProperty("ended").GetInt32().ShouldBe(2);
        foreach (var browser in new[] { laptop, phone })
        {
            (await browser.CallAsync("GET", "/api/2.0/weir/session")).Status.ShouldBe(401);
        }
    }

    [Fact]
    public async Task One_session_is_ended_by_its_owner_or_an_account_admin_and_by_nobody_else()
    {
        var (id, name) = await Weir.UserAsync();
        using var here = await server.SignedInAsync(name);
        using var there = await server.SignedInAsync(name);
        var current = (await there.CallAsync("GET", "/api/2.0/weir/session")).Json.GetProperty("session").Text("session_id");
        using var other = await server.SignedInAsync((await Weir.UserAsync()).Name);
        (await other.CallAsync("DELETE", $"/api/2.0/weir/sessions/{current}")).Status.ShouldBe(404);
        (await here.CallAsync("DELETE", $"/api/2.0/weir/sessions/{current}")).Status.ShouldBe(200);
        (await there.CallAsync("GET", "/api/2.0/weir/session")).Status.ShouldBe(401);
        (await Weir.Client.CallAsync("POST", "/api/2.0/weir/sessions/revoke-all", new { user_name = name })).Body.GetProperty("ended").GetInt32().ShouldBe(1);
        (await here.CallAsync("GET", "/api/2.0/weir/session")).Status.ShouldBe(401);

        using var last = await server.SignedInAsync(name);
        (await Weir.Client.CallAsync("PATCH", $"{Identities.Scim}/Users/{id}", """{"Operations":[{"op":"replace","value":{"active":false}}]}""")).Status.ShouldBe(200);
        (await last.CallAsync("GET", "/api/2.0/weir/session")).Status.ShouldBe(401, "who is deactivated is out at once");
    }

    [Fact]
    public async Task A_session_moves_to_a_workspace_of_its_user_and_to_no_other()
    {
        var user = await Weir.UserAsync();
        using var browser = await server.SignedInAsync(user.Name);
        var account = (await browser.CallAsync("GET", "/api/2.0/weir/session")).Json.Text("account_id");
        var made = (await Weir.Client.CallAsync("POST", $"/api/2.0/accounts/{account}/workspaces", new { workspace_name = $"w{Guid.NewGuid():N}"[..20] })).Body;
        var workspace = made.GetProperty("workspace_id").ToString();
        (await browser.CallAsync("PUT", "/api/2.0/weir/session", new { workspace_id = workspace })).Status.ShouldBe(403);
        (await browser.CallAsync("PUT", "/api/2.0/weir/session", new { workspace_id = "1" })).Status.ShouldBe(403);
        (await browser.CallAsync("PUT", "/api/2.0/weir/session", new { })).Status.ShouldBe(400);
        (await Weir.Client.CallAsync("PUT", $"/api/2.0/accounts/{account}/workspaces/{workspace}/permissionassignments/principals/{user.Id}", new { permissions = new[] { "ADMIN" } })).Status.ShouldBe(200);
        (await browser.CallAsync("PUT", "/api/2.0/weir/session", new { workspace_id = workspace })).Status.ShouldBe(200);
        var session = (await browser.CallAsync("GET", "/api/2.0/weir/session")).Json;
        (session.Text("workspace_id"), session.Text("role"), session.GetProperty("workspaces").GetArrayLength()).ShouldBe((workspace, "ADMIN", 2));
        (await Weir.Client.CallAsync("PUT", "/api/2.0/weir/session", new { workspace_id = workspace })).Status.ShouldBe(400, "a token is for one workspace");
    }

    [Fact]
    public async Task The_page_of_who_is_signed_in_sets_a_password_and_says_what_came_of_it()
    {
        var (_, name) = await Weir.UserAsync();
        using var browser = await server.SignedInAsync(name);
        (await browser.GetAsync("/sign-in")).Words.ShouldContain(name);
        var unfit = await browser.PostAsync("/sign-in/new-password", ("password", "short"));
        unfit.Status.ShouldBe(400);
        unfit.Words.ShouldContain("from 12 to 256 characters");
        (await browser.PostAsync("/sign-in/new-password", ("password", Password))).Words.ShouldContain("The password is set.");

        using var later = new Browser(Weir.Address);
        (await later.PostAsync("/sign-in/password", ("user_name", name), ("password", Password))).Status.ShouldBe(303);
        var unasked = await later.PostAsync("/sign-in/new-password", ("password", "another good password"));
        unasked.Status.ShouldBe(403);
        unasked.Words.ShouldContain("The current password is not right.");
        (await later.PostAsync("/sign-in/new-password", ("password", "another good password"), ("current_password", Password))).Status.ShouldBe(200);
        using var nobody = new Browser(Weir.Address);
        (await nobody.PostAsync("/sign-in/new-password", ("password", Password))).Status.ShouldBe(401);
    }

    [Fact]
    public async Task A_password_is_set_in_a_session_and_signs_in_until_it_is_removed()
    {
        var (_, name) = await Weir.UserAsync();
        using var browser = await server.SignedInAsync(name);
        using var elsewhere = await server.SignedInAsync(name);
        using var token = await Weir.ClientOfAsync(name);
        (await token.CallAsync("PUT", "/api/2.0/weir/me/password", new { password = Password })).Status.ShouldBe(403, "whoever finds a token must not be able to stay");
        foreach (var unfit in new[] { "short", new string('x', 257), name })
        {
            (await browser.CallAsync("PUT", "/api/2.0/weir/me/password", new { password = unfit })).Status.ShouldBe(400);
        }

        (await browser.CallAsync("PUT", "/api/2.0/weir/me/password", new { password = Password })).Status.ShouldBe(200);
        (await elsewhere.CallAsync("GET", "/api/2.0/weir/session")).Status.ShouldBe(401, "the other sessions end");
        (await browser.CallAsync("GET", "/api/2.0/weir/session")).Status.ShouldBe(200);

        using var later = new Browser(Weir.Address);
        var wrong = await later.PostAsync("/sign-in/password", ("user_name", name), ("password", "not " + Password));
        var unknown = await later.PostAsync("/sign-in/password", ("user_name", "nobody@example.com"), ("password", Password));
        (wrong.Status, unknown.Status).ShouldBe((401, 401));
        wrong.Text.ShouldBe(unknown.Text, "who there is is nobody's to find out");
        (await later.PostAsync("/sign-in/password", ("user_name", name.ToUpperInvariant()), ("password", Password))).Status.ShouldBe(303);
        (await later.CallAsync("GET", "/api/2.0/weir/session")).Json.GetProperty("session").Text("sign_in_method").ShouldBe("password");
        await AuditedAsync("login", name, "401");
        await AuditedAsync("login", name, "303");
        (await Weir.SqlAsync("SELECT 1 FROM system.access.audit WHERE user_identity.email = 'nobody@example.com'")).ShouldBeEmpty("what nobody is called may be a password in the wrong field");

        (await later.CallAsync("PUT", "/api/2.0/weir/me/password", new { password = "another good password" })).Status.ShouldBe(403, "in a session of the password, the password is asked for");
        (await later.CallAsync("PUT", "/api/2.0/weir/me/password", new { password = "another good password", current_password = Password })).Status.ShouldBe(200);
        (await token.CallAsync("DELETE", $"/api/2.0/weir/users/{name}/password")).Status.ShouldBe(403);
        (await Weir.Client.CallAsync("DELETE", $"/api/2.0/weir/users/{name}/password")).Status.ShouldBe(200);
        (await later.CallAsync("GET", "/api/2.0/weir/session")).Status.ShouldBe(401, "its sessions end with it");
        (await later.PostAsync("/sign-in/password", ("user_name", name), ("password", "another good password"))).Status.ShouldBe(401);
    }

    [Fact]
    public async Task Wrong_passwords_make_a_name_wait_whether_or_not_it_is_anybody_s()
    {
        using var browser = new Browser(Weir.Address);
        foreach (var name in new[] { (await Weir.UserAsync()).Name, $"{Guid.NewGuid():N}@nobody.example" })
        {
            var statuses = new List<int>();
            Page last = null!;
            for (var attempt = 0; attempt < 6; attempt++)
            {
                last = await browser.PostAsync("/sign-in/password", ("user_name", name), ("password", "wrong wrong wrong"));
                statuses.Add(last.Status);
            }

            statuses.ShouldBe([401, 401, 401, 401, 401, 429]);
            last.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 30);
        }
    }

    [Theory]
    [InlineData("weir-session=")]
    [InlineData("weir-session=weir_AAAA")]
    [InlineData("weir-session=\"; ;;=,\u0001")]
    [InlineData("===;;;weir-session;=x")]
    public async Task A_cookie_that_is_none_is_nobody(string cookie)
    {
        using var browser = new Browser(Weir.Address);
        (await browser.GetAsync("/api/2.0/weir/session", ("Cookie", cookie))).Status.ShouldBeOneOf(401, 400);
        (await browser.GetAsync("/openai/v1/models", ("Cookie", cookie))).Status.ShouldBeOneOf(401, 400);
        (await browser.GetAsync("/sign-in", ("Cookie", cookie))).Status.ShouldBeOneOf(200, 400);
        (await browser.GetAsync("/api/2.0/weir/session", ("Cookie", "weir-session=" + new string('a', 100_000)))).Status.ShouldBe(431);
        (await browser.GetAsync("/api/2.0/weir/session", ("Cookie", "weir-session=" + new string('a', 20_000)))).Status.ShouldBe(401);
    }

    [Fact]
    public async Task Over_https_the_cookie_is_the_host_s_own_and_secure_and_each_sign_in_has_a_new_secret()
    {
        using var plain = new Browser(Weir.Address);
        var overHttp = (await plain.PostAsync("/sign-in/link", ("link", await server.LinkAsync()))).SetCookie;
        overHttp.ShouldStartWith("weir-session=");
        overHttp.ShouldNotContain("secure", Case.Insensitive);
        var before = plain.Session;
        (await plain.PostAsync("/sign-in/link", ("link", await server.LinkAsync()))).Status.ShouldBe(303);
        plain.Session.ShouldNotBe(before);
        using var old = new Browser(Weir.Address);
        (await old.GetAsync("/api/2.0/weir/session", ("Cookie", "weir-session=" + before))).Status.ShouldBe(401);

        // As a proxy that ends TLS passes it on.
        using var secure = new Browser(Weir.Address);
        var form = new FormUrlEncodedContent([KeyValuePair.Create("link", await server.LinkAsync())]);
        var overHttps = await secure.SendAsync(HttpMethod.Post, "/sign-in/link", form, ("X-Forwarded-Proto", "https"), ("Host", "weir.example.com"), ("Origin", "https://weir.example.com"));
        overHttps.Status.ShouldBe(303, overHttps.Words);
        overHttps.SetCookie.ShouldStartWith("__Host-weir-session=");
        foreach (var flag in new[] { "secure", "httponly", "path=/", "samesite=lax", "expires=" })
        {
            overHttps.SetCookie.ShouldContain(flag, Case.Insensitive);
        }

        overHttps.SetCookie.ShouldNotContain("domain", Case.Insensitive);
        overHttps.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var cookie = overHttps.SetCookie.Split(';')[0];
        (await secure.GetAsync("/api/2.0/weir/session", ("Cookie", cookie), ("X-Forwarded-Proto", "https"))).Status.ShouldBe(200);
        (await secure.GetAsync("/api/2.0/weir/session", ("Cookie", cookie))).Status.ShouldBe(401, "not over plain HTTP");
    }

    [Fact]
    public async Task Plain_http_elsewhere_than_at_loopback_signs_nobody_in()
    {
        using var browser = new Browser(Weir.Address);
        var page = await browser.GetAsync("/sign-in", ("Host", "weir.example.com"));
        page.Status.ShouldBe(403);
        page.Words.ShouldContain("needs HTTPS");
    }

    [Fact]
    public async Task The_page_lets_nothing_else_in()
    {
        using var browser = new Browser(Weir.Address);
        var page = await browser.GetAsync("/sign-in");
        page.Status.ShouldBe(200);
        string Header(string name) => page.Headers.GetValues(name).Single();
        Header("Content-Security-Policy").ShouldBe("default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
        (Header("X-Frame-Options"), Header("X-Content-Type-Options"), Header("Referrer-Policy"), Header("Cache-Control")).ShouldBe(("DENY", "nosniff", "same-origin", "no-store"));
        page.Text.ShouldNotContain("<script>");
        page.Text.ShouldNotContain("style=\"");
        foreach (var file in new[] { "style.css", "script.js" })
        {
            (await browser.GetAsync("/sign-in/" + file)).Status.ShouldBe(200);
        }

        var tooLarge = await browser.PostAsync("/sign-in/link", ("link", new string('x', 20_000)));
        tooLarge.Status.ShouldBe(400);
        (await browser.SendAsync(HttpMethod.Post, "/sign-in/link", JsonContent.Create(new { link = 1 }), ("Sec-Fetch-Site", "same-origin"))).Status.ShouldBe(401);
    }

    [Fact]
    public async Task An_address_that_tries_too_often_waits_and_the_first_start_prints_a_link()
    {
        await using var own = new RunningWeir();
        own.Set("WEIR_ADMIN_TOKEN", string.Empty);
        own.Set("WEIR_PUBLIC_URL", "http://localhost:9");
        own.Set("WEIR_SignIn__AttemptsPerMinute", "3");
        await own.InitializeAsync();
        var link = own.Log.Split('\n').Select(line => line.Trim()).SingleOrDefault(line => line.StartsWith("http://localhost:9/sign-in#link=", StringComparison.Ordinal)).ShouldNotBeNull(own.Log);
        using var browser = new Browser(own.Address);
        Task<Page> TryAsync(string secret) => browser.SendAsync(HttpMethod.Post, "/sign-in/link", new FormUrlEncodedContent([KeyValuePair.Create("link", secret)]), ("Origin", "http://localhost:9"));
        (await TryAsync(link)).Status.ShouldBe(303);
        (await TryAsync("wrong")).Status.ShouldBe(401);
        (await TryAsync("wrong")).Status.ShouldBe(401);
        var limited = await TryAsync("wrong");
        limited.Status.ShouldBe(429);
        limited.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 60);
        limited.Words.ShouldContain("Try again in");
    }

    private async Task AuditedAsync(string action, string user, string status) => await RunningWeir.EventuallyAsync(async () =>
        (await Weir.SqlAsync($"SELECT service_name, source_ip_address FROM system.access.audit WHERE action_name = '{action}' AND user_identity.email = '{user}' AND response.status_code = {status}")).First().ShouldBe(["accounts", "127.0.0.1"]));

    private async Task<(int Code, string Output, string Errors)> VerbAsync(string token, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "weir.dll"), "sign-in-link", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["WEIR_HOST"] = Weir.Address;
        start.Environment["WEIR_TOKEN"] = token;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(Stop);
        var errors = await process.StandardError.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        return (process.ExitCode, output, errors);
    }
}
