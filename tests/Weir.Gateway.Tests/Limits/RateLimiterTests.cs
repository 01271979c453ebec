using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Weir.Accounts;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Limits;
using Weir.Gateway.Telemetry;
using Xunit;

namespace Weir.Gateway.Tests.Limits;

/// <summary>Which requests an endpoint's limits admit (original-product.md 1.4).</summary>
public sealed class RateLimiterTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 10, 0, 20, TimeSpan.Zero));
    private readonly RateLimiter _limiter;

    public RateLimiterTests()
    {
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        _limiter = new RateLimiter(new GatewayMetrics(meters), _time);
    }

    [Fact]
    public async Task Of_many_at_once_exactly_as_many_as_the_limit_are_admitted()
    {
        var endpoint = Endpoint(Limit("ENDPOINT", requests: 137), Limit("USER_DEFAULT", requests: 30));
        var admitted = 0;
        await Parallel.ForAsync(0, 2000, TestContext.Current.CancellationToken, (i, _) =>
        {
            if (Admits(endpoint, User($"u{i % 10}@x")))
            {
                Interlocked.Increment(ref admitted);
            }

            return ValueTask.CompletedTask;
        });

        // Ten users of thirty each would be 300: the endpoint's own limit holds.
        admitted.ShouldBe(137);
    }

    [Fact]
    public async Task What_one_limit_refuses_is_used_of_no_other()
    {
        var endpoint = Endpoint(Limit("ENDPOINT", requests: 10), Limit("USER_DEFAULT", requests: 3));
        var admitted = 0;
        await Parallel.ForAsync(0, 400, TestContext.Current.CancellationToken, (_, _) =>
        {
            if (Admits(endpoint, User("greedy@x")))
            {
                Interlocked.Increment(ref admitted);
            }

            return ValueTask.CompletedTask;
        });
        admitted.ShouldBe(3);
        Enumerable.Range(0, 20).Count(i => Admits(endpoint, User($"other{i}@x"))).ShouldBe(7);
    }

    [Fact]
    public void A_window_ends_with_its_minute()
    {
        var endpoint = Endpoint(Limit("ENDPOINT", requests: 1));
        Admits(endpoint, User("a@x")).ShouldBeTrue();
        var refusal = Admit(endpoint, User("a@x")).Refusal!;
        refusal.Status.ShouldBe(429);
        refusal.Code.ShouldBe("REQUEST_LIMIT_EXCEEDED");
        refusal.RetryAfterSeconds.ShouldBe(40);
        refusal.Message.ShouldBe("The endpoint 'chat' admits 1 requests per minute. Try again in 40 seconds.");
        _time.Advance(TimeSpan.FromSeconds(39.9));
        Admits(endpoint, User("a@x")).ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Admits(endpoint, User("a@x")).ShouldBeTrue();
    }

    [Fact]
    public void A_limit_of_zero_is_a_refusal_for_good()
    {
        var refusal = Admit(Endpoint(Limit("ENDPOINT", tokens: 0)), User("a@x")).Refusal!;
        refusal.Status.ShouldBe(403);
        refusal.Code.ShouldBe("PERMISSION_DENIED");
    }

    [Fact]
    public void The_stricter_of_requests_and_tokens_wins()
    {
        var endpoint = Endpoint(Limit("ENDPOINT", requests: 100, tokens: 1000));
        Admits(endpoint, User("a@x"), tokens: 600).ShouldBeTrue();
        Admits(endpoint, User("a@x"), tokens: 600).ShouldBeFalse();
        Admits(endpoint, User("a@x"), tokens: 400).ShouldBeTrue();
    }

    [Fact]
    public void A_reservation_gives_way_to_the_truth_once()
    {
        var endpoint = Endpoint(Limit("ENDPOINT", tokens: 1000));
        var first = Admit(endpoint, User("a@x"), tokens: 900).Admission!;
        Admits(endpoint, User("a@x"), tokens: 200).ShouldBeFalse();
        first.Settle(100);
        first.Settle(100);
        Admits(endpoint, User("a@x"), tokens: 900).ShouldBeTrue();
        Admits(endpoint, User("a@x"), tokens: 1).ShouldBeFalse();
    }

    [Fact]
    public void What_nobody_knows_stays_reserved_and_what_a_window_s_turn_took_away_is_not_given_back()
    {
        var endpoint = Endpoint(Limit("ENDPOINT", tokens: 1000));
        var unknown = Admit(endpoint, User("a@x"), tokens: 900).Admission!;
        unknown.Settle(null);
        Admits(endpoint, User("a@x"), tokens: 200).ShouldBeFalse();
        _time.Advance(TimeSpan.FromMinutes(1));
        Admits(endpoint, User("a@x"), tokens: 900).ShouldBeTrue();
        unknown.Settle(0);
        Admits(endpoint, User("a@x"), tokens: 200).ShouldBeFalse("the reservation was the window's before");
    }

    [Fact]
    public void A_request_larger_than_the_whole_limit_is_admitted_alone()
    {
        var endpoint = Endpoint(Limit("ENDPOINT", tokens: 100));
        Admits(endpoint, User("a@x"), tokens: 5000).ShouldBeTrue();
        Admits(endpoint, User("a@x"), tokens: 1).ShouldBeFalse();
    }

    [Theory]

    // limits; caller; groups; how many of ten are admitted
    [InlineData("USER_DEFAULT:4", "u:a@x", "", 4)]
    [InlineData("USER_DEFAULT:4 USER(a@x):7", "u:a@x", "", 7)]
    [InlineData("USER_DEFAULT:4 USER(a@x):7", "u:b@x", "", 4)]
    [InlineData("USER_DEFAULT:4 USER(a@x):7 USER_GROUP(g):2", "u:a@x", "g", 7)]
    [InlineData("USER_DEFAULT:4 USER_GROUP(g):6", "u:a@x", "g", 6)]
    [InlineData("USER_DEFAULT:4 USER_GROUP(g):6", "u:a@x", "other", 4)]
    [InlineData("USER_GROUP(g):2 USER_GROUP(h):5", "u:a@x", "g h", 5)]
    [InlineData("USER_DEFAULT:4 SERVICE_PRINCIPAL(app):3", "s:app", "", 3)]
    [InlineData("USER_DEFAULT:4 SERVICE_PRINCIPAL(app):3", "s:other", "", 4)]
    [InlineData("USER(app):1 USER_DEFAULT:4", "s:app", "", 4)]
    [InlineData("ENDPOINT:3 USER(a@x):7", "u:a@x", "", 3)]
    [InlineData("REQUEST_TAG(team=red):2", "u:a@x", "", 2)]
    [InlineData("REQUEST_TAG(team=blue):2", "u:a@x", "", 10)]
    [InlineData("REQUEST_TAG(team):3", "u:a@x", "", 3)]
    [InlineData("", "u:a@x", "", 10)]
    public void Precedence_is_that_of_the_original(string limits, string caller, string groups, int admitted)
    {
        var endpoint = Endpoint([.. limits.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Parse)]);
        var who = caller[0] == 'u' ? User(caller[2..]) : new Caller("a", "w", "p", caller[2..], PrincipalType.ServicePrincipal, false, "t");
        var tags = new Dictionary<string, string> { ["team"] = "red" };
        Enumerable.Range(0, 10).Count(_ => _limiter.Admit(endpoint, who, groups.Split(' '), tags, 0).Refusal is null).ShouldBe(admitted);
    }

    [Fact]
    public async Task Buckets_of_windows_that_are_over_are_dropped()
    {
        var endpoint = Endpoint(Limit("USER_DEFAULT", requests: 1));
        for (var i = 0; i < 500; i++)
        {
            Admits(endpoint, User($"u{i}@x")).ShouldBeTrue();
        }

        _limiter.Count.ShouldBe(500);
        _time.Advance(TimeSpan.FromMinutes(2));
        Admits(endpoint, User("new@x")).ShouldBeTrue();
        while (_limiter.Count > 1)
        {
            await Task.Yield();
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static RateLimit Parse(string text)
    {
        var (key, number) = (text[..text.IndexOf(':', StringComparison.Ordinal)], int.Parse(text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..]));
        var open = key.IndexOf('(', StringComparison.Ordinal);
        var argument = open < 0 ? null : key[(open + 1)..^1];
        key = open < 0 ? key : key[..open];
        var tag = key == "REQUEST_TAG" ? argument!.Split('=') : [];
        return new RateLimit(key, "MINUTE", tag.Length == 0 ? argument : null, tag.ElementAtOrDefault(0), tag.ElementAtOrDefault(1), number, null);
    }

    private static RateLimit Limit(string key, long? requests = null, long? tokens = null) => new(key, "MINUTE", null, null, null, requests, tokens);

    private static Caller User(string name) => new("a", "w", "p", name, PrincipalType.User, false, "t");

    private static GatewayEndpoint Endpoint(params RateLimit[] limits) => new()
    {
        Id = "e", Name = "chat", WorkspaceId = "w", Creator = "c", CreationTime = DateTime.UnixEpoch, LastUpdatedTime = DateTime.UnixEpoch, Destinations = [], RateLimits = limits,
    };

    private (Admission? Admission, Weir.Gateway.Receiving.Refusal? Refusal) Admit(GatewayEndpoint endpoint, Caller caller, long tokens = 0) => _limiter.Admit(endpoint, caller, [], null, tokens);

    private bool Admits(GatewayEndpoint endpoint, Caller caller, long tokens = 0) => Admit(endpoint, caller, tokens).Refusal is null;
}
