using System.Net;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Forwarding;
using Xunit;

namespace Weir.Gateway.Tests.Forwarding;

/// <summary>Retries and the circuit breaker, without a wire.</summary>
public sealed class RoutingPolicyTests
{
    private static readonly RetrySettings Three = new(3, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));

    [Theory]
    [InlineData(1, 0, 0.5)]
    [InlineData(1, 0.999999, 1)]
    [InlineData(2, 0, 1)]
    [InlineData(3, 0.999999, 4)]
    public void Each_pause_is_twice_as_long_and_half_of_it_is_random(int retry, double draw, double seconds) =>
        RetryPolicy.DelayOf(Three, retry, null, draw)!.Value.TotalSeconds.ShouldBe(seconds, 0.001);

    [Fact]
    public void No_pause_is_longer_than_the_longest() =>
        RetryPolicy.DelayOf(Three with { MaxRetries = 50 }, 40, null, 0.999999)!.Value.TotalSeconds.ShouldBe(5, 0.001);

    [Fact]
    public void After_the_last_retry_there_is_none() => RetryPolicy.DelayOf(Three, 4, null, 0).ShouldBeNull();

    [Fact]
    public void The_pause_that_the_provider_asks_for_is_made() =>
        RetryPolicy.DelayOf(Three, 1, TimeSpan.FromSeconds(4), 0.3).ShouldBe(TimeSpan.FromSeconds(4));

    [Fact]
    public void A_provider_that_asks_for_too_long_a_pause_is_not_asked_again() =>
        RetryPolicy.DelayOf(Three, 1, TimeSpan.FromSeconds(6), 0.3).ShouldBeNull();

    [Theory]
    [InlineData("Retry-After", "7", 7000)]
    [InlineData("Retry-After", "Tue, 24 Nov 2026 10:00:09 GMT", 9000)]
    [InlineData("Retry-After", "Tue, 24 Nov 2026 09:00:00 GMT", 0)]
    [InlineData("retry-after-ms", "250", 250)]
    public void Every_spelling_of_the_advice_is_read(string header, string value, double milliseconds)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        response.Headers.TryAddWithoutValidation(header, value).ShouldBeTrue();
        RetryPolicy.AskedBy(response, new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero))!.Value.TotalMilliseconds.ShouldBe(milliseconds);
    }

    [Theory]
    [InlineData("Retry-After", "soon")]
    [InlineData("retry-after-ms", "-5")]
    public void Nonsense_is_no_advice(string header, string value)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        response.Headers.TryAddWithoutValidation(header, value);
        RetryPolicy.AskedBy(response, DateTimeOffset.UnixEpoch).ShouldBeNull();
    }

    [Fact]
    public void A_circuit_opens_after_so_many_failures_in_a_row_and_lets_one_through_when_its_time_is_over()
    {
        var time = new FakeTimeProvider();
        var circuit = new CircuitBreaker(new CircuitBreakerSettings(3, TimeSpan.FromSeconds(10)), time);
        circuit.Note(isFailure: true);
        circuit.Note(isFailure: true);
        circuit.Note(isFailure: false);
        circuit.Note(isFailure: true);
        circuit.Note(isFailure: true);
        circuit.TryPass().ShouldBeTrue("a success in between starts the count anew");
        circuit.Note(isFailure: true);
        circuit.TryPass().ShouldBeFalse();

        time.Advance(TimeSpan.FromSeconds(10));
        circuit.TryPass().ShouldBeTrue("one may try");
        circuit.TryPass().ShouldBeFalse("only one");
        circuit.Note(isFailure: true);
        circuit.TryPass().ShouldBeFalse("it failed again");

        time.Advance(TimeSpan.FromSeconds(10));
        circuit.TryPass().ShouldBeTrue();
        circuit.NoteNothing();
        circuit.TryPass().ShouldBeTrue("a client that hung up told nothing");
        circuit.Note(isFailure: false);
        circuit.TryPass().ShouldBeTrue();
        circuit.TryPass().ShouldBeTrue("closed");
    }

    [Fact]
    public void A_breaker_that_is_switched_off_never_opens()
    {
        var circuit = new CircuitBreaker(new CircuitBreakerSettings(0, TimeSpan.FromSeconds(10)), TimeProvider.System);
        for (var i = 0; i < 100; i++)
        {
            circuit.Note(isFailure: true);
        }

        circuit.TryPass().ShouldBeTrue();
    }
}
