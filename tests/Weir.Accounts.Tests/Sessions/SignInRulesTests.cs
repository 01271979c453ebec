using System.Net;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Weir.Accounts.SignIn;
using Xunit;

namespace Weir.Accounts.Tests.Sessions;

/// <summary>The rules around a sign-in: how long one waits, and where one goes after it.</summary>
public sealed class SignInRulesTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void The_wait_of_a_name_doubles_to_a_quarter_of_an_hour_and_a_success_or_calm_ends_it()
    {
        var failures = new FailedPasswords(_time);
        var waits = new List<double>();
        for (var attempt = 0; attempt < 12; attempt++)
        {
            failures.Begin("ann@example.com").ShouldBeNull();
            var wait = attempt < 4 ? TimeSpan.Zero : failures.Begin("ANN@example.com").ShouldNotBeNull("the case does not count");
            waits.Add(wait.TotalSeconds);
            _time.Advance(wait);
        }

        waits.ShouldBe([0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]);
        failures.Begin("bob@example.com").ShouldBeNull();
        failures.Succeeded("ann@example.com");
        for (var attempt = 0; attempt < 5; attempt++)
        {
            failures.Begin("ann@example.com").ShouldBeNull();
        }

        failures.Begin("ann@example.com").ShouldNotBeNull();
        _time.Advance(TimeSpan.FromMinutes(31));
        failures.Begin("ann@example.com").ShouldBeNull();
        failures.Begin("ann@example.com").ShouldBeNull("after calm it begins anew");
    }

    [Fact]
    public void An_address_s_attempts_are_its_own_and_a_network_of_ipv6_is_one_address()
    {
        using var limits = new AttemptLimits(new SignInOptions { AttemptsPerMinute = 2 });
        limits.Begin(IPAddress.Parse("192.0.2.1")).ShouldBeNull();
        limits.Begin(IPAddress.Parse("::ffff:192.0.2.1")).ShouldBeNull();
        limits.Begin(IPAddress.Parse("192.0.2.1")).ShouldNotBeNull().TotalSeconds.ShouldBeInRange(0, 60);
        limits.Begin(IPAddress.Parse("192.0.2.2")).ShouldBeNull();
        limits.Begin(IPAddress.Parse("2001:db8::1")).ShouldBeNull();
        limits.Begin(IPAddress.Parse("2001:db8::2")).ShouldBeNull();
        limits.Begin(IPAddress.Parse("2001:db8::3")).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("/", true)]
    [InlineData("/dashboards/1?from=2026-01-01&to=x%20y#top", true)]
    [InlineData("//evil.example", false)]
    [InlineData("/%2Fevil.example", false)]
    [InlineData("/\\evil.example", false)]
    [InlineData("/%5cevil.example", false)]
    [InlineData("/a\\b", false)]
    [InlineData("/\tb", false)]
    [InlineData("/ b", false)]
    [InlineData("/%0a", false)]
    [InlineData("/\u00e9", false)]
    [InlineData("https://evil.example", false)]
    [InlineData("a", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Only_a_path_of_this_server_is_one_to_return_to(string? asked, bool isLocal) => ReturnPath.Of(asked).ShouldBe(isLocal ? asked : null);

    [Theory]
    [InlineData("example.com", "ann@Example.com", true)]
    [InlineData("@example.com, other.example", "ann@other.example", true)]
    [InlineData("example.com", "ann@evil-example.com", false)]
    [InlineData("example.com", "ann@sub.example.com", false)]
    [InlineData("example.com", "ann@example.com@evil.example", false)]
    [InlineData("example.com", "example.com", false)]
    [InlineData("*", "anybody", true)]
    [InlineData("", "ann@example.com", false)]
    public void Only_people_of_allowed_domains_are_made_users(string domains, string name, bool isAdmitted) =>
        new ProviderOptions { CreateUsers = true, AllowedDomains = domains }.Admits(name).ShouldBe(isAdmitted);

    [Theory]
    [InlineData("http://login.example.com", "x", "Authority")]
    [InlineData("login", "x", "Authority")]
    [InlineData("https://login.example.com", null, "ClientId")]
    public void A_provider_that_cannot_be_is_named_at_the_start(string authority, string? client, string setting) =>
        new SignInOptions { OpenIdConnect = new ProviderOptions { Authority = authority, ClientId = client } }.Fault.ShouldNotBeNull().ShouldContain(setting);
}
